import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatObjective } from '../../../src/core/objective/format-objective.ts'
import { parseObjective } from '../../../src/core/objective/parse-objective.ts'

it.each([
  ['p(99.95)<200', 'p99.95 < 200 ms'],
  ['med<0.5', 'median < 500 µs'],
  ['max<=1500', 'max <= 1500 ms'],
  ['min < 0.5 ns', 'min < 0.5 ns'],
  ['avg<2000', 'mean < 2 s'],
  ['rate<0.0000001', 'errors < 0.00001 %'],
  ['availability>=99.99%', 'availability >= 99.99 %'],
  ['throughput > 90/min', 'throughput > 1.5/s'],
  ['throughput > 0.0000001/s', 'throughput > 0.0000001/s'],
  ['failures<10', 'failures < 10'],
])('%j is written as %j', (text, written) => {
  expect(formatObjective(parseObjective(text))).toBe(written)
})

/** Decimals as people write them. */
const decimal = (most: number) =>
  fc
    .tuple(fc.integer({ min: 1, max: most * 1000 }), fc.constantFrom(1, 10, 1000))
    .map(([digits, scale]) => digits / scale)
    .filter((value) => value < most)

it('what is written is read as the same', () => {
  const texts = fc.oneof(
    fc.tuple(decimal(100), decimal(60_000)).map(([p, limit]) => `p${p} < ${limit} ms`),
    fc.tuple(decimal(100), decimal(3600)).map(([p, limit]) => `p${p} <= ${limit} s`),
    decimal(60_000).map((limit) => `mean <= ${limit} µs`),
    decimal(100).map((limit) => `errors < ${limit} %`),
    decimal(100).map((limit) => `availability >= ${limit} %`),
    decimal(60_000).map((limit) => `throughput > ${limit}/min`),
    fc.integer({ min: 1 }).map((limit) => `failures < ${limit}`),
  )
  fc.assert(
    fc.property(texts, (text) => {
      const { text: _, ...objective } = parseObjective(text)
      expect(parseObjective(formatObjective(objective))).toMatchObject(objective)
    }),
  )
})
