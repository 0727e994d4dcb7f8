import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isLostForCertain, mustAbort } from '../../../src/core/objective/early-end.ts'
import type { Objective } from '../../../src/model/objective.ts'
import { type Ending, ms, objectiveOf, times, trialOf } from './trials.ts'

function progressOf(endings: readonly Ending[], planned: number, elapsed = 1e9) {
  return { ...trialOf(endings), planned, elapsed }
}

describe('a loss', () => {
  it.each<[string, number, Ending[], boolean]>([
    ['errors < 0.1 %', 10_000, times(11, 'failed'), true],
    ['errors < 0.1 %', 10_000, times(10, 'failed'), true],
    ['errors < 0.1 %', 10_000, times(9, 'failed'), false],
    ['errors <= 0.1 %', 10_000, times(10, 'failed'), false],
    ['errors <= 0.1 %', 10_000, times(11, { rejected: ms }), true],
    ['availability >= 99.9 %', 10_000, times(10, 'timedOut'), false],
    ['availability >= 99.9 %', 10_000, times(11, 'timedOut'), true],
    ['p99 < 200 ms', 10_000, times(101, 300 * ms), true],
    ['p99 < 200 ms', 10_000, times(100, 300 * ms), false],
    ['p99 < 200 ms', 10_000, [...times(60, 300 * ms), ...times(41, 'dropped' as const)], true],
    ['max < 200 ms', 10_000, ['failed'], true],
    ['failures < 10', 10_000, times(10, 'failed'), true],
    ['failures < 10', 10_000, times(9, 'failed'), false],
    ['requests >= 100', 100, ['dropped'], true],
    ['requests >= 99', 100, ['dropped'], false],
    ['requests < 3', 100, times(3, ms), true],
    ['mean < 1 ms', 2, times(2, 300 * ms), false],
    ['throughput > 1/s', 10, times(10, 'failed'), false],
  ])('of %j of %d requests', (text, planned, endings, isCertain) => {
    expect(isLostForCertain(objectiveOf(text), progressOf(endings, planned))).toBe(isCertain)
  })

  it('is none in the bucket of the limit, where nobody knows', () => {
    expect(isLostForCertain(objectiveOf('max < 200 ms'), progressOf([200.1 * ms], 10))).toBe(false)
  })

  it('is certain where every way to go on loses, and only there', () => {
    fc.assert(
      fc.property(
        someObjective,
        fc.array(fc.constantFrom(...outcomes), { maxLength: 5 }),
        fc.nat(3),
        (asked, before, more) => {
          const planned = before.length + more
          fc.pre(planned > 0)
          const anyKeeps = waysOn(more).some((after) => keeps(asked, [...before, ...after]))
          expect(isLostForCertain(asked, progressOf(before, planned))).toBe(!anyKeeps)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('is of no more requests than are planned', () => {
    expect(() => isLostForCertain(objectiveOf('errors < 1 %'), progressOf(times(3, ms), 2))).toThrow(
      RangeError,
    )
  })
})

/** Where buckets begin, so that what lies beyond a limit is known: in ns. */
const [fast, limit, slow] = [2 ** 20, 2 ** 21, 2 ** 22]
const outcomes: readonly Ending[] = [fast, limit, slow, { rejected: fast }, 'failed', 'timedOut', 'dropped']
const percent = fc.integer({ min: 1, max: 99 })
const someObjective = fc.oneof(
  fc
    .tuple(percent, fc.constantFrom('<', '<='))
    .map(([p, comparator]) => objectiveOf(`p${p} ${comparator} ${limit} ns`)),
  fc
    .tuple(percent, fc.constantFrom('<', '<='))
    .map(([p, comparator]) => objectiveOf(`errors ${comparator} ${p} %`)),
  fc
    .tuple(percent, fc.constantFrom('>', '>='))
    .map(([p, comparator]) => objectiveOf(`availability ${comparator} ${p} %`)),
  fc.constantFrom(...['max', 'min', 'median'].map((word) => objectiveOf(`${word} < ${limit} ns`))),
  fc.integer({ min: 1, max: 6 }).map((count) => objectiveOf(`failures < ${count}`)),
)

/** All that may come of so many more requests, in any order. */
function waysOn(more: number, from = 0): Ending[][] {
  if (more === 0) return [[]]
  return outcomes
    .slice(from)
    .flatMap((one, place) => waysOn(more - 1, from + place).map((rest) => [one, ...rest]))
}

/** Whether requests that have all ended keep an objective, by its words and whole numbers. */
function keeps(
  { metric, quantile, comparator, limit: most }: Objective,
  endings: readonly Ending[],
): boolean {
  const total = endings.length
  const failures = endings.filter((one) => typeof one !== 'number').length
  const percents = Math.round(most * 100)
  if (metric === 'failures') return failures < most
  if (metric === 'errors')
    return comparator === '<' ? failures * 100 < percents * total : failures * 100 <= percents * total
  const good = total - failures
  if (metric === 'availability')
    return comparator === '>' ? good * 100 > percents * total : good * 100 >= percents * total
  const waits = endings
    .map((one) =>
      typeof one === 'number' ? one : typeof one === 'object' ? one.rejected : Number.POSITIVE_INFINITY,
    )
    .toSorted((a, b) => (a === b ? 0 : a - b))
  const p = Math.round(quantile! * 100)
  const value = waits.find((_, place) => (place + 1) * 100 >= p * total)!
  return comparator === '<' ? value < most : value <= most
}

describe('an objective that ends a load', () => {
  const abort = { after: 10e9 }

  it('waits for its delay, and then for what has come not to keep it', () => {
    const asked = objectiveOf('p95 < 100 ms', { abort })
    const bad = [...times(90, 10 * ms), ...times(10, 200 * ms)]
    expect(mustAbort(asked, progressOf(bad, 1e6, 9e9))).toBe(false)
    expect(mustAbort(asked, progressOf(bad, 1e6, 10e9))).toBe(true)
    expect(mustAbort(asked, progressOf(bad.slice(0, 94), 1e6, 10e9))).toBe(false)
    expect(mustAbort(objectiveOf('p95 < 100 ms'), progressOf(bad, 1e6, 10e9))).toBe(false)
    expect(mustAbort(asked, progressOf([], 1e6, 10e9))).toBe(false)
  })

  it.each<[string, Ending[], boolean]>([
    ['errors < 10 %', [...times(9, ms), 'failed'], true],
    ['errors <= 10 %', [...times(9, ms), 'failed'], false],
    ['mean < 2 ms', [ms, 3 * ms], true],
    ['mean <= 2 ms', [ms, 3 * ms], false],
    ['mean < 2 ms', ['failed'], true],
    ['throughput >= 3/s', times(2, ms), true],
    ['throughput >= 2/s', times(2, ms), false],
    ['requests >= 1000', times(2, ms), false],
    ['requests >= 1000', ['dropped'], true],
    ['failures < 1', ['failed'], true],
  ])('%j', (text, endings, isOver) => {
    expect(mustAbort(objectiveOf(text, { abort }), progressOf(endings, 1000, 10e9))).toBe(isOver)
  })
})
