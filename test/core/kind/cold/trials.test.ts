import { describe, expect, it } from 'vitest'
import {
  type ColdRuns,
  endOfColdPair,
  endOfColdSide,
  endOfImports,
  keepColdDetail,
  valuesOfMarks,
} from '../../../../src/core/kind/cold/trials.ts'
import { type ColdMarks, coldDetailSchema } from '../../../../src/model/cold.ts'
import { policy } from '../../../../src/model/config.ts'
import { runOf } from '../command/runs.ts'
import { treeWith } from './given.ts'

const facts = { supervisor: { program: 'perl', floor: 1e6 } } as const

/** A run of 100 ms that began at 1 s, and noted where it was so many ms later. */
function markedAt(ms: Partial<Record<'ready' | 'firstLine' | 'loaded', number>>, own = 1) {
  const at = (one: number | undefined) => (one === undefined ? undefined : 1e9 + one * 1e6)
  const told = Object.entries(ms).map(([name, one]) => [name, at(one)])
  const marks = {
    began: at(20)!,
    preloaded: at(21)!,
    exit: at(95)!,
    own: own * 1e6,
    ...Object.fromEntries(told),
  }
  return { run: runOf({ from: 1e9 }), marks: marks as ColdMarks }
}

describe('what a process notes', () => {
  it('is told from its start on, without what noting took', () => {
    expect(valuesOfMarks(markedAt({ ready: 22, firstLine: 41, loaded: 61 }))).toEqual({
      ...{ firstLine: 40e6, loaded: 60e6, loading: 39e6 },
    })
    // A text that is imported has no such moment: Node is ready when what notes has been loaded.
    expect(valuesOfMarks(markedAt({ firstLine: 41, loaded: 61 })).loading).toBe(40e6)
  })

  it('is nothing of what it did not reach', () => {
    expect(valuesOfMarks(markedAt({ ready: 22, firstLine: 41 }))).toEqual({ firstLine: 40e6 })
    expect(valuesOfMarks({ run: runOf(), marks: undefined })).toEqual({})
    expect(valuesOfMarks({ run: runOf(), marks: markedAt({ loaded: 50 }).marks })).toEqual({})
  })
})

describe('a trial of a cold start', () => {
  const runs: ColdRuns = {
    plain: [90, 100, 110].map((ms) => ({ runs: { head: [runOf({ wall: ms * 1e6 })] }, shell: [] })),
    marked: [{ head: [50, 60, 70].map((ms) => markedAt({ ready: 22, firstLine: 41, loaded: ms })) }],
    cached: [70, 80, 75].map((ms) => runOf({ wall: ms * 1e6 })),
  }

  it('says what runs of each sort say', () => {
    const { values, detail, quality } = endOfColdSide(runs, 'head', facts)
    expect(values).toMatchObject({
      time: 100e6,
      loaded: 59e6,
      loading: 38e6,
      firstLine: 40e6,
      cachedTime: 75e6,
    })
    // Others than those that are timed are not its samples.
    expect(quality.samples).toBe(3)
    expect(coldDetailSchema.parse(detail)).toEqual(detail)
    expect(detail).not.toHaveProperty('unloaded')
  })

  it('says where it ended before it was loaded', () => {
    const unloaded = { ...runs, marked: [{ head: [markedAt({ firstLine: 30 })] }], cached: [] }
    const { values, detail } = endOfColdSide(unloaded, 'head', facts)
    expect(values).not.toHaveProperty('loaded')
    expect(values).not.toHaveProperty('cachedTime')
    expect(detail).toMatchObject({ unloaded: true })
  })

  it('of two revisions compares block by block', () => {
    const both = (head: number, base: number) => ({
      head: [markedAt({ ready: 20, firstLine: 30, loaded: head }, 0)],
      base: [markedAt({ ready: 20, firstLine: 30, loaded: base }, 0)],
    })
    const pair: ColdRuns = {
      plain: [{ runs: { head: [runOf({ wall: 120e6 })], base: [runOf()] }, shell: [] }],
      marked: [both(60, 50), both(60, 60), both(80, 50)],
      cached: [],
    }
    const sides = { head: endOfColdSide(pair, 'head', facts), base: endOfColdSide(pair, 'base', facts) }
    const { values } = endOfColdPair(pair, sides, facts)
    expect(values.time).toBeCloseTo(Math.log(1.2))
    expect(values.loaded).toBeCloseTo(Math.log(1.2))
    expect(values.loading).toBeCloseTo(Math.log(40 / 30))
    expect(values.firstLine).toBeCloseTo(0)
  })
})

describe('what is imported', () => {
  it('is counted in the most typical process, and kept in short', () => {
    const many = Object.fromEntries(Array.from({ length: policy.cold.kept + 5 }, (_, n) => [`f${n}.js`, 1]))
    const end = endOfImports([treeWith(many), treeWith({ 'a.js': 1 }), treeWith(many)], facts)
    expect(end.values).toEqual({ imports: policy.cold.kept + 6, importedBytes: 66_000, builtins: 0 })
    const kept = keepColdDetail(end.detail)
    expect(kept.tree?.rest?.modules).toBe(6)
    expect(coldDetailSchema.parse(kept)).toEqual(kept)
    expect(keepColdDetail(facts)).toEqual(facts)
  })
})
