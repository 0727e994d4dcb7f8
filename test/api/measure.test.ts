import { describe, expect, it } from 'vitest'
import { listMeasures, measureProblem } from '../../src/api/measure.ts'

describe('what a benchmark measures itself', () => {
  it('is read as a counter, unless it says that it is a value; the rest is said of the metric', () => {
    const read = () => 1
    expect(
      listMeasures({
        queries: read,
        out: { read, as: 'value', unit: 'byte', title: 'output' },
        rows: { read },
        parses: { calls: [JSON, 'parse'], title: 'parsed' },
      }),
    ).toEqual([
      { name: 'queries', read, calls: undefined, as: 'count', states: {} },
      { name: 'out', read, calls: undefined, as: 'value', states: { unit: 'byte', title: 'output' } },
      { name: 'rows', read, calls: undefined, as: 'count', states: {} },
      { name: 'parses', read: undefined, calls: [JSON, 'parse'], as: 'count', states: { title: 'parsed' } },
    ])
    expect(listMeasures()).toEqual([])
  })

  it.each<[unknown, RegExp]>([
    [() => 1, /measure must be an object of functions/u],
    [null, /measure must be an object/u],
    [[() => 1], /measure must be an object/u],
    ['queries', /measure must be an object/u],
    [{ queries: 3 }, /measure\.queries must be a function, or an object with a 'read' function/u],
    [{ queries: undefined }, /measure\.queries must be a function/u],
    [{ queries: { as: 'count' } }, /measure\.queries must be a function/u],
    [{ queries: { calls: 3 } }, /measure\.queries\.calls must be \[object, 'method'\]/u],
    [{ queries: { calls: [JSON, 'parse'], read: () => 1 } }, /has 'calls', and so no 'read'/u],
    [{ queries: { read: () => 1, as: 'gauge' } }, /measure\.queries\.as must be 'count' or 'value'/u],
  ])('is refused where it cannot be read: %s', (given, message) => {
    expect(measureProblem(given)).toMatch(message)
  })

  it('is nothing to complain about where it can be', () => {
    expect(measureProblem({ a: () => 1, b: { read: () => 1, as: 'value', colour: 'red' } })).toBeUndefined()
  })
})
