import { describe, expect, it } from 'vitest'
import { deoptimizationsOf, parseDeoptimizations } from '../../../src/core/profile/deoptimizations.ts'
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

/** As Node 24 writes it. */
const log = `v8-version,13,6,233,19,-node.51,0
code-creation,JS,10,82000,0x7f9e80004a80,768,f file:///app/src/a.ts:2:11,0x2cbbbb27f2f9,*
code-deopt,82274,1024,0x7f9e80040040,-1,226,deopt-eager,<file:///app/src/a.ts:5:1>,prepare for on stack replacement (OSR)
code-deopt,83722,1088,0x7f9e80004d80,-1,265,deopt-eager,<file:///app/src/a.ts:6:3>,Insufficient type feedback for generic named access
code-deopt,83796,768,0x7f9e80004a80,0,76,deopt-eager,<file:///app/src/a.ts:2:29> inlined at <file:///app/src/b.ts:3:61>,wrong map
code-deopt,83859,256,0x7f9e80004980,-1,76,deopt-lazy,<file:///app/src/my\\x2Cfile.ts:2:29>,wrong map
code-deopt,8385`

describe('parseDeoptimizations', () => {
  it('tells where and why, of functions that were inlined where they stand', () => {
    expect(parseDeoptimizations(log)).toEqual([
      {
        url: 'file:///app/src/a.ts',
        line: 6,
        column: 3,
        reason: 'Insufficient type feedback for generic named access',
      },
      { url: 'file:///app/src/a.ts', line: 2, column: 29, reason: 'wrong map' },
      { url: 'file:///app/src/my,file.ts', line: 2, column: 29, reason: 'wrong map' },
    ])
  })

  it('has nothing to tell of an empty log', () => {
    expect(parseDeoptimizations('')).toEqual([])
  })
})
