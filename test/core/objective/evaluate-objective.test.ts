import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluateObjective } from '../../../src/core/objective/evaluate-objective.ts'
import { countBad, mostBad, unite } from '../../../src/core/objective/requests.ts'
import { objectiveResultSchema } from '../../../src/model/objective.ts'
import { type Ending, ms, objectiveOf, times, trialOf } from './trials.ts'

const confidence = 0.95

function evaluate(text: string, ...trials: readonly (readonly Ending[])[]) {
  const result = evaluateObjective(
    objectiveOf(text),
    trials.map((endings) => trialOf(endings)),
    { confidence },
  )
  return result && objectiveResultSchema.parse(result)
}

describe('a share of errors', () => {
  it.each([
    { failed: 1, outcome: 'kept', met: true, open: undefined },
    { failed: 10, outcome: 'undecided', met: false, open: 'near-limit' },
    { failed: 30, outcome: 'lost', met: false, open: undefined },
  ])('of $failed in 10,000 is $outcome where it is to be below 0.1 %', ({ failed, outcome, met, open }) => {
    const result = evaluate('errors < 0.1 %', [
      ...times(10_000 - failed, 1 * ms),
      ...times(failed, 'failed' as const),
    ])
    expect(result).toMatchObject({ observed: failed / 10_000, outcome, met, coverage: 0.95 })
    expect(result?.open).toBe(open)
    expect(result?.margin).toBeCloseTo(0.001 - failed / 10_000, 12)
  })

  it('is that of all that went wrong, whichever way', () => {
    const endings: Ending[] = [...times(6, 1 * ms), { rejected: ms }, 'failed', 'timedOut', 'dropped']
    expect(evaluate('errors < 50 %', endings)?.observed).toBe(0.4)
    expect(evaluate('availability >= 50 %', endings)?.observed).toBe(0.6)
    expect(evaluate('failures <= 4', endings)).toMatchObject({
      observed: 4,
      outcome: 'kept',
      coverage: 1,
      margin: 0,
    })
    expect(evaluate('failures < 4', endings)).toMatchObject({ outcome: 'lost', margin: 0 })
    expect(evaluate('requests >= 9', endings)).toMatchObject({ observed: 9, outcome: 'kept' })
  })

  it('of few requests decides nothing, even if there is none', () => {
    expect(evaluate('errors < 0.1 %', times(1000, ms))).toMatchObject({
      ...{ observed: 0, low: 0, met: true, outcome: 'undecided', open: 'few-requests' },
    })
    expect(evaluate('availability >= 99.9 %', times(1000, ms))).toMatchObject({ open: 'few-requests' })
    expect(evaluate('availability >= 99.9 %', times(4000, ms))).toMatchObject({ outcome: 'kept', high: 1 })
  })

  it('is that of all trials together', () => {
    expect(evaluate('errors < 10 %', times(50, ms), [...times(49, ms), 'failed'])?.observed).toBe(0.01)
  })
})

describe('a quantile of latencies', () => {
  const fast = times(9_950, 10 * ms)

  it('of one trial has an interval by the number of its requests', () => {
    expect(evaluate('p99 < 200 ms', [...fast, ...times(50, 300 * ms)])).toMatchObject({
      outcome: 'kept',
      met: true,
    })
    expect(evaluate('p99 < 200 ms', [...fast, ...times(95, 300 * ms)])).toMatchObject({
      ...{ outcome: 'undecided', met: true, open: 'near-limit' },
    })
    expect(evaluate('p99 < 200 ms', [...fast, ...times(200, 300 * ms)])).toMatchObject({
      outcome: 'lost',
      met: false,
    })
    expect(evaluate('p99.9 < 200 ms', times(1000, ms))).toMatchObject({
      ...{ high: null, met: true, outcome: 'undecided', open: 'few-requests' },
    })
  })

  it('of several is open where either trials or requests leave it open', () => {
    const good = times(2000, 10 * ms)
    const bad = [...times(1900, 10 * ms), ...times(100, 300 * ms)]
    expect(evaluate('p99 < 200 ms', ...times(6, good))).toMatchObject({ outcome: 'kept', coverage: 0.95 })
    expect(evaluate('p99 < 200 ms', ...times(6, bad))).toMatchObject({ outcome: 'lost' })
    expect(evaluate('p99 < 200 ms', ...times(5, good), bad)).toMatchObject({
      outcome: 'undecided',
      met: true,
    })
    expect(evaluate('p99 < 200 ms', good, bad)).toMatchObject({
      coverage: 0.5,
      open: 'few-trials',
      met: false,
    })
    expect(evaluate('p99.9 < 200 ms', ...times(6, times(100, ms)))).toMatchObject({ open: 'few-requests' })
  })

  it('counts what was never answered as longer than anything', () => {
    const endings = [...fast, ...times(200, 'dropped' as const), ...times(100, 'timedOut' as const)]
    const result = evaluate('p99 < 200 ms', endings)
    expect(result).toMatchObject({ isAtLeast: true, outcome: 'lost' })
    expect(result!.observed / 1e9).toBeCloseTo(1, 2)
    expect(evaluate('p99 < 200 ms', times(200, 'failed'))).toMatchObject({ observed: 1e9, isAtLeast: true })
    expect(evaluate('p90 < 200 ms', endings)).not.toHaveProperty('isAtLeast')
  })

  it('at either end is a fact', () => {
    const endings = [3 * ms, 5 * ms, 100.25 * ms]
    expect(evaluate('max < 101 ms', endings)).toMatchObject({
      observed: 100.25 * ms,
      outcome: 'kept',
      coverage: 1,
    })
    expect(evaluate('max < 100 ms', endings, [1])).toMatchObject({ observed: 100.25 * ms, outcome: 'lost' })
    expect(evaluate('max < 101 ms', [...endings, 'failed'])).toMatchObject({
      ...{ observed: 1e9, isAtLeast: true, outcome: 'lost' },
    })
    expect(evaluate('min < 4 ms', endings)).toMatchObject({ outcome: 'kept' })
    expect(evaluate('min < 2 ms', endings)).toMatchObject({ outcome: 'lost' })
  })

  it('keeps its limit if and only if no more are bad than may be', () => {
    const latency = fc.integer({ min: 1, max: 400 }).map((value) => value * ms)
    const endings = fc.array(
      fc.oneof(latency, fc.constantFrom('failed' as const, 'timedOut' as const, 'dropped' as const)),
      {
        minLength: 1,
        maxLength: 60,
      },
    )
    const objective = fc
      .tuple(fc.integer({ min: 1, max: 99 }), fc.constantFrom('<', '<='), fc.integer({ min: 1, max: 400 }))
      .map(([p, comparator, limit]) => objectiveOf(`p${p} ${comparator} ${limit} ms`))
    fc.assert(
      fc.property(endings, objective, (given, asked) => {
        const trial = trialOf(given)
        const bad = countBad(asked, unite([trial]))!.likely
        const result = evaluateObjective(asked, [trial], { confidence })!
        expect(result.met).toBe(bad <= mostBad(asked, given.length)!)
        if (result.outcome !== 'undecided') expect(result.outcome === 'kept').toBe(result.met)
      }),
    )
  })
})

describe('a mean, and a rate', () => {
  it('need two trials', () => {
    expect(evaluate('mean < 20 ms', times(9, 10 * ms))).toMatchObject({
      ...{
        observed: 10 * ms,
        low: null,
        high: null,
        coverage: 0,
        met: true,
        outcome: 'undecided',
        open: 'few-trials',
      },
    })
    expect(evaluate('mean < 20 ms', times(9, 10 * ms), times(9, 12 * ms))).toMatchObject({
      ...{ observed: 11 * ms, low: 10 * ms, high: 12 * ms, coverage: 0.5, outcome: 'kept' },
    })
    expect(evaluate('throughput >= 10/s', times(9, ms), times(8, ms))).toMatchObject({
      outcome: 'lost',
      margin: -1.5,
    })
    expect(evaluate('throughput >= 9/s', times(9, ms), times(8, ms))).toMatchObject({ outcome: 'undecided' })
    expect(evaluate('throughput >= 8/s', times(9, ms), times(8, ms))).toMatchObject({ outcome: 'kept' })
  })

  it('takes what was never answered as long as it was waited for', () => {
    expect(evaluate('mean < 20 ms', [...times(3, 10 * ms), 'failed'], ['dropped'])).toMatchObject({
      ...{ low: (30 * ms + 1e9) / 4, high: 1e9, isAtLeast: true, outcome: 'lost' },
    })
  })
})

describe('an objective', () => {
  it('of which nothing was measured has no result', () => {
    for (const text of ['errors < 1 %', 'p99 < 1 ms', 'mean < 1 ms', 'throughput > 1/s']) {
      expect(evaluate(text)).toBeUndefined()
      expect(evaluate(text, [])).toBeUndefined()
    }
  })

  it('that has ended a load is lost, whatever its interval', () => {
    const trials = [trialOf([...times(9, ms), 'failed'])]
    const asked = objectiveOf('errors < 5 %')
    expect(evaluateObjective(asked, trials, { confidence })).toMatchObject({ outcome: 'undecided' })
    const result = evaluateObjective(asked, trials, { confidence, isLost: true, planned: 100 })
    expect(result).toMatchObject({ outcome: 'lost', budget: { total: 100, allowed: 5, bad: 1, used: 0.2 } })
    expect(result).not.toHaveProperty('open')
  })

  it('with a limit that nobody waits for is refused', () => {
    expect(() => evaluate('p99 < 2 s', [ms])).toThrow(RangeError)
  })
})
