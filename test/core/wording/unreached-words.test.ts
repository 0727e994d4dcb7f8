import { expect, it } from 'vitest'
import { unreachedFindings } from '../../../src/core/wording/unreached-words.ts'

const place = (name: string, line: number, file = 'src/lru.js') => ({ file, name, line })
const [evict, files] = [place('evict', 22), ['src/a.js', 'src/b.js']]

it('names a function with its place', () => {
  expect(unreachedFindings({ functions: [evict], files: [] }, false)).toEqual([
    expect.objectContaining({
      ...{ code: 'not-executed', severity: 'warning', subject: 'run' },
      message: 'Changed, but executed by no benchmark: src/lru.js evict (line 22)',
    }),
  ])
})

it.each([
  [2, 'src/lru.js evict (line 22) and src/lru.js anonymous function in parse (line 30)'],
  [3, 'evict (line 22), src/lru.js anonymous function in parse (line 30) and src/lru.js get size (line 40)'],
  [5, 'anonymous function in parse (line 30), src/lru.js get size (line 40) and 2 more'],
])('names the first of %d', (many, words) => {
  const functions = [
    ...[evict, place('(anonymous in parse)', 30), place('get size', 40)],
    ...[place('a', 50), place('b', 60)],
  ].slice(0, many)
  expect(unreachedFindings({ functions, files: [] }, false)[0]!.message.endsWith(words)).toBe(true)
})

it('tells files apart, as worth knowing', () => {
  const [executed, loaded] = unreachedFindings({ functions: [evict], files }, false)
  expect(executed!.code).toBe('not-executed')
  expect(loaded).toMatchObject({
    ...{ code: 'not-loaded', severity: 'info' },
    message: '2 changed source files are loaded by no benchmark: src/a.js and src/b.js',
  })
  expect(unreachedFindings({ functions: [], files: ['src/a.js'] }, false)[0]!.message).toBe(
    '1 changed source file is loaded by no benchmark: src/a.js',
  )
})

it('speaks of those that were selected, and of no files, where benchmarks were left out', () => {
  expect(unreachedFindings({ functions: [evict], files }, true).map(({ message }) => message)).toEqual([
    'Changed, but executed by none of the selected benchmarks: src/lru.js evict (line 22)',
  ])
})

it('says nothing where there is nothing', () => {
  expect(unreachedFindings({ functions: [], files: [] }, false)).toEqual([])
})
