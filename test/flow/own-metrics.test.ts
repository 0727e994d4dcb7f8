import { afterEach, describe, expect, it } from 'vitest'
import { assess } from '../../src/core/assess/assess.ts'
import { recompute } from '../../src/core/certificate/checks/recompute.ts'
import { withdrawAll } from '../../src/core/kind/declarations.ts'
import { declareOwnMetrics } from '../../src/core/kind/own-metrics.ts'
import { updateBaseline } from '../../src/flow/baseline.ts'
import { compare } from '../../src/flow/compare.ts'
import { gate } from '../../src/flow/gate.ts'
import { run } from '../../src/flow/run.ts'
import { completeMetric } from '../../src/model/own-metric.ts'
import type { OwnReading, OwnReadings } from '../../src/model/own-reading.ts'
import { type Run, runSchema } from '../../src/model/run.ts'
import { file } from '../core/given.ts'
import { type FakeHost, fakeHost, type Revision, simulated, type World } from './fake-host.ts'

const everything = { filters: [], seed: 'fixed' }
const commit = 'ffffffffffffffffffffffffffffffffffffffff'
const a = `${file} › a`

const queries = completeMetric('queries', {})
// What a flow has declared others must not know.
afterEach(withdrawAll)

const even = (value: number): OwnReading => ({ value, low: value, high: value, operations: 100, whole: true })

/** A benchmark that measures its queries, and one that measures nothing itself. */
function hostWith(
  own: (side: 'base' | 'head', n: number) => OwnReadings,
  world: Partial<World> = {},
  revision: Partial<Revision> = {},
): FakeHost {
  return fakeHost({
    config: { collect: { memory: false } },
    benchmarks: [simulated('a', { of: { measure: { queries: {} } }, own }), simulated('b')],
    revision: { commit, times: {}, unchanged: [], ...revision },
    ...world,
  })
}

const queriesIn = ({ comparisons }: Run) =>
  comparisons.filter(({ metric }) => metric === 'queries').map(({ id, verdict }) => [id, verdict])
const codesIn = (made: Run) =>
  new Set([...made.findings, ...made.benchmarks.flatMap(({ findings }) => findings)].map(({ code }) => code))

describe('a metric of a project', () => {
  it('is found to be one more with two forks of either side, and fails the run', async () => {
    const host = hostWith((side) => ({ queries: even(side === 'head' ? 3 : 2) }))
    const { run: made } = await compare(host, 'v1', { ...everything, forks: 2 })
    expect(queriesIn(made)).toEqual([[a, 'regressed']])
    expect(made.comparisons.find(({ metric }) => metric === 'queries')).toMatchObject({
      ...{ method: 'exact', difference: 1, change: { estimate: 0.5 } },
    })
    expect(made.verdict).toBe('fail')
    expect(assess(made)[0]?.told?.what).toBe('has 50.0 % more queries than v1 (fffffff)')
    expect(made.metrics).toEqual({ queries })
    expect(made.policy.metrics).toEqual(['time', 'allocated', 'queries'])
    expect(runSchema.parse(made)).toEqual(made)
    expect(recompute(made)).toEqual([])
    // Profiles of time would tell nothing of it.
    expect(new Set(host.looks.map(({ task }) => task))).toEqual(new Set(['calls']))
  })

  it('raises nothing in a hundred comparisons of the same code', async () => {
    const found: unknown[] = []
    for (let place = 0; place < 100; place++) {
      const host = hostWith(() => ({ queries: even(place) }))
      const { run: made } = await compare(host, 'v1', { ...everything, seed: `${place}`, forks: 2 })
      found.push(...queriesIn(made))
    }
    expect(new Set(found.map(String))).toEqual(new Set([`${a},equivalent`]))
    expect(found).toHaveLength(100)
  })

  it('that is not what it is declared to be is a finding, and no regression', async () => {
    const host = hostWith((side, n) => ({ queries: even((side === 'head' ? 5 : 2) + (n % 3)) }))
    const { run: made } = await compare(host, 'v1', everything)
    expect(queriesIn(made)).toEqual([[a, 'inconclusive']])
    expect(codesIn(made)).toContain('not-deterministic')
    expect(made.verdict).not.toBe('fail')
    expect(recompute(made)).toEqual([])
  })

  it('that differs from operation to operation is compared once many forks agree, and told', async () => {
    const uneven: OwnReading = { value: 0.25, low: 0, high: 1, operations: 100, whole: true }
    const host = hostWith((side) => ({ queries: side === 'head' ? { ...uneven, value: 0.5 } : uneven }))
    const { run: made } = await compare(host, 'v1', everything)
    expect(queriesIn(made)).toEqual([[a, 'regressed']])
    expect(codesIn(made)).toContain('uneven-operations')
    const few = await compare(host, 'v1', { ...everything, forks: 2 })
    expect(queriesIn(few.run)).toEqual([[a, 'inconclusive']])
  })

  it('that the base does not tell holds nothing up', async () => {
    const host = hostWith(
      (side): OwnReadings =>
        side === 'head' ? { queries: even(3) } : { queries: { problem: 'not-finite', saw: 'NaN' } },
    )
    const { run: made } = await compare(host, 'v1', everything)
    expect(queriesIn(made)).toEqual([[a, 'inconclusive']])
    expect(made.verdict).toBe('pass')
    expect(recompute(made)).toEqual([])
  })

  it('that cannot be read lets no run pass', async () => {
    const host = hostWith(() => ({ queries: { problem: 'threw', saw: 'Error: gone' } }))
    const { run: made } = await compare(host, 'v1', everything)
    expect(codesIn(made)).toContain('metric-unread')
    expect(made.verdict).toBe('fail')
    expect(assess(made)[0]).toMatchObject({ criterion: 'finding', state: 'not-met', look: 'failure' })
    expect(queriesIn(made)).toEqual([[a, 'inconclusive']])
    expect(recompute(made)).toEqual([])
  })

  it('that is sampled is tested over pairs where the gate asks for it, and else only shown', async () => {
    const metrics = { queries: { unit: 'ns', exact: false } } as const
    const own = (side: 'base' | 'head', n: number) => ({
      queries: even(side === 'head' ? 1100 + (n % 5) : 1000 + (n % 7)),
    })
    declareOwnMetrics({ queries: completeMetric('queries', metrics.queries) })
    const config = { collect: { memory: false }, metrics }
    const shown = (await compare(hostWith(own, { config }), 'v1', everything)).run
    expect(queriesIn(shown)).toEqual([])
    expect(shown.benchmarks[0]?.metrics.queries?.estimate).toBeCloseTo(1100, -1)
    const asking = { ...config, gate: { metrics: ['time', 'queries'] } }
    const made = (await compare(hostWith(own, { config: asking }), 'v1', everything)).run
    expect(queriesIn(made)).toEqual([[a, 'regressed']])
    expect(made.comparisons.filter(({ metric }) => metric === 'queries')[0]).toMatchObject({
      method: 'paired',
    })
    expect(recompute(made)).toEqual([])
  })

  it('that a benchmark says something else of fails that one alone', async () => {
    const benchmarks = [
      simulated('a', { of: { measure: { queries: { unit: 'count' } } }, own: () => ({ queries: even(1) }) }),
      simulated('b', { of: { measure: { queries: { unit: 'byte' } } } }),
    ]
    const made = (await run(fakeHost({ benchmarks }), everything)).run
    expect(made.benchmarks.map(({ state, error }) => [state, error?.reason])).toEqual([
      ['measured', undefined],
      ['failed', 'invalid-metric'],
    ])
    expect(made.benchmarks[1]?.error?.message).toContain(`"count" by ${a}`)
  })

  it('has budgets: at most so many, or at least where more is better', async () => {
    const budget = { queries: 3, hits: 90 }
    const measure = { queries: {}, hits: { better: 'higher' } }
    const own = () => ({ queries: even(3), hits: even(80) })
    const benchmarks = [simulated('a', { of: { measure, budget }, own })]
    const made = (await run(fakeHost({ benchmarks }), everything)).run
    expect(made.benchmarks[0]?.budget).toEqual([
      { metric: 'queries', limit: 3, observed: 3, kept: true },
      { metric: 'hits', limit: 90, observed: 80, kept: false },
    ])
    expect(made.verdict).toBe('fail')
    expect(assess(made)[0]?.told?.what).toBe('may have only 80 (hits), under its budget of 90')
    expect(recompute(made)).toEqual([])
  })
})

describe('recorded numbers of a metric of a project', () => {
  /** A host without a base, whose baseline is recorded. */
  async function recordedHost(
    value: { now: number },
    measure: Record<string, Record<string, unknown>> = { queries: {} },
  ) {
    const host = hostWith(() => ({ queries: even(value.now) }), {
      benchmarks: [simulated('a', { of: { measure }, own: () => ({ queries: even(value.now) }) })],
      revision: undefined,
    })
    await updateBaseline(host, everything, { why: 'first', force: false })
    return host
  }

  it('are kept to the last digit, with what they are numbers of', async () => {
    const value = { now: 1_234_567_890 }
    const host = await recordedHost(value)
    const [baseline] = host.recorded()
    expect(Object.values(baseline!.benchmarks.a!.queries!)[0]).toEqual(Array(5).fill(1_234_567_890))
    expect(baseline?.metrics?.queries).toMatchObject({ unit: 'count', exact: true })
    value.now++
    const { run: made } = await gate(host, everything)
    expect(queriesIn(made)).toEqual([[a, 'regressed']])
  })

  it('of another unit are not compared, and are replaced by the next ones', async () => {
    const value = { now: 3 }
    const host = await recordedHost(value)
    host.world.benchmarks = [
      simulated('a', {
        of: { measure: { queries: { unit: 'byte' } } },
        own: () => ({ queries: even(1000) }),
      }),
    ]
    const { run: made } = await gate(host, everything)
    expect(queriesIn(made)).toEqual([[a, 'inconclusive']])
    const told = made.comparisons
      .flatMap(({ findings }) => findings)
      .find(({ code }) => code === 'incomparable')
    expect(told?.message).toBe('The baseline has queries in another unit: count, and byte now')
    await updateBaseline(host, everything, { why: 'bytes', force: true })
    const [baseline] = host.recorded()
    expect(baseline?.metrics?.queries?.unit).toBe('byte')
    expect(Object.values(baseline!.benchmarks.a!.queries!)).toEqual([Array(5).fill(1000)])
  })
})
