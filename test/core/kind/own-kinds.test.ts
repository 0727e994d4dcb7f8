import { afterEach, describe, expect, it } from 'vitest'
import { parseRun } from '../../../src/core/identity/parse-run.ts'
import { kindOf } from '../../../src/core/kind/kinds.ts'
import { declareKindsOf, declareMissingKindsOf, declareOwnKinds } from '../../../src/core/kind/own-kinds.ts'
import { metric, metricNames } from '../../../src/model/metric.ts'
import { ownKindsSchema } from '../../../src/model/own-kind.ts'
import { exampleRun } from '../report/example-run.ts'

const wait = { unit: 'ns', title: 'query time', per: 'query', phrase: ['takes', 'longer'] }
const rows = {
  unit: 'count',
  exact: true,
  title: 'rows read',
  phrase: ['reads', 'more rows'],
  tolerance: '5 %',
}
const query = { metrics: { wait, rows }, primary: 'wait' }
const declare = (kinds: object) => declareOwnKinds(ownKindsSchema.parse(kinds))

let withdraw = () => {}
afterEach(() => withdraw())

describe('kinds of a project', () => {
  it('are known with their metrics, under names of their own, until they are withdrawn', () => {
    withdraw = declare({ query })
    expect(kindOf({ kind: 'query' })).toMatchObject({
      ...{ metrics: ['query.wait', 'query.rows'], primary: 'query.wait', task: 'measure' },
    })
    expect(metric('query.wait')).toMatchObject({
      ...{ unit: 'ns', better: 'lower', distribution: 'sampled', tolerance: { absolute: 0, relative: 0.01 } },
      ...{ leads: true, gateable: true },
    })
    expect(metric('query.rows')).toMatchObject({ distribution: 'exact', tolerance: { relative: 0.05 } })
    withdraw()
    expect(metricNames().filter((name) => name.startsWith('query.'))).toEqual([])
    expect(() => kindOf({ kind: 'query' })).toThrow(/there is no kind/u)
  })

  it('take the place of those before, as while people work on them', () => {
    declare({ query })
    withdraw = declare({ query: { ...query, metrics: { wait } } })
    expect(kindOf({ kind: 'query' }).metrics).toEqual(['query.wait'])
  })

  it('that a document describes are known from it, in any order of their metrics, or differ and are refused', () => {
    withdraw = declare({ query })
    declareKindsOf({ kinds: { query: { ...query, metrics: { rows, wait } } } })
    declareMissingKindsOf({ kinds: { query: { ...query, metrics: { wait } } } })
    expect(kindOf({ kind: 'query' }).metrics).toHaveLength(2)
    const other = { kinds: { query: { ...query, metrics: { wait: { ...wait, better: 'higher' } } } } }
    expect(() => declareKindsOf(other)).toThrow(/'query' of this document has other metrics/u)
  })

  it('make a Run readable where nothing else knows them', () => {
    const run = exampleRun()
    const policy = { ...run.policy, metrics: [...run.policy.metrics, 'query.wait'] }
    const text = (kinds?: object) => JSON.stringify({ ...run, policy, ...(kinds && { kinds }) })
    expect(() => parseRun(text(), 'run.json')).toThrow(/no metric 'query\.wait'/u)
    withdraw = declare({})
    expect(parseRun(text(ownKindsSchema.parse({ query })), 'run.json').policy.metrics).toContain('query.wait')
    withdraw = declare({ query })
  })

  it.each([
    [{ query: { ...query, metrics: { wait: { ...wait, title: 'a | b' } } } }, 'expected words'],
    [{ query: { ...query, metrics: { wait, 'a.b': rows } } }, 'letters and digits'],
    [{ query: { ...query, metrics: { wait: { ...wait, tolerance: '-1 %' } } } }, 'expected a percentage'],
    [{ query: { ...query, primary: 'rows' } }, "'rows' is exact"],
    [{ query: { ...query, primary: 'toString' } }, "there is no metric 'toString'"],
  ])('are refused where they would break a report: %#', (kinds, message) => {
    expect(ownKindsSchema.safeParse(kinds).error?.issues.map((issue) => issue.message)).toEqual([
      expect.stringContaining(message),
    ])
  })
})
