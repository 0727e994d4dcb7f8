import { describe, expect, it } from 'vitest'
import { callTree } from '../../../src/core/profile/call-tree.ts'
import {
  collapseStacks,
  differentialFlame,
  type FlameNode,
  flameOf,
} from '../../../src/core/profile/flame.ts'
import { type Union, union } from '../../../src/core/profile/union.ts'
import { type Calls, profileOf } from './given.ts'

const treeOf = (calls: Calls, samples: readonly string[]) => callTree(profileOf(calls, samples), 10)
const shape = ({ frame: { name }, base, head, children }: Union): unknown => [
  name,
  base.self,
  head.self,
  ...children.map(shape),
]

const base = treeOf(['(root)', ['work@a.ts:1', 'old@a.ts:9', 'hash@b.ts:2']], ['work', 'old', 'old', 'hash'])
const head = treeOf(
  ['(root)', ['work@a.ts:3', 'hash@b.ts:7', 'made new@c d.ts:1']],
  ['work', 'hash', 'hash', 'made new'],
)

describe('union', () => {
  it('has every path of either side, with nothing where it is not', () => {
    expect(shape(union([{ base, head }]))).toEqual([
      '(benchmark)',
      [0],
      [0],
      ['work', [10], [10], ['old', [20], [0]], ['hash', [10], [20]], ['made new', [0], [10]]],
    ])
  })

  it('keeps the forks apart, and adds up what is below', () => {
    const [work] = union([{ base, head }, { head }]).children
    expect(work!.base).toEqual({ self: [10, 0], total: [40, 0] })
    expect(work!.head).toEqual({ self: [10, 10], total: [40, 40] })
  })

  it('tells a function where the head has it', () => {
    expect(union([{ base, head }]).children[0]!.frame.line).toBe(3)
  })
})

describe('flameOf', () => {
  it('is as wide as the head, the widest first, and tells whose code it is', () => {
    const [work] = flameOf(union([{ head }, { head }]), 'ns').children
    expect(work).toMatchObject({ weight: 40, label: 'work', kind: 'project' })
    expect(work!.tooltip).toBe('work (a.ts:3): 40.00 ns (100 %), by itself 10.00 ns')
    expect(work!.amount).toBe('100 %, 40.00 ns')
    expect(work!.file).toBe('a.ts')
    expect(work!.children.map(({ label }) => label)).toEqual(['hash', 'made new'])
  })
})

describe('flameOf two sides', () => {
  it('has the colours of what has changed', () => {
    const [work] = flameOf(union([{ base, head }]), 'ns', (path) => path.at(-1)!.name !== 'work').children
    expect(work!.kind).toBe('neutral')
    expect(work!.children.map(({ label, kind }) => [label, kind])).toEqual([
      ['hash', 'worse'],
      ['made new', 'worse'],
      ['old', 'better'],
    ])
  })
})

describe('differentialFlame', () => {
  const flame = differentialFlame(union([{ base, head }]), 'ns', (path) => path.at(-1)!.name !== 'work')
  const all = (node: FlameNode): FlameNode[] => [node, ...node.children.flatMap(all)]
  const named = (name: string) => all(flame).find(({ label }) => label === name)!

  it('is as wide as both together, so that children fill their parent at the most', () => {
    for (const { weight, children } of all(flame)) {
      expect(children.reduce((sum, child) => sum + child.weight, 0)).toBeLessThanOrEqual(weight)
    }
    expect(flame.weight).toBe(80)
  })

  it('colours what has changed beyond chance, and nothing else', () => {
    expect(named('hash').kind).toBe('worse')
    expect(named('made new').kind).toBe('worse')
    expect(named('old').kind).toBe('better')
    expect(named('work').kind).toBe('neutral')
  })

  it('says both costs', () => {
    expect(named('hash').tooltip).toBe(
      'hash (b.ts:7): base 10.00 ns, head 20.00 ns, +25.0 % of the operation, costs more',
    )
    expect(named('hash').amount).toBe('+10.00 ns, now 20.00 ns')
  })
})

describe('collapsed', () => {
  it('has a line for every stack with a cost of its own, without what would divide it', () => {
    expect(collapseStacks(union([{ head }]))).toBe(
      '(benchmark);work@a.ts 10\n(benchmark);work@a.ts;hash@b.ts 20\n(benchmark);work@a.ts;made new@c d.ts 10\n',
    )
    const odd = treeOf(['(root)', 'a;b@c;d.ts:1'], ['a;b'])
    expect(collapseStacks(union([{ head: odd }]))).toBe('(benchmark);a b@c d.ts 10\n')
  })
})
