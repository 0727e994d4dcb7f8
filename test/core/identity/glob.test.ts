import { describe, expect, it } from 'vitest'
import { matches } from '../../../src/core/identity/filter.ts'
import { compileGlob } from '../../../src/core/identity/glob.ts'
import { ownerOf } from '../../../src/core/identity/owner.ts'
import { configSchema } from '../../../src/model/config.ts'
import { globProblem } from '../../../src/model/glob.ts'
import { benchmarkOf } from '../given.ts'

const endless: [glob: string, problem: RegExp][] = [
  ['((((a+)+)+)+)+$', /repeats a group/u],
  ['*a'.repeat(100), /stars between two slashes/u],
  ['+(+(a))', /repeats a group/u],
  ['*(a|*b)c', /repeats a group/u],
  ['+(a|aa)b', /repeats alternatives/u],
  ['!(a)!(b)!(c)!(d)', /stars/u],
  ['!(a*b)', /repeats a group/u],
  ['+(a|aa)'.repeat(20), /./u],
  ['**/a/'.repeat(20), /times \*\*/u],
  ['{1..10000000}.bench.js', /braces/u],
  ['{a,b}'.repeat(20), /braces/u],
  ['{a,{b,{c,{d,e}}}}', /nests braces/u],
  ['?'.repeat(300), /question marks/u],
  ['a'.repeat(600), /longer than/u],
  ['a\0b', /NUL/u],
]

describe('a pattern that could match without end', () => {
  it.each(endless)('%j is refused, and says why', (glob, problem) => {
    expect(globProblem(glob)).toMatch(problem)
    expect(() => compileGlob(glob)).toThrow(expect.objectContaining({ code: 'bad-glob' }))
    for (const config of [
      { include: [glob] },
      { exclude: [glob] },
      { budgets: { [glob]: { time: '1 ms' } } },
      { owners: { [glob]: 'x' } },
    ]) {
      expect(configSchema.safeParse(config).success).toBe(false)
    }
  })

  it.each(endless)('%j as a filter is text, and ends', (glob) => {
    expect(matches(glob, benchmarkOf('a'.repeat(200)))).toBe(false)
    if (!glob.includes('\0')) expect(matches(glob, benchmarkOf(`x ${glob} y`))).toBe(true)
  })
})

describe('a pattern that people write', () => {
  it.each([
    ['bench/**/*.bench.{ts,mts,js,mjs}', 'bench/a/b.bench.mjs'],
    ['packages/*/bench/**/*.{bench,perf}.ts', 'packages/x/bench/y.perf.ts'],
    ['**/node_modules/**', 'a/node_modules/b/c'],
    ['a/{1..9}.js', 'a/7.js'],
    ['sort/@(a|b)', 'sort/b'],
    ['*-*-*', 'a-b-c'],
  ])('%j fits %j', (glob, text) => {
    expect(globProblem(glob)).toBeUndefined()
    expect(compileGlob(glob)(text)).toBe(true)
  })

  it('decides who looks after a file', () => {
    expect(ownerOf('bench/a.bench.ts', { 'bench/**': 'Ada' })).toBe('Ada')
  })
})

it.each(['/etc/**', '../x/*.js', 'bench/../../*.js', '{bench,..}/*.js', 'C:\\x\\*.js', '\\\\server\\x'])(
  'files are looked for in the project only: %j is refused with its place',
  (glob) => {
    const { error } = configSchema.safeParse({ include: ['bench/*.js', glob] })
    expect(error?.issues).toEqual([
      expect.objectContaining({
        path: ['include', 1],
        message: expect.stringContaining('outside the project'),
      }),
    ])
  },
)
