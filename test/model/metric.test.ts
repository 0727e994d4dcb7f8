import { describe, expect, it } from 'vitest'
import { gateableMetricNames, metric, metricNameSchema, metricNames } from '../../src/model/metric.ts'

describe('the metrics', () => {
  it('are these, in the order of tables', () => {
    expect(metricNames).toEqual(['time', 'cpu', 'allocated', 'external', 'collections', 'gcPause'])
  })

  it('may decide a gate when they are stable enough for it', () => {
    expect(gateableMetricNames).toEqual(['time', 'cpu', 'allocated'])
  })

  it.each(metricNames)('%s says its unit, which way is better and how it is distributed', (name) => {
    const row = metric(name)
    expect(metricNameSchema.parse(name)).toBe(name)
    expect(row.unit).toMatch(/^(ns|byte|count)$/u)
    expect(row.better).toMatch(/^(lower|higher)$/u)
    expect(row.title).not.toBe('')
    expect(row.quantum !== undefined).toBe(row.distribution === 'exact')
  })

  it('counts two bytes or half a percent of allocation as nothing', () => {
    expect(metric('allocated').quantum).toEqual({ absolute: 2, relative: 0.005 })
  })

  it('has no other names', () => {
    expect(metricNameSchema.safeParse('speed').success).toBe(false)
  })
})
