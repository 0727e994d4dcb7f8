import { describe, expect, it } from 'vitest'
import {
  declareMetric,
  gateableMetricNames,
  metric,
  metricNameSchema,
  metricNames,
} from '../../src/model/metric.ts'

describe('the metrics', () => {
  it('are these, in the order of tables', () => {
    expect(metricNames()).toEqual([
      'time',
      'cpu',
      'helperCpu',
      'latency.p50',
      'latency.p95',
      'latency.p99',
      'latency.p999',
      'latency.max',
      'allocated',
      'external',
      'retained',
      'collections',
      'minorCollections',
      'majorCollections',
      'gcPause',
      'minorPause',
      'majorPause',
      'peakRss',
      ...['userTime', 'systemTime', 'cpuWait', 'peakMemory', 'treeMemory', 'uncachedTime'],
      ...['systemCalls', 'writtenByCalls', 'instructions', 'minorFaults', 'majorFaults'],
      ...['waits', 'preemptions', 'bytesRead', 'bytesWritten'],
      ...['firstLine', 'loaded', 'loading', 'cachedTime', 'imports', 'importedBytes', 'builtins'],
      ...['latency.mean', 'throughput', 'errors', 'lag.p99', 'receivedBytes'],
    ])
  })

  it('may decide a gate when they are stable enough for it', () => {
    const latencies = ['p50', 'p95', 'p99', 'p999', 'max'].map((name) => `latency.${name}`)
    expect(gateableMetricNames()).toEqual([
      'time',
      'cpu',
      ...latencies,
      'allocated',
      'external',
      'retained',
      'peakMemory',
      'treeMemory',
      'uncachedTime',
      'systemCalls',
      'writtenByCalls',
      'instructions',
      ...['firstLine', 'loaded', 'loading', 'imports', 'importedBytes'],
      ...['latency.mean', 'throughput', 'errors', 'receivedBytes'],
    ])
  })

  it.each(metricNames())('%s says its unit, which way is better and how it is distributed', (name) => {
    const row = metric(name)
    expect(metricNameSchema.parse(name)).toBe(name)
    expect(row.unit).toMatch(/^(ns|byte|count)$/u)
    expect(row.better).toMatch(/^(lower|higher)$/u)
    expect(row.title).not.toBe('')
    expect(row.phrase.join(' ')).toMatch(/^\w+ \w+/u)
    expect(row.gobench).toMatch(/^[\w./-]+$/u)
    expect(row.tolerance.absolute > 0).toBe(row.distribution === 'exact')
    expect(row.tolerance.relative).toBeGreaterThan(0)
    expect(row.least !== undefined).toBe(row.distribution === 'exact')
  })

  it('tolerates two levels of the same code, and sees 16 B in every operation of less than 3 kB', () => {
    const { absolute, relative } = metric('allocated').tolerance
    expect(relative).toBeGreaterThan(10 * 0.0003)
    expect(absolute).toBeLessThan(16)
    expect(2_999 * relative).toBeLessThan(16)
  })

  it('has no other names', () => {
    expect(metricNameSchema.safeParse('speed').success).toBe(false)
  })

  it('of a kind from outside are known until they are withdrawn', () => {
    const withdraw = declareMetric('rows', { ...metric('time'), title: 'rows read' })
    expect(metricNames()).toContain('rows')
    withdraw()
    expect(metricNames()).not.toContain('rows')
    declareMetric('time', { ...metric('time') })()
    expect(metric('time').title).toBe('wall time')
  })

  it('are told apart where two have one name', () => {
    expect(() => declareMetric('time', { ...metric('time'), better: 'higher' })).toThrow(/two metrics/u)
    expect(() => declareMetric('time', { ...metric('time') })).not.toThrow()
    expect(() => metric('speed')).toThrow(/no metric 'speed'/u)
  })
})
