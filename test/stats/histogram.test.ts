import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  bucketCount,
  bucketOf,
  countBeyond,
  decode,
  emptyHistogram,
  encode,
  histogramQuantile,
  lowerEnd,
  merge,
  record,
  valueOfRank,
} from '../../src/stats/histogram.ts'
import { histogramOf } from './histogram-of.ts'

/** Latencies in ns, from less than the clock can tell to a quarter of an hour, and values beside the edges. */
const latency = fc.oneof(
  fc.double({ min: 0, max: 1e12, noNaN: true }),
  fc.integer({ min: 0, max: 2 ** 20 }),
  fc.integer({ min: 0, max: 41 }).map((power) => 2 ** power),
  fc.double({ min: 0, max: 41, noNaN: true }).map((power) => 2 ** power),
)
const latencies = fc.array(latency, { maxLength: 200 })
const some = fc.array(latency, { minLength: 1, maxLength: 200 })
const share = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.constantFrom(0, 0.5, 0.95, 0.99, 0.999, 1),
)

/** The smallest value that at least p of the values do not exceed. */
function exactQuantile(values: readonly number[], p: number): number {
  const ascending = values.toSorted((a, b) => a - b)
  return ascending.find((_, index) => (index + 1) / values.length >= p - 1e-12)!
}

/** Width of a bucket relative to its lower end, at the most. */
const relativeWidth = 1 / 128

describe('a bucket', () => {
  it('holds exactly the values between its ends', () => {
    fc.assert(
      fc.property(latency, (value) => {
        const bucket = bucketOf(value)
        expect(lowerEnd(bucket)).toBeLessThanOrEqual(value)
        expect(value).toBeLessThan(lowerEnd(bucket + 1))
      }),
    )
  })

  it('is at most 1 % wide, all the way from 1 ns to 10^12 ns', () => {
    for (let bucket = bucketOf(1); bucket <= bucketOf(1e12); bucket++) {
      const [low, high] = [lowerEnd(bucket), lowerEnd(bucket + 1)]
      expect((high - low) / low).toBeLessThanOrEqual(relativeWidth)
      expect(bucketOf(low)).toBe(bucket)
    }
  })

  it.each([
    [0, 0],
    [-0, 0],
    [0.999, 0],
    [1, 1],
    [1.0078125, 2],
    [1.999, 128],
    [2, 129],
    [1000, 1 + 9 * 128 + 122],
    [2 ** 42 - 1, bucketCount - 1],
    [2 ** 42, bucketCount - 1],
    [Number.MAX_VALUE, bucketCount - 1],
  ])('of %f is number %i', (value, bucket) => {
    expect(bucketOf(value)).toBe(bucket)
  })

  it.each([Number.NaN, -1, -1e-9, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'for %f there is none, and nothing is recorded',
    (value) => {
      const histogram = emptyHistogram()
      expect(() => record(histogram, value)).toThrow(
        new RangeError(`a histogram holds finite values that are not negative, not ${value}`),
      )
      expect(histogram).toEqual(emptyHistogram())
    },
  )
})

describe('a histogram', () => {
  it('counts every value once', () => {
    fc.assert(
      fc.property(latencies, (values) => {
        const { counts, total } = histogramOf(values)
        expect(total).toBe(values.length)
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(values.length)
      }),
    )
  })

  it('merged with others is that of all values together, in whatever order they are merged', () => {
    fc.assert(
      fc.property(latencies, latencies, latencies, (a, b, c) => {
        const [one, two, three] = [histogramOf(a), histogramOf(b), histogramOf(c)]
        const together = histogramOf([...a, ...b, ...c])
        expect(merge([one, two, three])).toEqual(together)
        expect(merge([merge([one, two]), three])).toEqual(together)
        expect(merge([one, merge([three, two])])).toEqual(together)
      }),
    )
  })

  it('merged with nothing is the same; nothing merged is empty', () => {
    const one = histogramOf([1, 2, 3])
    expect(merge([one, emptyHistogram()])).toEqual(one)
    expect(merge([])).toEqual(emptyHistogram())
  })

  it('is not changed by being merged', () => {
    const one = histogramOf([5])
    merge([one, one])
    expect(one).toEqual(histogramOf([5]))
  })
})

describe('a quantile of a histogram', () => {
  it('lies in the bucket of the exact one, so it is off by less than its relative width', () => {
    fc.assert(
      fc.property(some, share, (values, p) => {
        const exact = exactQuantile(values, p)
        const found = histogramQuantile(histogramOf(values), p)
        expect(bucketOf(found)).toBe(bucketOf(exact))
        expect(Math.abs(found - exact)).toBeLessThan(Math.max(1, exact * relativeWidth))
      }),
    )
  })

  it('rises with p', () => {
    fc.assert(
      fc.property(some, share, share, (values, one, other) => {
        const histogram = histogramOf(values)
        const lower = histogramQuantile(histogram, Math.min(one, other))
        expect(lower).toBeLessThanOrEqual(histogramQuantile(histogram, Math.max(one, other)))
      }),
    )
  })

  it('is that of the maximum where there are fewer than 1 ÷ (1 − p) values, and no longer from there on', () => {
    const values = (count: number) => histogramOf(Array.from({ length: count }, (_, i) => 1000 * (i + 1)))
    expect(bucketOf(histogramQuantile(values(99), 0.99))).toBe(bucketOf(99_000))
    expect(bucketOf(histogramQuantile(values(100), 0.99))).toBe(bucketOf(99_000))
    expect(bucketOf(histogramQuantile(values(999), 0.999))).toBe(bucketOf(999_000))
  })

  it('is in the middle of the bucket of a single value, and between the ends in even steps for several', () => {
    expect(histogramQuantile(histogramOf([1024]), 0.5)).toBe(1028)
    const two = histogramOf([1024, 1024])
    expect([0, 0.5, 1].map((p) => histogramQuantile(two, p))).toEqual([1026, 1026, 1030])
  })

  it.each([-0.01, 1.01, Number.NaN])('refuses p = %f', (p) => {
    expect(() => histogramQuantile(histogramOf([1]), p)).toThrow(
      new RangeError(`a quantile is asked for between 0 and 1, not at ${p}`),
    )
  })

  it('of nothing is refused', () => {
    expect(() => histogramQuantile(emptyHistogram(), 0.5)).toThrow(
      new RangeError('a quantile needs at least one value, this histogram is empty'),
    )
  })
})

describe('the value of a rank', () => {
  it('lies in the bucket of the value that has it', () => {
    fc.assert(
      fc.property(some, fc.nat(), (values, drawn) => {
        const rank = 1 + (drawn % values.length)
        const exact = values.toSorted((a, b) => a - b)[rank - 1]!
        expect(bucketOf(valueOfRank(histogramOf(values), rank))).toBe(bucketOf(exact))
      }),
    )
  })

  it('is refused where nothing has the rank', () => {
    for (const rank of [0, 3, 1.5, Number.NaN])
      expect(() => valueOfRank(histogramOf([1, 2]), rank)).toThrow(RangeError)
  })
})

describe('values beyond a limit', () => {
  it('are as many as counted, up to those in the bucket of the limit', () => {
    fc.assert(
      fc.property(latencies, latency, fc.boolean(), (values, limit, orEqual) => {
        const { least, most } = countBeyond(histogramOf(values), limit, orEqual)
        const exact = values.filter((value) => value > limit || (orEqual && value === limit)).length
        expect(least).toBeLessThanOrEqual(exact)
        expect(most).toBeGreaterThanOrEqual(exact)
        expect(most - least).toBeLessThanOrEqual(
          values.filter((value) => bucketOf(value) === bucketOf(limit)).length,
        )
      }),
    )
  })

  it('are all known where the limit is where a bucket begins', () => {
    const histogram = histogramOf([1023, 1024, 1025, 4096])
    expect(countBeyond(histogram, 1024, true)).toEqual({ least: 3, likely: 3, most: 3 })
    expect(countBeyond(histogram, 1024, false)).toEqual({ least: 1, likely: 3, most: 3 })
  })

  it('are likely those whose ranks have values beyond it', () => {
    fc.assert(
      fc.property(some, latency, fc.boolean(), (values, limit, orEqual) => {
        fc.pre(limit < 2 ** 42)
        const histogram = histogramOf(values)
        const { likely, least, most } = countBeyond(histogram, limit, orEqual)
        expect(likely).toBeGreaterThanOrEqual(least)
        expect(likely).toBeLessThanOrEqual(most)
        const [first, before] = [values.length - likely + 1, values.length - likely]
        const near = limit * 1e-9
        if (likely > 0) expect(valueOfRank(histogram, first)).toBeGreaterThanOrEqual(limit - near)
        if (before > 0) expect(valueOfRank(histogram, before)).toBeLessThanOrEqual(limit + near)
      }),
    )
  })
})

describe('an encoded histogram', () => {
  it('is decoded to the same histogram', () => {
    fc.assert(
      fc.property(latencies, (values) => {
        const histogram = histogramOf(values)
        expect(decode(encode(histogram))).toEqual(histogram)
      }),
    )
  })

  it('is steps and counts in turn, without the empty buckets', () => {
    expect(encode(emptyHistogram())).toEqual([])
    expect(encode(histogramOf([0, 0, 0]))).toEqual([1, 3])
    expect(encode(histogramOf([1024, 1024, 1032, 2048]))).toEqual([1 + 10 * 128 + 1, 2, 1, 1, 127, 1])
  })

  it.each([
    ['half a pair', [1]],
    ['half a pair at the end', [1, 1, 2]],
    ['no step', [1, 1, 0, 1]],
    ['a step back', [5, 1, -1, 1]],
    ['an empty bucket', [1, 0]],
    ['a negative count', [1, -1]],
    ['a broken step', [1.5, 1]],
    ['a broken count', [1, 1.5]],
    ['NaN as a step', [Number.NaN, 1]],
    ['NaN as a count', [1, Number.NaN]],
    ['an infinite count', [1, Number.POSITIVE_INFINITY]],
    ['a bucket beyond the last', [bucketCount + 1, 1]],
    ['more values than can be counted', [1, Number.MAX_SAFE_INTEGER, 1, 1]],
  ])('with %s is refused', (_, encoded) => {
    expect(() => decode(encoded)).toThrow(RangeError)
  })

  it('may use the last bucket', () => {
    expect(decode([bucketCount, 1])).toEqual(histogramOf([1e15]))
  })
})
