import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { takeShard } from '../../../src/core/shard/partition.ts'
import type { Benchmark } from '../../../src/model/benchmark.ts'
import { benchmarkOf } from '../given.ts'

const names = (all: readonly Benchmark[]) => all.map(({ name }) => name).join(' ')
const shards = (all: readonly Benchmark[], of: number) =>
  Array.from({ length: of }, (_, place) => takeShard(all, { index: place + 1, of }))

describe('the part of a shard', () => {
  it('is every n-th benchmark, where none belong together', () => {
    const all = ['a', 'b', 'c', 'd', 'e'].map((name) => benchmarkOf(name))
    expect(shards(all, 2).map(names)).toEqual(['a c e', 'b d'])
    expect(shards(all, 1).map(names)).toEqual(['a b c d e'])
    expect(shards(all, 7).map(names)).toEqual(['a', 'b', 'c', 'd', 'e', '', ''])
  })

  it('has all alternatives of a group and of one set of parameters, or none', () => {
    const alternative = (name: string, n: number) =>
      benchmarkOf(name, { group: ['sort'], agree: true, params: { n } })
    const all = [
      benchmarkOf('x'),
      ...['a', 'b'].flatMap((name) => [alternative(name, 10), alternative(name, 1000)]),
      benchmarkOf('y'),
    ]
    const told = shards(all, 3).map((own) => own.map(({ name, params }) => `${name}${params.n ?? ''}`))
    expect(told).toEqual([
      ['x', 'y'],
      ['a10', 'b10'],
      ['a1000', 'b1000'],
    ])
  })

  it('has every benchmark in exactly one shard, in the order of the listing, balanced within a group', () => {
    const benchmark = fc.record({
      name: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
      group: fc.constantFrom<string[][]>([], ['one'], ['two']),
      agree: fc.boolean(),
      n: fc.integer({ min: 1, max: 3 }),
    })
    fc.assert(
      fc.property(fc.array(benchmark, { maxLength: 40 }), fc.integer({ min: 1, max: 9 }), (given, of) => {
        const all = given.map(({ name, n, ...more }) => benchmarkOf(name, { ...more, params: { n } }))
        const parts = shards(all, of)
        const placed = new Map(parts.flatMap((part, place) => part.map((one) => [one, place] as const)))
        expect(parts.flat()).toHaveLength(all.length)
        expect(placed.size).toBe(all.length)
        for (const part of parts) expect(part).toEqual(all.filter((one) => part.includes(one)))
        // What may not be torn apart, by hand.
        const unit = ({ id, file, group, params, agree }: Benchmark) =>
          agree ? `group ${file} ${group.join()} ${params.n}` : `one ${id}`
        const units = [...Map.groupBy(all, unit).values()]
        for (const members of units) expect(new Set(members.map((one) => placed.get(one))).size).toBe(1)
        const sizes = parts.map(({ length }) => length)
        const largest = Math.max(0, ...units.map(({ length }) => length))
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(largest)
      }),
    )
  })
})
