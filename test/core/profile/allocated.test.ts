import { describe, expect, it } from 'vitest'
import { findAllocationIncrease } from '../../../src/core/profile/allocated.ts'
import type { CallTree } from '../../../src/core/profile/call-tree.ts'
import type { Frame } from '../../../src/core/profile/frame.ts'
import type { FunctionCalls } from '../../../src/model/profile.ts'

const owners = {
  node: 'node:fs',
  engine: '',
  project: 'src/a.ts',
  dependency: 'node_modules/b/c.js',
} as const
const tree = (name: string, self: number, owner: keyof typeof owners, ...children: CallTree[]): CallTree => {
  const frame: Frame = { name, file: owners[owner], line: 7, owner }
  return { frame, self, lines: new Map(), children }
}
const calls = (of: Readonly<Record<string, number>>): FunctionCalls[] =>
  Object.entries(of).map(([name, count]) => {
    return { name, url: 'src/a.ts', line: 7, end: 9, text: '', calls: count, busiest: { line: 8, runs: 1 } }
  })
const named = ({ functions }: ReturnType<typeof findAllocationIncrease>) =>
  functions.map(({ frame, bytes }) => [frame.name, bytes.base, bytes.head])

describe('allocatedMore', () => {
  const base = tree('(benchmark)', 0, 'engine', tree('make', 40, 'project'), tree('less', 500, 'project'))

  it('names those that allocate more, the most first, with what the engine and Node allocate for them', () => {
    const head = tree(
      '(benchmark)',
      900,
      'engine',
      tree('make', 40, 'project', tree('Array.map', 60, 'engine', tree('readFileSync', 20, 'node'))),
      tree('copy', 300, 'dependency'),
      tree('less', 10, 'project'),
    )
    const told = findAllocationIncrease(
      { base, head },
      { base: calls({ make: 1 }), head: calls({ make: 2 }) },
    )
    expect(named(told)).toEqual([
      ['copy', 0, 300],
      ['make', 40, 120],
    ])
    expect(told.functions.map((one) => one.calls)).toEqual([undefined, { base: 1, head: 2 }])
    expect([told.base, told.head]).toEqual([540, 1330])
  })

  it('leaves out what is a small part of it, and keeps the largest few', () => {
    const many = Array.from({ length: 8 }, (_, index) => tree(`f${index}`, 100 + index, 'project'))
    const told = findAllocationIncrease(
      { base, head: tree('(benchmark)', 0, 'engine', ...many) },
      { base: [], head: [] },
    )
    expect(told.functions.map(({ frame }) => frame.name)).toEqual(['f7', 'f6', 'f5', 'f4', 'f3'])
    const one = tree('(benchmark)', 0, 'engine', tree('make', 1000, 'project'), tree('tiny', 20, 'project'))
    expect(named(findAllocationIncrease({ base, head: one }, { base: [], head: [] }))).toEqual([
      ['make', 40, 1000],
    ])
  })

  it('names nobody where nobody allocates more', () => {
    expect(named(findAllocationIncrease({ base, head: base }, { base: [], head: [] }))).toEqual([])
  })
})
