import { afterAll, describe, expect, it } from 'vitest'
import { readMetrics } from '../../../../src/core/kind/command/readings.ts'
import { declareOwnMetrics } from '../../../../src/core/kind/own-metrics.ts'
import { completeMetric } from '../../../../src/model/own-metric.ts'

const told = (value: number, unit = 'count') => ({
  value,
  low: value,
  high: value,
  operations: 1,
  whole: true,
  unit,
})
const withdraw = declareOwnMetrics({
  queries: completeMetric('queries', {}),
  parsing: completeMetric('parsing', { unit: 'ns' }),
})
afterAll(withdraw)

describe('what a command says of metrics of the project', () => {
  it.each<[string, Parameters<typeof readMetrics>[1], object]>([
    ['ASSAY_METRIC queries=12', { queries: {} }, { queries: told(12) }],
    ['noise\nASSAY_METRIC parsing=1.5 ms\r\nmore', { parsing: {} }, { parsing: told(1.5e6, 'ns') }],
    ['ASSAY_METRIC queries=1\nASSAY_METRIC queries=2', { queries: {} }, { queries: told(2) }],
    // What nobody asks for is left alone.
    ['ASSAY_METRIC other=1\nASSAY_METRIC queries=2', { queries: {} }, { queries: told(2) }],
    ['did 1,234 queries', { queries: { pattern: '([\\d,]+) queries' } }, { queries: told(1234) }],
    [
      'parsed in 12.5 ms\nparsed in 13 ms',
      { parsing: { pattern: 'in ([\\d.]+) (\\w+)' } },
      { parsing: told(13e6, 'ns') },
    ],
    ['parsed: 77', { parsing: { pattern: 'parsed: (\\d+)' } }, { parsing: told(77, 'ns') }],
    ['QUERIES 5', { queries: { pattern: 'queries (\\d+)', flags: 'i' } }, { queries: told(5) }],
  ])('is read: %j', (printed, metrics, expected) => {
    expect(readMetrics(printed, metrics)).toEqual(expected)
  })

  it.each<[string, Parameters<typeof readMetrics>[1], object]>([
    ['', { queries: {} }, { problem: 'not-printed' }],
    // Of several the last one counts, also where it tells nothing.
    ['ASSAY_METRIC queries=5\nASSAY_METRIC queries=NaN', { queries: {} }, { problem: 'no-number' }],
    ['took 1,5 s', { parsing: { pattern: '([\\d,]+) (s)' } }, { problem: 'no-number', saw: "'1,5 s'" }],
    ['1,23,4 queries', { queries: { pattern: '([\\d,]+) queries' } }, { problem: 'no-number' }],
    ['no queries', { queries: { pattern: '(\\d+) queries' } }, { problem: 'not-printed' }],
    ['ASSAY_METRIC queries=many', { queries: {} }, { problem: 'no-number' }],
    ['ASSAY_METRIC queries=-3', { queries: {} }, { problem: 'no-number' }],
    ['ASSAY_METRIC queries=1e300', { queries: {} }, { problem: 'no-number' }],
    ['ASSAY_METRIC queries=NaN', { queries: {} }, { problem: 'no-number' }],
    ['ASSAY_METRIC queries=3 ms', { queries: {} }, { problem: 'other-unit' }],
    ['ASSAY_METRIC parsing=3', { parsing: {} }, { problem: 'other-unit' }],
    ['x queries', { queries: { pattern: '(x) queries' } }, { problem: 'no-number' }],
  ])('cannot be read: %j', (printed, metrics, problem) => {
    expect(Object.values(readMetrics(printed, metrics))).toEqual([expect.objectContaining(problem)])
  })
})
