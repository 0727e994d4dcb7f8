import { describe, expect, it } from 'vitest'
import { type CallTree, callTree, ownCosts, totalOf } from '../../../src/core/profile/call-tree.ts'
import { profileOf, renamed } from './given.ts'

const shape = (tree: CallTree): unknown => [tree.frame.name, tree.self, ...tree.children.map(shape)]
const costs = (tree: CallTree) =>
  Object.fromEntries([...ownCosts(tree)].map(([key, { cost }]) => [key, cost]))

describe('callTree', () => {
  it('leaves out the harness and its loop: what they call is what the benchmark calls', () => {
    const profile = profileOf(
      [
        '(root)',
        ['take@assay:batch.ts:7', ['anonymous', ['run@bench/a.bench.ts:3', 'hash@src/hash.ts:9']]],
        '(program)',
      ],
      ['take', 'anonymous', 'run', 'hash', 'hash', '(program)'],
    )
    expect(shape(callTree(profile, 10))).toEqual([
      '(benchmark)',
      20,
      ['run', 10, ['hash', 20]],
      ['(program)', 10],
    ])
  })

  it('adds up what is called on the same path twice', () => {
    const profile = profileOf(
      ['(root)', ['one@assay:batch.ts:7', 'run@a.ts:1'], ['two@assay:turns.ts:7', 'walk@a.ts:5']],
      ['run', 'walk'],
    )
    expect(shape(callTree(renamed(profile, 'walk', 'run'), 1))).toEqual(['(benchmark)', 0, ['run', 2]])
  })

  it('names a function without a name after the one that it is called in, of the same file', () => {
    const profile = profileOf(['(root)', ['parse@a.ts:1', ['map', '@a.ts:5']], '@b.ts:2'], [''])
    const names = (tree: CallTree): string[] => [tree.frame.name, ...tree.children.flatMap(names)]
    expect(names(callTree(profile, 1))).toEqual([
      '(benchmark)',
      'parse',
      'map',
      '(anonymous in parse)',
      '(anonymous)',
    ])
  })

  it('shares the cost of a function among its lines', () => {
    const profile = profileOf(['(root)', 'hash@a.ts:1'], ['hash', 'hash'])
    const [, node] = profile.nodes
    const ticks = [
      { line: 2, ticks: 3 },
      { line: 4, ticks: 2 },
      { line: 2, ticks: 3 },
    ]
    const tree = callTree({ ...profile, nodes: [profile.nodes[0]!, { ...node!, positionTicks: ticks }] }, 10)
    expect([...tree.children[0]!.lines]).toEqual([
      [2, 15],
      [4, 5],
    ])
    expect(totalOf(tree)).toBe(20)
  })
})

describe('ownCosts', () => {
  it("counts the engine's and Node's functions to whoever called them last", () => {
    const profile = profileOf(
      [
        '(root)',
        [
          'run@a.ts:1',
          ['read@node:fs:20', 'open'],
          ['parse@node_modules/zod/z.js:7', ['sort', 'compare@a.ts:30']],
        ],
        '(garbage collector)',
      ],
      ['run', 'read', 'open', 'parse', 'sort', 'sort', 'compare', '(garbage collector)'],
    )
    expect(costs(callTree(profile, 1))).toEqual({
      '(benchmark)': 0,
      'run@a.ts': 3,
      'parse@node_modules/zod/z.js': 3,
      'compare@a.ts': 1,
      '(garbage collector)': 1,
    })
  })

  it('adds up what a function costs wherever it is called from, once where it calls itself', () => {
    const profile = profileOf(
      ['(root)', ['walk@a.ts:1', ['again@a.ts:9', 'other@b.ts:2']]],
      ['walk', 'again', 'other'],
    )
    expect(costs(callTree(renamed(profile, 'again', 'walk'), 1))).toEqual({
      '(benchmark)': 0,
      'walk@a.ts': 2,
      'other@b.ts': 1,
    })
  })
})
