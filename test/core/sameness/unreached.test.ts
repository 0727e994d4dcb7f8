import { describe, expect, it } from 'vitest'
import { hasCode, isSourceFile, unreachedFunctions } from '../../../src/core/sameness/unreached.ts'
import type { IdleFunction } from '../../../src/model/coverage.ts'

const before = `export class LRU {
  get(key) { return this.map.get(key) }
  evict() {
    this.map.delete(this.map.keys().next().value)
  }
}
export const half = (n) => n / 2
`

/** Functions by the beginnings and ends of their texts. */
function idle(text: string, ...functions: readonly [name: string, begin: string, end: string][]) {
  return functions.map(([name, begin, end]): IdleFunction => {
    const start = text.indexOf(begin)
    return { name, start, end: text.indexOf(end, start) + end.length }
  })
}
const evict = ['evict', 'evict()', '\n  }'] as const
const half = ['half', '(n) =>', '/ 2'] as const
const unreached = (text: string, ...coverages: readonly (readonly IdleFunction[])[]) =>
  unreachedFunctions(text, [[before]], coverages)

describe('a function that did not run', () => {
  const changed = before.replace('this.map.delete', 'this.gone++\n    this.map.delete')

  it('is told where its text has changed, with its line', () => {
    expect(unreached(changed, idle(changed, [...evict], [...half]))).toEqual([{ name: 'evict', line: 3 }])
  })

  it('is not told where another process ran it, or what it stands in is not known there', () => {
    expect(unreached(changed, idle(changed, [...evict]), [])).toEqual([])
    expect(unreached(changed, idle(changed, [...evict]), idle(changed, [...half]))).toEqual([])
    expect(unreached(changed)).toEqual([])
  })

  it('is told where in another process all that it stands in did not run', () => {
    const outer = idle(changed, ['LRU', 'export class', '\n}'])
    // Both are all that did not run in both: what stands in the other is told.
    expect(unreached(changed, idle(changed, [...evict]), outer)).toEqual([{ name: 'evict', line: 3 }])
    expect(unreached(changed, outer, [...outer, ...idle(changed, [...evict])])).toEqual([
      { name: 'LRU', line: 1 },
    ])
  })

  it.each<[string, string]>([
    ['nothing has changed', before],
    ['something else has', before.replace('this.map.get', 'this.other.get')],
    ['it was moved', `${before.split('\n').slice(6).join('\n')}${before.split('\n').slice(0, 6).join('\n')}`],
    ['it was indented', before.replace(/^ {4}/gmu, '\t\t\t')],
    [
      'it has another comment',
      before.replace('this.map.delete', '// the oldest\n    /* one\n */\n    this.map.delete'),
    ],
    ['it lost its empty lines', before.replace('evict() {\n', 'evict() {\n\n')],
  ])('is not told where %s', (_, text) => {
    expect(unreached(text, idle(text, [...evict], [...half]))).toEqual([])
  })

  it.each<[string, string, readonly [string, string, string]]>([
    ['an expression that became a part of the earlier one', 'n', ['half', '(n) =>', 'n\n']],
    ['an expression that became longer', 'n / 20', ['half', '(n) =>', '/ 20']],
  ])('is told of %s', (_, expression, place) => {
    const text = before.replace('n / 2', expression)
    const [one] = idle(text, [...place])
    const end = text[one!.end - 1] === '\n' ? one!.end - 1 : one!.end
    expect(unreached(text, [{ ...one!, end }])).toEqual([{ name: 'half', line: 7 }])
  })

  it('is told where a statement is gone, and where it is new', () => {
    const less = before.replace('    this.map.delete(this.map.keys().next().value)\n', '')
    expect(unreached(less, idle(less, [...evict]))).toEqual([{ name: 'evict', line: 3 }])
    const more = `${before}export function grow() { return 1 }\n`
    expect(unreached(more, idle(more, ['grow', 'function grow', '}']))).toEqual([{ name: 'grow', line: 8 }])
  })

  it('is told where one of several revisions has another text, and where the file is new', () => {
    const at = (befores: readonly (readonly string[])[]) =>
      unreachedFunctions(changed, befores, [idle(changed, [...evict])])
    expect(at([[changed], [before]])).toEqual([{ name: 'evict', line: 3 }])
    expect(at([[changed], [changed]])).toEqual([])
    expect(at([[]])).toEqual([{ name: 'evict', line: 3 }])
    // It stood in another file there.
    expect(at([[before, changed]])).toEqual([])
  })
})

describe('code', () => {
  it('is what is left without comments and types', () => {
    expect([hasCode('  \n// x\n/* y\n*/\n'), hasCode('x')]).toEqual([false, true])
  })

  it.each<[string, boolean]>([
    ['src/lru.js', true],
    ['index.ts', true],
    ['packages/one/lib/a.cjs', true],
    ['src/view.tsx', true],
    ['src/latest/contest.ts', true],
    ['src/types.d.ts', false],
    ['src/lru.test.ts', false],
    ['test/lru.ts', false],
    ['packages/one/__tests__/a.js', false],
    ['bench/lru.bench.ts', false],
    ['vite.config.ts', false],
    ['.eslintrc.js', false],
    ['node_modules/a/index.js', false],
    ['README.md', false],
    ['data/one.json', false],
  ])('is kept in %s: %s', (name, isSource) => {
    expect(isSourceFile(name)).toBe(isSource)
  })
})
