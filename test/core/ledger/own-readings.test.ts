import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { declareOwnMetrics } from '../../../src/core/kind/own-metrics.ts'
import { exactValuesOf } from '../../../src/core/ledger/ledger.ts'
import { readingFindings, readingsAsValues } from '../../../src/core/ledger/own-readings.ts'
import { completeMetric } from '../../../src/model/own-metric.ts'
import type { OwnReading } from '../../../src/model/own-reading.ts'
import type { MeasuredTrial } from '../../../src/model/trial.ts'

let withdraw = () => {}
beforeAll(() => {
  withdraw = declareOwnMetrics({
    queries: completeMetric('queries', {}),
    wait: completeMetric('wait', { unit: 'ns', exact: false }),
  })
})
afterAll(() => withdraw())

const even = (value: number): OwnReading => ({ value, low: value, high: value, operations: 100, whole: true })
const uneven = (value: number, whole = true): OwnReading => ({
  ...{ value, low: value - 1, high: value + 1, operations: whole ? 100 : 7, whole },
})
const trialOf = (queries: OwnReading) => {
  const { values, quality } = readingsAsValues({ queries })
  return { end: { state: 'measured', values, quality } } as unknown as MeasuredTrial
}

describe('readings of a fork', () => {
  it('are values of the metrics that somebody has declared', () => {
    expect(readingsAsValues({ queries: even(3), strange: even(1), wait: uneven(5) })).toEqual({
      values: { queries: 3, wait: 5 },
      quality: {},
    })
    expect(readingsAsValues({ queries: { problem: 'negative', saw: '-1' } })).toEqual({
      values: {},
      quality: {},
    })
    expect(readingsAsValues()).toEqual({ values: {}, quality: {} })
  })

  it('are none in a unit that the base alone says it has', () => {
    const inBytes = { ...even(3), unit: 'byte' }
    expect(readingsAsValues({ queries: inBytes }).values).toEqual({})
    expect(readingsAsValues({ queries: { ...even(3), unit: 'count' } }).values).toEqual({ queries: 3 })
  })

  it('are not exact where operations differ, unless many forks agree', () => {
    expect(readingsAsValues({ queries: uneven(3) }).quality).toEqual({ uneven: ['queries'] })
    const four = Array.from({ length: 4 }, () => trialOf(uneven(3)))
    expect(exactValuesOf(four, 'queries')).toEqual([])
    expect(exactValuesOf([...four, trialOf(uneven(3))], 'queries')).toEqual([3, 3, 3, 3, 3])
    expect(exactValuesOf([trialOf(even(3)), trialOf(even(3))], 'queries')).toEqual([3, 3])
  })

  it('are not exact where operations differ and only some could be read', () => {
    expect(readingsAsValues({ queries: uneven(3, false) }).quality).toEqual({
      ...{ rough: ['queries'], uneven: ['queries'] },
    })
    expect(
      exactValuesOf(
        Array.from({ length: 9 }, () => trialOf(uneven(3, false))),
        'queries',
      ),
    ).toEqual([])
  })
})

describe('what readings show', () => {
  const told = (...all: OwnReading[]) =>
    readingFindings(
      'a',
      all.map((queries) => ({ queries })),
    ).map(({ code, severity, message }) => [code, severity, message])

  it('is nothing where all forks say the same', () => {
    expect(told(even(3), even(3))).toEqual([])
  })

  it.each<[Extract<OwnReading, { saw: string }>, string]>([
    [
      { problem: 'threw', saw: 'TypeError: db is undefined' },
      'measure.queries threw TypeError: db is undefined',
    ],
    [{ problem: 'promise', saw: 'a promise' }, 'measure.queries returned a promise'],
    [{ problem: 'no-number', saw: 'bigint 3' }, 'measure.queries returned no number, but bigint 3'],
    [{ problem: 'not-finite', saw: 'NaN' }, 'measure.queries returned NaN'],
    [{ problem: 'negative', saw: '-1' }, 'measure.queries returned -1'],
    [{ problem: 'too-large', saw: '1e+300' }, 'measure.queries returned 1e+300'],
    [{ problem: 'backwards', saw: '5, then 4' }, 'measure.queries went backwards: 5, then 4'],
  ])('is an error where one could not be read: %j', (reading, words) => {
    expect(told(even(3), reading)).toEqual([
      ['metric-unread', 'error', `Its metric 'queries' could not be read: ${words}`],
    ])
    expect(readingFindings('a', [{ queries: reading }])[0]?.advice).not.toBe('')
  })

  it('is that it is not deterministic where forks of the same code differ', () => {
    expect(told(even(3), even(4), even(3))).toEqual([
      [
        'not-deterministic',
        'warning',
        "Its metric 'queries' is declared to be exact, and forks of the same code tell 3 to 4",
      ],
    ])
    expect(readingFindings('a', [{ wait: even(3) }, { wait: even(4) }])).toEqual([])
  })

  it('is that operations differ', () => {
    expect(told(uneven(3), uneven(3)).map(([code, severity]) => [code, severity])).toEqual([
      ['uneven-operations', 'info'],
    ])
    expect(told(uneven(3, false))[0]?.[2]).toContain('take too long')
  })
})
