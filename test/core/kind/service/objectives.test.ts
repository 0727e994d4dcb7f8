import { describe, expect, it } from 'vitest'
import { objectiveItems } from '../../../../src/core/assess/objective-items.ts'
import { holdToObjectives, refuseObjectives } from '../../../../src/core/kind/service/objectives.ts'
import { endOfTarget } from '../../../../src/core/kind/service/trials.ts'
import type { Benchmark } from '../../../../src/model/benchmark.ts'
import type { BenchmarkResult } from '../../../../src/model/run.ts'
import { generatedOf, tallyOf } from './given.ts'

const ms = 1e6
const asked = { rate: 100, duration: 1e9, timeout: 10e9, apart: true }
const thousand = Array.from({ length: 1000 }, (_, place) => ((place % 100) + 1) * ms)

function endsOf(more: Parameters<typeof tallyOf>[2] = {}, late = 0.1 * ms) {
  const tally = tallyOf('head', thousand, more)
  const lag = { p50: late / 2, p99: late, max: 2 * late }
  return Array.from({ length: 5 }, () => endOfTarget(tally, generatedOf([tally], { lag }), asked))
}

const outcomes = (objectives: unknown, ends = endsOf()) =>
  holdToObjectives({ objectives }, ends).map(({ outcome, open }) => (open ? `${outcome}: ${open}` : outcome))

describe('the objectives of a load', () => {
  it('are held against the requests of all its trials', () => {
    expect(outcomes(['p99 < 200 ms', 'p90 < 50 ms', 'errors < 1 %', 'throughput > 2000/s'])).toEqual([
      ...['kept', 'lost', 'kept', 'lost'],
    ])
  })

  it('are read in the words of k6, too', () => {
    expect(outcomes({ http_req_duration: ['p(90)<50'], http_req_failed: ['rate<0.01'] })).toEqual([
      ...['lost', 'kept'],
    ])
  })

  it('count what was never answered', () => {
    const counts = { due: 1020, sent: 1010, failed: 10, dropped: 10 }
    expect(outcomes(['errors < 1 %', 'p99 < 200 ms'], endsOf({ counts }))).toEqual(['lost', 'lost'])
  })

  it('are open where what sends was late, since that is in the latencies', () => {
    expect(outcomes(['p90 < 50 ms'], endsOf({}, 6 * ms))).toEqual(['undecided: sent-late'])
    expect(outcomes(['p90 < 50 ms', 'errors < 1 %'], endsOf({}, 4 * ms))).toEqual(['lost', 'kept'])
  })

  it('are the same when they are read off a run', () => {
    const first = holdToObjectives({ objectives: 'p90 < 50 ms' }, endsOf())
    const again = holdToObjectives({ objectives: first.map(({ objective }) => objective) }, endsOf())
    expect(again).toEqual(first)
  })

  it('are refused where nobody knows them, or no request lasts so long', () => {
    const refuse = (objectives: unknown) =>
      refuseObjectives({ objectives, service: { timeout: 10e9 } } as unknown as Benchmark)
    expect(refuse(undefined)).toBeUndefined()
    expect(refuse(['p99 < 200 ms'])).toBeUndefined()
    expect(refuse(['p99 < 200 ms', 'latency < 1'])).toMatchObject({
      reason: 'invalid-objective',
      message: expect.stringMatching(/^objectives\.1: /u),
    })
    expect(refuse(['p99 < 20 s'])!.message).toBe(
      "'p99 < 20 s' cannot be told: a request is given up after 10 s; write a smaller limit, or a longer timeout",
    )
  })
})

describe('what a run says of objectives', () => {
  const itemsOf = (objectives: unknown, ends = endsOf()) =>
    objectiveItems({
      ...{ id: 'a', file: 'a.bench.ts', line: 3, trials: ends },
      objectives: holdToObjectives({ objectives }, ends),
    } as unknown as BenchmarkResult)

  it('is what is lost first, with what was seen and where to change it', () => {
    const counts = { due: 1020, sent: 1020, answered: 1000, failed: 20 }
    const [lost, kept] = itemsOf(['p50 < 80 ms', 'errors < 1 %'], endsOf({ counts }))
    expect(lost).toMatchObject({ criterion: 'objective', state: 'not-met', look: 'failure' })
    expect(lost!.told).toMatchObject({
      kind: 'objective lost',
      what: "does not keep 'errors < 1 %': errors is 1.96 % (196 % of the error budget)",
      next: 'Make it keep that, or change the objective in a.bench.ts:3.',
    })
    expect(kept).toMatchObject({ state: 'met', look: 'none' })
  })

  it('is that one is open, which fails nothing', () => {
    const [open] = itemsOf(['p90 < 50 ms'], endsOf({}, 6 * ms))
    expect(open).toMatchObject({ state: 'undecided', look: 'warning' })
    expect(open!.told!.next).toMatch(/^What sends was late/u)
  })
})
