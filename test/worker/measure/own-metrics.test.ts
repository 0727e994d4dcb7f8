import { describe, expect, it } from 'vitest'
import type { ErasedSpec } from '../../../src/api/registry.ts'
import { Promised } from '../../../src/worker/measure/batch.ts'
import { readEarly, readLate, readOnce, readOwnMetrics } from '../../../src/worker/measure/own-metrics.ts'
import { time, withLateMetrics } from '../../../src/worker/measure/time.ts'
import { subjectOf } from '../subject-of.ts'

/** As long as no machine needs for a hundred operations; ns. */
const long = 600e9

const read = (spec: ErasedSpec, budget = long, more: Parameters<typeof subjectOf>[1] = {}) =>
  readOwnMetrics(subjectOf(spec, { asynchronous: false, ...more }), budget)
const even = (value: number) => ({ value, low: value, high: value, operations: 100, whole: true })

describe('metrics of one’s own', () => {
  it('are differences of counters over a hundred operations, and what is read after each', async () => {
    let [queries, calls] = [7, 0]
    const readings = await read({
      run: () => {
        queries += 2
        calls++
        return 'x'.repeat(5)
      },
      measure: {
        queries: () => queries,
        size: {
          as: 'value',
          unit: 'byte',
          read: (_: unknown, __: unknown, result: unknown) => (result as string).length,
        },
      },
    })
    expect(readings).toEqual({ queries: even(2), size: { ...even(5), unit: 'byte' } })
    expect(calls).toBe(100)
  })

  it('are read with the state, and what preparing inputs counts is not counted', async () => {
    const state = { count: 0 }
    const readings = await read(
      {
        prepare: () => {
          state.count += 100
          return 3
        },
        run: (input) => {
          state.count += input as number
        },
        measure: { count: (given: unknown) => (given as typeof state).count },
      },
      long,
      { state },
    )
    expect(readings).toEqual({ count: even(3) })
  })

  it('are calls of a method, wherever it is from, and only of operations', async () => {
    class Store {
      asked = 0
      find(by: number) {
        this.asked++
        return this.asked * by
      }
    }
    const state = new Store()
    const parse = JSON.parse
    const found: number[] = []
    const readings = await read(
      {
        prepare: () => state.find(1),
        run: (input) => {
          found.push(state.find(input as number))
          for (const text of ['1', '2']) JSON.parse(text)
          new Date(0)
        },
        measure: {
          finds: { calls: (given: unknown) => [given, 'find'] },
          parses: { calls: [JSON, 'parse'] },
          dates: { calls: [globalThis, 'Date'] },
        },
      },
      long,
      { state },
    )
    expect(readings).toEqual({ finds: even(1), parses: even(2), dates: even(1) })
    expect(found).toHaveLength(100)
    expect(JSON.parse).toBe(parse)
    expect(Object.hasOwn(state, 'find')).toBe(false)
    expect(state.asked).toBe(200)
  })

  it('are all calls of a method for each that counts them, also where it is from', async () => {
    class Store {
      find = () => 1
      ask() {
        return this.find()
      }
    }
    const state = new Store()
    const asks = Store.prototype.ask
    const apply = Reflect.apply
    const measure = {
      finds: { calls: [state, 'find'] },
      again: { calls: [state, 'find'] },
      asks: { calls: [state, 'ask'] },
      from: { calls: [Store.prototype, 'ask'] },
      applies: { calls: [Reflect, 'apply'] },
    }
    const run = () => {
      state.ask()
      Store.prototype.ask.call(state)
      Reflect.apply(asks, state, [])
    }
    const readings = await read({ run, measure }, long, { state })
    const told = { finds: even(3), again: even(3), asks: even(1), from: even(2), applies: even(1) }
    expect(readings).toEqual(told)
    expect([Store.prototype.ask, Reflect.apply]).toEqual([asks, apply])
    expect(Object.hasOwn(state, 'ask')).toBe(false)
  })

  it('are read once all else has been measured, where that replaces a method', async () => {
    const state = { find: () => 1 }
    const { find } = state
    let [own, other] = [0, 0]
    const run = () => {
      if (state.find === find) own++
      else other++
      return state.find()
    }
    const subject = subjectOf(
      { run, measure: { finds: { calls: [state, 'find'] }, size: { as: 'value', read: () => 2 } } },
      { asynchronous: false, state },
    )
    expect(await readEarly(subject, long)).toBeUndefined()
    const sampling = { budget: 20e6, batch: 10e3, minimumSamples: 10, minimumCleanShare: 0.25, nearFloor: 3 }
    const seen = await time(subject, { ...sampling, last: process.hrtime.bigint() + BigInt(long) }, () => {})
    expect(seen.own).toBeUndefined()
    expect([own > 100, other]).toEqual([true, 0])
    const { own: readings } = await withLateMetrics(seen, { budget: long })
    expect(readings).toEqual({ finds: even(1), size: even(2) })
    expect(other).toBe(100)
    expect(await readLate(subjectOf({ run, measure: { size: () => 2 } }), long)).toBeUndefined()
  })

  it.each<[string, unknown, RegExp]>([
    ['none', [JSON, 'no'], /no function 'no'/u],
    ['no object', ['JSON', 'parse'], /must be \[object, 'method'\]/u],
    ['one that is frozen', [Object.freeze({ f: () => 1 }), 'f'], /'f' cannot be replaced/u],
    ['none of the state', (given: { db: { query: unknown } }) => [given.db.query, 'x'], /undefined/u],
  ])('cannot be calls of %s', async (_, calls, saw) => {
    const readings = await read({ run: () => 1, measure: { calls: { calls } } })
    expect(readings?.calls).toMatchObject({ problem: 'threw', saw: expect.stringMatching(saw) })
  })

  it('of operations that are in flight together are read over all of them', async () => {
    let [open, batches, calls] = [0, 0, 0]
    const readings = await read(
      {
        concurrency: 4,
        run: async () => {
          calls++
          if (open++ === 0) batches++
          await null
          open--
        },
        measure: { batches: () => batches },
      },
      long,
      { asynchronous: true },
    )
    expect(readings).toEqual({ batches: even(0.25) })
    expect(calls).toBe(100)
  })

  it('of slow operations are read twice at least, and once where one takes longer than the fork', async () => {
    let count = 0
    const cell = new Int32Array(new SharedArrayBuffer(4))
    const run = () => {
      count++
      Atomics.wait(cell, 0, 0, 20)
    }
    const spec = { run, measure: { count: () => count } }
    const two = { ...even(1), operations: 2, whole: false }
    expect(await read(spec, 0, { firstCall: 0 })).toEqual({ count: two })
    expect(await read(spec, 0, { firstCall: 1 })).toEqual({ count: { ...two, operations: 1 } })
  })

  it('tell how operations differ, and the mean', async () => {
    let [count, calls] = [0, 0]
    const readings = await read({
      run: () => {
        if (++calls % 4 === 0) count++
      },
      measure: { count: () => count },
    })
    expect(readings).toEqual({ count: { value: 0.25, low: 0, high: 1, operations: 100, whole: true } })
  })

  it('of fractions are even where only their last digits differ', async () => {
    let sum = 0
    const run = () => {
      sum += 0.1
    }
    const readings = await read({ run, measure: { sum: () => sum } })
    expect(readings).toEqual({ sum: even(0.1) })
  })

  it.each<[unknown, string, string]>([
    [() => Number.NaN, 'not-finite', 'NaN'],
    [() => Number.POSITIVE_INFINITY, 'not-finite', 'Infinity'],
    [() => -1, 'negative', '-1'],
    [() => 2 ** 53, 'too-large', '9007199254740992'],
    [() => 3n, 'no-number', 'the bigint 3'],
    [() => undefined, 'no-number', 'undefined'],
    [() => '3', 'no-number', 'the string "3"'],
    [
      () => {
        throw new TypeError('db is undefined')
      },
      'threw',
      'TypeError: db is undefined',
    ],
    [
      () => {
        throw null
      },
      'threw',
      'threw null',
    ],
    [async () => 3, 'promise', 'a promise'],
    [() => Promise.reject(new Error('late')), 'promise', 'a promise'],
  ])('that cannot be read tell why, whether counters or values: %s', async (bad, problem, saw) => {
    const good = { as: 'value', read: () => 1 }
    const measure = { bad, worse: { as: 'value', read: bad }, good }
    expect(await read({ run: () => 1, measure } as ErasedSpec)).toEqual({
      ...{ bad: { problem, saw }, worse: { problem, saw }, good: even(1) },
    })
  })

  it('that go backwards tell so, where they are counters', async () => {
    let left = 200
    const fell = () => left
    const measure = { left: fell, level: { as: 'value', read: fell } }
    const readings = await read({ run: () => left--, measure })
    expect(readings?.left).toEqual({ problem: 'backwards', saw: '200, then 199' })
    expect(readings?.level).toMatchObject({ low: 100, high: 199 })
  })

  it('are none of a benchmark that measures none; one that returns a promise is told', async () => {
    expect(await read({ run: () => 1 })).toBeUndefined()
    await expect(read({ run: async () => 1, measure: { a: () => 1 } })).rejects.toThrow(Promised)
  })

  it('are looked at once without being timed, whatever they do', () => {
    const seen: string[] = []
    const measure = {
      a: () => seen.push('a'),
      b: () => {
        seen.push('b')
        throw new Error('gone')
      },
    }
    readOnce(subjectOf({ run: () => 1, measure }))
    expect(seen).toEqual(['a', 'a', 'b'])
  })
})
