import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { absoluteDeviations } from '../../src/stats/deviation.ts'
import { median } from '../../src/stats/quantile.ts'
import { sorted } from '../../src/stats/sample.ts'
import { segments } from '../../src/stats/segments.ts'

const steps = [5, 5, 5, 5, 9, 9, 9, 9, 2, 2, 2, 2]
const series = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 1, maxLength: 9 })

describe('the segments of a series', () => {
  it('are its levels, where cuts cost less than they gain', () => {
    expect(segments(steps, { least: 2, penalty: 1 })).toEqual([
      { start: 0, end: 4, level: 5 },
      { start: 4, end: 8, level: 9 },
      { start: 8, end: 12, level: 2 },
    ])
  })

  it('are one, where a cut costs more than all deviations together', () => {
    expect(segments(steps, { least: 2, penalty: 100 })).toEqual([{ start: 0, end: 12, level: 5 }])
  })

  it('are not moved by one value far off', () => {
    expect(segments([1, 1, 1, 1e9, 1, 1, 7, 7, 7, 7], { least: 3, penalty: 2 })).toEqual([
      { start: 0, end: 6, level: 1 },
      { start: 6, end: 10, level: 7 },
    ])
  })

  it('of a series that is too short to be cut are one', () => {
    expect(segments([1, 9, 1], { least: 2, penalty: 0 })).toEqual([{ start: 0, end: 3, level: 1 }])
    expect(segments([4], { least: 3, penalty: 0 })).toEqual([{ start: 0, end: 1, level: 4 }])
  })

  it('cost no more than those of any other partition, follow each other and are long enough', () => {
    fc.assert(
      fc.property(
        series,
        fc.integer({ min: 1, max: 3 }),
        fc.double({ min: 0, max: 50, noNaN: true }),
        (values, least, penalty) => {
          const found = segments(values, { least, penalty })
          expect(found.map(({ start }) => start)).toEqual([0, ...found.slice(0, -1).map(({ end }) => end)])
          expect(found.at(-1)!.end).toBe(values.length)
          const shortest = Math.min(...found.map(({ start, end }) => end - start))
          expect(shortest).toBeGreaterThanOrEqual(Math.min(least, values.length))
          for (const { start, end, level } of found) expect(level).toBe(median(values.slice(start, end)))
          const cost = (cuts: readonly { start: number; end: number }[]) =>
            cuts.reduce(
              (sum, { start, end }) => sum + absoluteDeviations(sorted(values.slice(start, end))) + penalty,
              0,
            )
          for (const cuts of partitions(values.length, least))
            expect(cost(found)).toBeLessThanOrEqual(cost(cuts) + 1e-9)
        },
      ),
      { seed: 1, numRuns: 200 },
    )
  })

  it.each([
    [[], 1, /at least one value/u],
    [[1, Number.NaN], 1, /finite/u],
    [[1], 0, /at least 1, not 0/u],
    [[1], 1.5, /whole number/u],
  ])('of %j with stretches of %d do not exist', (values, least, message) => {
    expect(() => segments(values, { least, penalty: 1 })).toThrow(message)
  })
})

/** Every way to cut so many values into stretches of at least `least`. */
function partitions(length: number, least: number, start = 0): { start: number; end: number }[][] {
  const whole = [[{ start, end: length }]]
  const cut = Array.from({ length: length - start }, (_, index) => start + index + 1)
    .filter((end) => end - start >= least && length - end >= least)
    .flatMap((end) => partitions(length, least, end).map((rest) => [{ start, end }, ...rest]))
  return [...whole, ...cut]
}
