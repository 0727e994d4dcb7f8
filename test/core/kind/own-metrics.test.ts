import { afterEach, describe, expect, it } from 'vitest'
import { parseRun } from '../../../src/core/identity/parse-run.ts'
import { hasMetric, kindOf, metricsOfKind } from '../../../src/core/kind/kinds.ts'
import {
  declareMetricsOf,
  declareMissingMetricsOf,
  declareOwnMetrics,
} from '../../../src/core/kind/own-metrics.ts'
import { isDeclared, metric } from '../../../src/model/metric.ts'
import { completeMetric, type MetricStatement } from '../../../src/model/own-metric.ts'
import { exampleRun } from '../report/example-run.ts'

const queries = (stated: MetricStatement = {}) => ({ queries: completeMetric('queries', stated) })

let withdraw = () => {}
afterEach(() => withdraw())

describe('metrics of a project', () => {
  it('are known until they are withdrawn, and belong to no kind', () => {
    withdraw = declareOwnMetrics(queries())
    const kind = kindOf({ kind: 'function' })
    expect(kind.metrics).not.toContain('queries')
    expect(metricsOfKind(kind)).toContain('queries')
    withdraw()
    expect(isDeclared('queries')).toBe(false)
    expect(metricsOfKind(kind)).not.toContain('queries')
  })

  it('are told by the benchmarks that measure them', () => {
    withdraw = declareOwnMetrics(queries())
    expect(hasMetric({ kind: 'function', measure: { queries: {} } }, 'queries')).toBe(true)
    expect(hasMetric({ kind: 'function' }, 'queries')).toBe(false)
    expect(hasMetric({ kind: 'function', measure: { time: {} } }, 'time')).toBe(true)
  })

  it('take the place of those before, as while people work on them', () => {
    declareOwnMetrics(queries())
    withdraw = declareOwnMetrics(queries({ unit: 'byte' }))
    expect(metric('queries').unit).toBe('byte')
  })

  it('that a document describes are known from it; words that are known stay', () => {
    withdraw = declareOwnMetrics(queries({ title: 'statements' }))
    declareMetricsOf({ metrics: queries() })
    expect(metric('queries').title).toBe('statements')
    withdraw()
    declareMetricsOf({ metrics: queries() })
    withdraw = declareOwnMetrics(queries())
    expect(metric('queries').title).toBe('queries')
  })

  it('that are something else in a document are refused there, and not of recorded numbers', () => {
    withdraw = declareOwnMetrics(queries())
    for (const stated of [{ unit: 'byte' }, { better: 'higher' }, { exact: false }] as const) {
      expect(() => declareMetricsOf({ metrics: queries(stated) })).toThrow(
        expect.objectContaining({ code: 'two-metrics', advice: expect.stringContaining('another name') }),
      )
      declareMissingMetricsOf({ metrics: queries(stated) })
    }
    expect(metric('queries').unit).toBe('count')
  })

  it('make a Run readable where nothing else knows them', () => {
    const run = exampleRun()
    const policy = { ...run.policy, metrics: [...run.policy.metrics, 'queries'] }
    const text = (metrics?: object) => JSON.stringify({ ...run, policy, ...(metrics && { metrics }) })
    expect(() => parseRun(text(), 'run.json')).toThrow(/no metric 'queries'/u)
    expect(parseRun(text(queries()), 'run.json').policy.metrics).toContain('queries')
    withdraw = declareOwnMetrics(queries())
    expect(() => parseRun(text({ queries: { unit: 'furlong' } }), 'run.json')).toThrow(/'metrics.queries/u)
    expect(() => parseRun(text(JSON.parse('{"__proto__": {}}')), 'run.json')).toThrow(/no Run document/u)
  })
})
