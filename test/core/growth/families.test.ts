import { describe, expect, it } from 'vitest'
import { familiesOf } from '../../../src/core/growth/families.ts'
import type { BenchmarkResult } from '../../../src/model/run.ts'
import { resultOf } from '../given.ts'

const grows = { by: 'n', power: 1, log: true, sizes: [10, 100, 1000] }
const sized = (n: number, more: Partial<BenchmarkResult> = {}, params: BenchmarkResult['params'] = {}) =>
  resultOf('native', { group: ['sort'], params: { n, ...params }, grows, ...more })

describe('a family', () => {
  it('is the benchmarks that differ in the parameter that they grow with, by size', () => {
    const [family, ...others] = familiesOf([sized(1000), sized(10), resultOf('other'), sized(100)])
    expect(others).toEqual([])
    expect(family).toMatchObject({ id: 'bench/sort.bench.ts › sort › native', declared: grows })
    expect(family!.members.map(({ size }) => size)).toEqual([10, 100, 1000])
  })

  it('is another one for each combination of the other parameters', () => {
    const all = ['up', 'down'].flatMap((order) => [10, 100].map((n) => sized(n, {}, { order })))
    expect(familiesOf(all).map(({ id }) => id)).toEqual([
      'bench/sort.bench.ts › sort › native {order: up}',
      'bench/sort.bench.ts › sort › native {order: down}',
    ])
  })

  it('is another one in another file, group or kind, by another name, and where it declares something else', () => {
    const all = [
      sized(10),
      sized(100, { file: 'bench/other.bench.ts' }),
      sized(100, { group: [] }),
      sized(100, { kind: 'query' }),
      sized(100, { grows: { ...grows, log: false } }),
      resultOf('mine', { group: ['sort'], params: { n: 100 }, grows }),
    ]
    expect(familiesOf(all)).toHaveLength(6)
  })

  it('is another one on another runtime', () => {
    const on = (one: BenchmarkResult) => ({ ...one, id: `${one.id} [bun]`, runtime: 'bun' })
    const all = [10, 100].flatMap((n) => [sized(n), on(sized(n))])
    expect(familiesOf(all).map(({ id, members }) => [id, members.length])).toEqual([
      ['bench/sort.bench.ts › sort › native', 2],
      ['bench/sort.bench.ts › sort › native [bun]', 2],
    ])
  })

  it('has all sizes of one name, wherever they were registered', () => {
    const [family] = familiesOf([sized(10), sized(5000, { grows: { ...grows, sizes: [5000] } })])
    expect(family!.declared.sizes).toEqual([10, 100, 1000, 5000])
  })

  it('has no member of a size that nothing declares', () => {
    expect(familiesOf([sized(77), sized(10, { params: { n: 'ten' } })])).toEqual([])
  })
})
