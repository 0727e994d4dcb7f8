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
    expect(row.tolerance !== undefined).toBe(row.distribution === 'exact')
    expect(row.least !== undefined).toBe(row.distribution === 'exact')
  })

  it('tolerates two levels of the same code, and sees 16 B in every operation of less than 3 kB', () => {
    const { absolute, relative } = metric('allocated').tolerance!
    expect(relative).toBeGreaterThan(10 * 0.0003)
    expect(absolute).toBeLessThan(16)
    expect(2_999 * relative).toBeLessThan(16)
  })

  it('has no other names', () => {
    expect(metricNameSchema.safeParse('speed').success).toBe(false)
  })
})
