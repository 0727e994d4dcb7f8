import { afterEach, describe, expect, it } from 'vitest'
import { declareOwnMetrics } from '../../../src/core/kind/own-metrics.ts'
import { resolveMetrics, withMetrics } from '../../../src/core/kind/stated-metrics.ts'
import { configSchema } from '../../../src/model/config.ts'
import { completeMetric, type OwnMetrics } from '../../../src/model/own-metric.ts'

const measuring = (id: string, measure: Record<string, Record<string, unknown>>) => ({ id, measure })
const stated = (configured: OwnMetrics, ...benchmarks: ReturnType<typeof measuring>[]) => {
  const { metrics, failures } = resolveMetrics(configured, benchmarks)
  return { metrics, failures: Object.fromEntries(failures) }
}
const refused = (message: string) => ({ reason: 'invalid-metric', message })

describe('what metrics of a project are', () => {
  it('is what all that measure them say together', () => {
    const { metrics, failures } = stated(
      {},
      measuring('a', { bytesOut: {}, queries: {} }),
      measuring('b', { bytesOut: { unit: 'byte' } }),
      measuring('c', { bytesOut: { unit: 'byte', title: 'output' } }),
    )
    expect(failures).toEqual({})
    expect(metrics).toEqual({
      bytesOut: completeMetric('bytesOut', { unit: 'byte', title: 'output' }),
      queries: completeMetric('queries', {}),
    })
  })

  it('is what the configuration says, of what it knows; files need not repeat it', () => {
    const configured = { out: completeMetric('out', { unit: 'byte', title: 'output' }) }
    const { metrics, failures } = stated(
      configured,
      measuring('a', { out: {} }),
      measuring('b', { out: { unit: 'byte' } }),
    )
    expect(metrics).toEqual(configured)
    expect(failures).toEqual({})
  })

  it('fails a benchmark that says something else than the configuration, or than one before it', () => {
    const configured = { out: completeMetric('out', { unit: 'byte' }) }
    expect(
      stated(
        configured,
        measuring('a', { out: { unit: 'count' } }),
        measuring('b', { queries: { better: 'lower' } }),
        measuring('c', { queries: { better: 'higher' } }),
        measuring('d', { out: { exact: false } }),
      ).failures,
    ).toEqual({
      a: refused('measure.out: its unit is "count" here, and "byte" by the configuration'),
      c: refused('measure.queries: its better is "higher" here, and "lower" by b'),
      d: refused('measure.out: its exact is false here, and true by the configuration'),
    })
  })

  it.each<[Record<string, Record<string, unknown>>, RegExp]>([
    [{ time: {} }, /^measure\.time: 'time' is a metric of Assay's/u],
    [{ 'no name': {} }, /^measure\.no name: the name of a metric has letters and digits/u],
    [{ queries: { unit: 'furlong' } }, /^measure\.queries: unit: /u],
    [{ queries: { tolerance: 2 } }, /^measure\.queries: tolerance: /u],
    [{ queries: { gates: true } }, /^measure\.queries: gates: expected false/u],
    [{ queries: { colour: 'red' } }, /^measure\.queries: .*"colour"/u],
  ])('fails one that says what cannot be: %j', (measure, message) => {
    const { metrics, failures } = stated({}, measuring('a', measure))
    expect(failures).toEqual({ a: { reason: 'invalid-metric', message: expect.stringMatching(message) } })
    expect(metrics).toEqual({})
  })
})

describe('a configuration with them', () => {
  let withdraw = () => {}
  afterEach(() => withdraw())

  it('gates on exact ones without being asked, and on others where it asks', () => {
    const metrics = {
      queries: completeMetric('queries', {}),
      rows: completeMetric('rows', { gates: false }),
      wait: completeMetric('wait', { unit: 'ns', exact: false, tolerance: '5 %' }),
    }
    withdraw = declareOwnMetrics(metrics)
    const { gate } = withMetrics(configSchema.parse({}), metrics)
    expect(gate.metrics).toEqual(['time', 'allocated', 'queries'])
    expect(gate.tolerance).toMatchObject({ queries: { absolute: 0, relative: 0 }, wait: { relative: 0.05 } })
    const asking = configSchema.parse({ gate: { metrics: ['time', 'rows'], tolerance: { queries: '5 %' } } })
    expect(withMetrics(asking, metrics).gate).toMatchObject({
      metrics: ['time', 'rows', 'queries'],
      tolerance: { queries: { relative: 0.05 } },
    })
  })

  it('is the same without any', () => {
    const config = configSchema.parse({})
    expect(withMetrics(config, {})).toEqual(config)
  })

  it('takes budgets of counts as numbers, and tolerances in units of their own', () => {
    withdraw = declareOwnMetrics({ queries: completeMetric('queries', {}) })
    const { budgets, gate } = configSchema.parse({
      budgets: { '**': { queries: 12 } },
      gate: { metrics: ['queries'], tolerance: { queries: { absolute: '2' } } },
    })
    expect(budgets).toEqual({ '**': { queries: 12 } })
    expect(gate.tolerance.queries).toEqual({ absolute: 2, relative: 0 })
    const wrong = { gate: { tolerance: { queries: { absolute: '2 kB' } } } }
    expect(configSchema.safeParse(wrong).error?.issues[0]?.message).toBe(
      "expected a count such as '2', got '2 kB'",
    )
  })
})
