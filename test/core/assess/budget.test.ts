import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  budgetFailure,
  budgetResults,
  checkPatterns,
  unheldBudgets,
} from '../../../src/core/assess/budget.ts'
import { declareOwnMetrics } from '../../../src/core/kind/own-metrics.ts'
import { AssayError } from '../../../src/model/assay-error.ts'
import type { UserConfig } from '../../../src/model/config.ts'
import type { MetricName } from '../../../src/model/metric.ts'
import { metricNames } from '../../../src/model/metric.ts'
import { completeMetric } from '../../../src/model/own-metric.ts'
import type { Estimate } from '../../../src/model/run.ts'
import { benchmarkOf, configOf } from '../given.ts'

const sorting = (budget?: Record<string, unknown>) =>
  benchmarkOf('native', { group: ['sort'], params: { n: 100 }, ...(budget ? { budget } : {}) })

function estimate(high: number): Estimate {
  return {
    unit: 'ns',
    better: 'lower',
    estimate: high * 0.9,
    low: high * 0.8,
    high,
    coverage: 0.95,
    values: [1],
  }
}

const measured: Partial<Record<MetricName, Estimate>> = { time: estimate(2e6), allocated: estimate(100) }

describe('a budget', () => {
  it.each<[string, unknown, Record<string, unknown> | undefined, UserConfig['budgets']]>([
    ['of the benchmark', { time: [3e6, true] }, { time: '3 ms' }, {}],
    ['that is reached exactly is kept', { time: [2e6, true] }, { time: '2 ms' }, {}],
    ['that is exceeded by the upper bound', { time: [1.9e6, false] }, { time: '1.9 ms' }, {}],
    ['of nothing', { allocated: [0, false] }, { allocated: '0 B' }, {}],
    ['of the configuration', { time: [1e6, false] }, undefined, { 'sort/**': { time: '1 ms' } }],
    [
      'that is tighter in the configuration',
      { time: [1e6, false] },
      { time: '3 ms' },
      { native: { time: '1 ms' } },
    ],
    [
      'that is tighter in the benchmark',
      { time: [1e6, false] },
      { time: '1 ms' },
      { native: { time: '3 ms' } },
    ],
    [
      'of several patterns: the tightest counts, metric by metric',
      { time: [1e6, false], allocated: [150, true] },
      { allocated: '150 B' },
      { '**/native': { time: '5 ms', allocated: '1 kB' }, sort: { time: '1 ms' } },
    ],
    ['of other benchmarks is not held against it', {}, undefined, { 'search/**': { time: '1 ms' } }],
    ['of a metric that was not measured is not judged', {}, { cpu: '1 ms' }, {}],
    ['that nobody set', {}, undefined, {}],
  ])('%s', (_, expected, own, budgets) => {
    const results = budgetResults(sorting(own), measured, configOf({ budgets }))
    const byMetric = Object.fromEntries(results.map(({ metric, limit, kept }) => [metric, [limit, kept]]))
    expect(byMetric).toEqual(expected)
    for (const { metric, observed } of results) expect(observed).toBe(measured[metric]?.high)
  })
})

describe('a budget that nothing was held against', () => {
  const all = { time: '3 ms', allocated: '1 kB', cpu: '1 ms' }

  it.each<
    [string, MetricName[], Record<string, unknown> | undefined, UserConfig['budgets'], typeof measured]
  >([
    ['every one is held', [], { time: '3 ms', allocated: '1 kB' }, {}, measured],
    ['an exceeded one is held, too', [], { time: '1 ms' }, {}, measured],
    ['nobody set one', [], undefined, {}, {}],
    ['it is of other benchmarks', [], undefined, { 'search/**': { cpu: '1 ms' } }, measured],
    ['its metric was not measured', ['cpu'], all, {}, measured],
    ['nothing was measured', ['time', 'allocated', 'cpu'], all, {}, {}],
    ['it stands in the configuration', ['allocated'], undefined, { sort: { allocated: '1 kB' } }, {}],
    ['it stands in both: it is said once', ['cpu'], { cpu: '1 ms' }, { sort: { cpu: '2 ms' } }, measured],
  ])('is said by metric: %s', (_, names, own, budgets, metrics) => {
    const findings = unheldBudgets(sorting(own), metrics, configOf({ budgets }))
    expect(findings.map(({ message }) => /budget of (\w+)/u.exec(message)?.[1])).toEqual(names)
    for (const finding of findings) {
      expect(finding).toMatchObject({
        code: 'unheld-budget',
        severity: 'warning',
        subject: 'bench/sort.bench.ts › sort › native {n: 100}',
      })
    }
    // What is held against nothing has no result, and what has a result was held against something.
    const results = budgetResults(sorting(own), metrics, configOf({ budgets }))
    expect(results.filter(({ metric }) => names.includes(metric))).toEqual([])
  })

  it('comes with the advice to measure it, where that is a choice', () => {
    const [time, allocated] = unheldBudgets(sorting({ time: '1 ms', allocated: '1 kB' }), {}, configOf())
    expect(allocated).toMatchObject({
      message:
        'Its budget of allocated was held against nothing: bytes allocated on the heap was not measured',
      advice: 'Set collect.memory to true, or remove the budget.',
    })
    expect(time).toMatchObject({
      message: 'Its budget of time was held against nothing: wall time was not measured',
      advice: 'Remove the budget, or fix the benchmark.',
    })
  })
})

describe('a budget of a benchmark that cannot be read', () => {
  it.each<[string, Record<string, unknown>]>([
    ["budget.time: expected a duration such as '2 ms', got '2'", { time: '2' }],
    ["budget.allocated: expected a size such as '100 kB', got '2 ms'", { allocated: '2 ms' }],
    ["budget.time: expected a duration such as '2 ms', got '2'", { time: 2 }],
    [
      `budget.speed: there is no metric 'speed' here; there are ${metricNames().join(', ')}; one of your own is declared in 'metrics' of the configuration`,
      { speed: '2 ms' },
    ],
  ])('fails it with: %s', (message, budget) => {
    expect(budgetFailure(sorting(budget))).toEqual({ reason: 'invalid-budget', message })
    expect(budgetResults(sorting(budget), measured, configOf())).toEqual([])
    expect(unheldBudgets(sorting(budget), {}, configOf())).toEqual([])
  })

  it('is none when it can be read, or is not there', () => {
    expect(budgetFailure(sorting({ time: '2 ms' }))).toBeUndefined()
    expect(budgetFailure(sorting())).toBeUndefined()
  })
})

describe('a pattern under budgets', () => {
  const check = (pattern: string, count = 1) => {
    const benchmarks = [sorting(), benchmarkOf('b'), benchmarkOf('c'), benchmarkOf('d')].slice(0, count)
    return () => checkPatterns(benchmarks, configOf({ budgets: { [pattern]: { time: '1 ms' } } }))
  }

  it.each(['sort/**', 'sort/native', 'bench/sort.bench.ts/sort/native', '**/native', 'native'])(
    'that fits a benchmark is right: %s',
    (pattern) => {
      expect(check(pattern)).not.toThrow()
    },
  )

  it('that fits none is a mistake', () => {
    expect(check('srot/**')).toThrow(AssayError)
    expect(check('srot/**')).toThrow("budgets['srot/**'] in the configuration fits no benchmark")
  })

  it.each([
    [1, "there are 'bench/sort.bench.ts › sort › native {n: 100}'; "],
    [4, "'bench/sort.bench.ts › b', 'bench/sort.bench.ts › c', …; "],
  ])('is shown %d of what there is', (count, advice) => {
    expect(check('srot', count)).toThrow(
      expect.objectContaining({ code: 'unknown-benchmark', advice: expect.stringContaining(advice) }),
    )
  })
})

describe('a budget of a metric of a project', () => {
  let withdraw = () => {}
  beforeAll(() => {
    withdraw = declareOwnMetrics({
      queries: completeMetric('queries', {}),
      hits: completeMetric('hits', { better: 'higher' }),
    })
  })
  afterAll(() => withdraw())
  const measuring = (budget: Record<string, unknown>) => ({
    ...sorting(budget),
    measure: { queries: {}, hits: {} },
  })
  const between = (low: number, high: number) => ({ ...measured.time!, low, high })

  it('is a number, a limit from above, or from below where more is better; the tightest counts', () => {
    const metrics = { queries: between(3, 4), hits: between(80, 90) }
    const budgets = { sort: { queries: 3, hits: 85 } }
    expect(budgetResults(measuring({ queries: 12, hits: 70 }), metrics, configOf({ budgets }))).toEqual([
      { metric: 'queries', limit: 3, observed: 4, kept: false },
      { metric: 'hits', limit: 85, observed: 80, kept: false },
    ])
    expect(budgetResults(measuring({ queries: 4, hits: 80 }), metrics, configOf())).toMatchObject([
      { kept: true },
      { kept: true },
    ])
    expect(budgetFailure(measuring({ queries: -1 }))?.message).toBe(
      "budget.queries: expected a count such as '3', got '-1'",
    )
  })

  it('by a pattern is of the benchmarks that measure it; one’s own is held against something', () => {
    const budgets = { '**': { queries: 3 } }
    expect(unheldBudgets(sorting(), {}, configOf({ budgets }))).toEqual([])
    expect(unheldBudgets(sorting({ queries: 3 }), {}, configOf())[0]?.advice).toContain('measure: { queries')
  })
})
