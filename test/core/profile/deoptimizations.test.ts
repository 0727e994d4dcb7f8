import { describe, expect, it } from 'vitest'
import { deoptimizationsOf } from '../../../src/core/profile/deoptimizations.ts'
import type { Deoptimization, FunctionCalls } from '../../../src/model/profile.ts'

const calls = (name: string, line: number, end: number): FunctionCalls => {
  return { name, url: 'src/a.ts', line, end, text: '', calls: 1, busiest: { line, runs: 1 } }
}
const functions = [calls('outer', 1, 20), calls('inner', 5, 9), calls('other', 30, 40)]
const named = (name: string) => (one: FunctionCalls) => one.name === name
const thrown = (line: number, reason = 'wrong map', url = 'src/a.ts'): Deoptimization => {
  return { url, line, column: 1, reason }
}

describe('deoptimizationsOf', () => {
  it('tells those of a function’s own lines, not of functions within it or of other files', () => {
    const fork = [thrown(2), thrown(6, 'not a Smi'), thrown(35), thrown(2, 'wrong map', 'src/b.ts')]
    expect(deoptimizationsOf(named('outer'), functions, [fork])).toEqual({ count: 1, rows: [thrown(2)] })
    expect(deoptimizationsOf(named('inner'), functions, [fork])?.rows).toEqual([thrown(6, 'not a Smi')])
  })

  it('counts in the median of forks, and keeps what any of them has seen', () => {
    const forks = [[thrown(2)], [], [thrown(2), thrown(3, 'not a Smi'), thrown(3, 'not a Smi')]]
    const { count, rows } = deoptimizationsOf(named('outer'), functions, forks)!
    expect(count).toBe(1)
    expect(rows).toHaveLength(4)
  })

  it('finds functions where the loaded file has them, unless that has several on the line', () => {
    const made = (name: string, line: number, end: number) => {
      return { ...calls(name, line + 100, end + 100), made: { url: 'dist/a.js', line, end } }
    }
    const rows = [[thrown(7, 'wrong map', 'dist/a.js')]]
    const lines = [made('outer', 1, 20), made('inner', 5, 9)]
    expect(deoptimizationsOf(named('inner'), lines, rows)?.count).toBe(1)
    const crowded = [made('one', 7, 7), made('other', 7, 7)]
    expect(deoptimizationsOf(named('one'), crowded, rows)?.count).toBe(0)
    expect(deoptimizationsOf(named('other'), crowded, rows)?.count).toBe(0)
  })

  it('does not say none where no fork has told', () => {
    expect(deoptimizationsOf(named('outer'), functions, [])).toBeUndefined()
  })
})
