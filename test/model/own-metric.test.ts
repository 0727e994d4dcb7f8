import { describe, expect, it } from 'vitest'
import { metric } from '../../src/model/metric.ts'
import {
  completeMetric,
  configuredMetricsSchema,
  ownMetricsSchema,
  rowOf,
} from '../../src/model/own-metric.ts'

describe('a metric of a project', () => {
  it('is an exact count of which less is better, unless somebody says otherwise', () => {
    expect(completeMetric('rowsRead', {})).toEqual({
      ...{ unit: 'count', better: 'lower', exact: true, title: 'rows read', per: 'operation' },
      phrase: ['has', 'more rows read'],
    })
    expect(completeMetric('hits', { better: 'higher' }).phrase).toEqual(['has', 'fewer hits'])
    expect(completeMetric('saved', { better: 'higher', unit: 'byte' }).phrase).toEqual(['has', 'less saved'])
    expect(completeMetric('parseJSON', {}).title).toBe('parse JSON')
  })

  it('is a row like those of all others', () => {
    expect(rowOf('queries', completeMetric('queries', {}))).toEqual({
      ...{ unit: 'count', better: 'lower', distribution: 'exact', own: true, from: 'own', gateable: true },
      ...{ tolerance: { absolute: 0, relative: 0 }, title: 'queries', per: 'operation' },
      ...{ phrase: ['has', 'more queries'], gobench: 'queries/op' },
      column: { title: 'Queries', givesWay: 1 },
    })
    const sampled = rowOf('wait', completeMetric('wait', { unit: 'ns', exact: false }))
    expect(sampled).toMatchObject({ distribution: 'sampled', gobench: 'wait-ns/op' })
    expect(sampled.tolerance.relative).toBe(0.01)
    expect(rowOf('out', completeMetric('out', { unit: 'byte', tolerance: '2 %' }))).toMatchObject({
      ...{ gobench: 'out-B/op', tolerance: { relative: 0.02 } },
    })
  })

  it('has a narrow column, whatever it is called', () => {
    const title = 'rows that the database had to look at'
    expect(rowOf('rowsRead', completeMetric('rowsRead', { title })).column?.title).toBe('Rows read')
  })

  it.each<[string, unknown, RegExp]>([
    ['a name of Assay', { time: {} }, /'time' is a metric of Assay's; give yours another name/u],
    ['a name of another one', { allocated: {} }, /'allocated' is a metric of Assay's/u],
    ['a name that every object has', { constructor: {} }, /'constructor' can be no name/u],
    ["the unit of Go's times", { ns: {} }, /'ns' can be no name/u],
    ['a name with a dot', { 'latency.p42': {} }, /letters and digits/u],
    ['a capital', { Queries: {} }, /letters and digits/u],
    ['a long name', { ['a'.repeat(41)]: {} }, /40 at the most/u],
    ['an unknown unit', { queries: { unit: 'queries' } }, /expected one of/u],
    ['a tolerance that is none', { queries: { tolerance: '-1 %' } }, /expected a percentage/u],
    ['words that break a table', { queries: { title: 'a | b' } }, /expected words/u],
    ['an unknown field', { queries: { read: 1 } }, /nrecognized key/u],
    ['a gate that cannot be asked for so', { queries: { gates: true } }, /expected false/u],
    [
      'too many of them',
      Object.fromEntries(Array.from({ length: 51 }, (_, place) => [`m${place}`, {}])),
      /50 metrics of its own at the most/u,
    ],
  ])('is refused with %s', (_, metrics, message) => {
    expect(configuredMetricsSchema.safeParse(metrics).error?.issues.map((issue) => issue.message)).toEqual([
      expect.stringMatching(message),
    ])
  })

  it('is told whole by documents, and no document can take the name of another one', () => {
    const queries = completeMetric('queries', {})
    expect(ownMetricsSchema.parse({ queries })).toEqual({ queries })
    expect(ownMetricsSchema.safeParse({ queries: {} }).success).toBe(false)
    expect(ownMetricsSchema.safeParse({ time: queries }).success).toBe(false)
    expect(metric('time').own).toBeUndefined()
  })
})
