import { describe, expect, it } from 'vitest'
import { disagreements } from '../../../src/core/baseline/disagreement.ts'
import { planUpdate } from '../../../src/core/baseline/update-plan.ts'
import type { MetricName } from '../../../src/model/metric.ts'
import type { Run } from '../../../src/model/run.ts'
import { seeded } from '../../../src/stats/random.ts'
import { populations } from '../../stats/populations.ts'
import { around, baselineOf, file, resultOf, runOf, session } from '../given.ts'

const drift = 0.1

function result(name: string, forks: number[], metric: MetricName = 'time') {
  const range = { low: Math.min(...forks), high: Math.max(...forks), coverage: 0.9 }
  const estimate = {
    unit: 'ns' as const,
    better: 'lower' as const,
    estimate: forks[0]!,
    ...range,
    values: forks,
  }
  return resultOf(name, { metrics: { [metric]: estimate } })
}

/** What is said about a session `now` after others, of as many further benchmarks that agree as wanted. */
function said(
  now: number[],
  recorded: number[][],
  more: { others?: number; policy?: Partial<Run['policy']> } = {},
) {
  const { others = 0, policy } = more
  const calm = around(1000, 0.005, 5)
  const names = Array.from({ length: others }, (_, index) => `other ${index}`)
  const byId = (values: number[][]) => Object.fromEntries(values.map((one, index) => [`s${index + 1}`, one]))
  const baseline = baselineOf(
    {
      a: { time: byId(recorded) },
      ...Object.fromEntries(names.map((name) => [name, { time: byId(recorded.map(() => calm)) }])),
    },
    { sessions: Object.fromEntries(recorded.map((_, index) => [`s${index + 1}`, session])) },
  )
  const benchmarks = [result('a', now), ...names.map((name) => result(name, calm))]
  const run = runOf({ benchmarks, policy: { ...runOf().policy, ...policy } })
  return disagreements([baseline], run, planUpdate([baseline], run, new Map())).map(({ text }) => text)
}

const forks = (centre: number, spread = 0.005, count = 5) => around(centre, spread, count)

describe('two sessions of the same code', () => {
  it.each<[boolean, string, number[], number[][], Parameters<typeof said>[2]]>([
    [false, 'are equal', forks(1000), [forks(1000)], {}],
    [false, 'differ by half the drift', forks(1050), [forks(1000)], {}],
    [false, 'differ by just the drift', forks(1100), [forks(1000)], {}],
    [true, 'differ by more than the drift, slower', forks(1160), [forks(1000)], {}],
    [true, 'differ by more than the drift, faster', forks(1000), [forks(1160)], {}],
    [false, 'are too noisy to tell', forks(1160, 0.08), [forks(1000, 0.08)], {}],
    [true, 'are noisy, and very far apart', forks(3000, 0.08), [forks(1000, 0.08)], {}],
    [true, 'disagree with one of three', forks(1160), [forks(1160), forks(1000), forks(1160)], {}],
    [true, 'disagree among twenty benchmarks', forks(1250), [forks(1000)], { others: 19 }],
    [false, 'differ by what twenty benchmarks may', forks(1115), [forks(1000)], { others: 19 }],
    [false, 'differ by less than a wider drift', forks(1160), [forks(1000)], { policy: { drift: 0.3 } }],
    [false, 'have one fork each', [1160], [[1000]], {}],
    [false, 'have zeros', [0, 0, 0], [forks(1000)], {}],
    [false, 'have no spread', Array(5).fill(1160), [forks(1000)], {}],
    [
      false,
      'are judged by other metrics',
      forks(1160),
      [forks(1000)],
      { policy: { metrics: ['allocated'] } },
    ],
  ])('%s: %s', (disagree, _, now, recorded, more) => {
    expect(said(now, recorded, more)).toHaveLength(disagree ? 1 : 0)
  })

  it('are named with both values, and what to do', () => {
    expect(said(forks(1300), [forks(1000)])).toEqual([
      `${file} › a disagrees with the session of 2026-11-01, which measured the same code: wall time 1.000 µs then, 1.300 µs now, further apart than gate.drift (10 %) allows`,
    ])
  })

  it('are the two that lie furthest apart', () => {
    const [only, ...others] = said(forks(2000), [forks(1200), forks(1000), forks(1400)])
    expect(only).toContain('1.000 µs then, 2.000 µs now')
    expect(others).toEqual([])
  })

  it('are not compared where what is recorded is replaced', () => {
    const run = runOf({ benchmarks: [result('a', forks(2000))] })
    const baseline = baselineOf({ a: { time: { s1: forks(1000) } } })
    expect(disagreements([baseline], run, new Map([[`${file} › a`, { state: 'first' }]]))).toEqual([])
  })

  it.each(['normal', 'Student t3'])(
    'are refused wrongly no oftener than alpha, though they differ by just the drift: %s',
    (population) => {
      const random = seeded(`disagree ${population}`)
      const measured = (centre: number) =>
        Array.from({ length: 5 }, () => centre * Math.exp(0.02 * populations[population]!(random)))
      let refused = 0
      const updates = 2000
      for (let update = 0; update < updates; update++) {
        refused += said(measured(1000 * (1 + drift)), [measured(1000)]).length
      }
      // Alpha is 0.01, shared by both directions, of which one can be wrong here.
      expect(refused / updates).toBeLessThan(0.01)
    },
  )
})
