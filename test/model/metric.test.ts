import { describe, expect, it } from 'vitest'
import { gateableMetricNames, metric, metricNameSchema, metricNames } from '../../src/model/metric.ts'

describe('the metrics', () => {
  it('are these, in the order of tables', () => {
    expect(metricNames).toEqual([
      'time',
      'cpu',
      'helperCpu',
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
    ])
  })

  it('may decide a gate when they are stable enough for it', () => {
    expect(gateableMetricNames).toEqual(['time', 'cpu', 'allocated', 'external', 'retained'])
  })

  it.each(metricNames)('%s says its unit, which way is better and how it is distributed', (name) => {
    const row = metric(name)
    expect(metricNameSchema.parse(name)).toBe(name)
    expect(row.unit).toMatch(/^(ns|byte|count)$/u)
    expect(row.better).toMatch(/^(lower|higher)$/u)
    expect(row.title).not.toBe('')
    expect(row.quantum !== undefined).toBe(row.distribution === 'exact')
  })

  it('counts a byte of allocation as nothing, and what the six digits of a baseline leave out', () => {
    const { absolute, relative } = metric('allocated').quantum!
    expect(absolute).toBe(1)
    expect(relative).toBeGreaterThan(Math.abs(1_000_005 - Number((1_000_005).toPrecision(6))) / 1_000_005)
    // Sixteen bytes more are more than that, up to operations of a megabyte.
    expect(1e6 * relative).toBeLessThan(16)
  })

  it('has no other names', () => {
    expect(metricNameSchema.safeParse('speed').success).toBe(false)
  })
})
