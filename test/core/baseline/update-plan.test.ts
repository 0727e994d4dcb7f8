import { describe, expect, it } from 'vitest'
import {
  commitsToCompare,
  describeUpdate,
  isRecordedRun,
  type NumberUpdate,
  planUpdate,
  type SameSince,
} from '../../../src/core/baseline/update-plan.ts'
import type { Baseline, Session } from '../../../src/model/baseline.ts'
import type { Run } from '../../../src/model/run.ts'
import { baselineOf, commit, failedResult, file, resultOf, runOf, session, trialTime } from '../given.ts'

const id = `${file} › a`
const later = '9'.repeat(40)
const run = (more: Partial<Run> = {}) => runOf({ benchmarks: [resultOf('a')], ...more })
const baseline = (of: Partial<Session> = {}, values = { s1: [1, 2] }) =>
  baselineOf({ a: { time: values } }, { sessions: { s1: { ...session, ...of } } })
const since = (same: SameSince) => new Map([[commit, same]])
const moved = run({ source: { commit: later, dirty: false } })

describe('the numbers of a run', () => {
  it.each<[string, object, Baseline[], Run, ReadonlyMap<string, SameSince>]>([
    ['are the first', { state: 'first' }, [], run(), new Map()],
    [
      'are a further session at the same commit',
      { state: 'appended', session: 2 },
      [baseline()],
      run(),
      new Map(),
    ],
    [
      'are a further session where nothing that the file reads has changed',
      { state: 'appended', session: 2 },
      [baseline()],
      moved,
      since({ asRecorded: new Set([id]) }),
    ],
    [
      'start anew where something has',
      { state: 'anew', because: 'something that it reads has changed since 1a2b3c4' },
      [baseline()],
      moved,
      since({ asRecorded: new Set([`${file} › b`]) }),
    ],
    [
      'start anew where nobody can tell',
      { state: 'anew', because: '1a2b3c4 cannot be compared with: it is gone' },
      [baseline()],
      moved,
      since({ unknown: 'it is gone' }),
    ],
    [
      'start anew with uncommitted changes that the file reads',
      { state: 'anew', because: 'something that it reads has changed since 1a2b3c4' },
      [baseline()],
      run({ source: { commit, dirty: true } }),
      since({ asRecorded: new Set() }),
    ],
    [
      'are a further session with uncommitted changes that it does not read',
      { state: 'appended', session: 2 },
      [baseline()],
      run({ source: { commit, dirty: true } }),
      since({ asRecorded: new Set([id]) }),
    ],
    [
      'start anew by other rules',
      { state: 'anew', because: 'what is recorded was measured by other rules' },
      [baseline({ method: 1 })],
      run(),
      new Map(),
    ],
    [
      'start anew in forks of another length',
      { state: 'anew', because: 'what is recorded was measured in forks of another length' },
      [baseline({ trialTime: 2 * trialTime })],
      run(),
      new Map(),
    ],
    [
      'start anew after a dirty session',
      { state: 'anew', because: 'what is recorded had changes that were not committed' },
      [baseline({ dirty: true })],
      run(),
      new Map(),
    ],
  ])('%s', (_, placing, baselines, measured, known) => {
    expect(planUpdate(baselines, measured, known).get(id)).toMatchObject(placing)
  })

  it('have no place where nothing was measured', () => {
    const failed = run({ benchmarks: [failedResult('a', { reason: 'threw', message: 'no' })] })
    expect(planUpdate([baseline()], failed, new Map()).size).toBe(0)
    expect(commitsToCompare([baseline()], failed).size).toBe(0)
  })

  it('are placed by the session that was recorded last of the benchmark itself', () => {
    const sessions = { s1: session, s2: { ...session, commit: later } }
    const both = baselineOf({ a: { time: { s1: [1] } }, b: { time: { s1: [1], s2: [1] } } }, { sessions })
    const measured = run({ benchmarks: [resultOf('a'), resultOf('b')] })
    const placings = planUpdate([both], measured, new Map([[later, { asRecorded: new Set<string>() }]]))
    expect([...placings.values()].map(({ state }) => state)).toEqual(['appended', 'anew'])
    expect([...commitsToCompare([both], measured).keys()]).toEqual([later])
  })

  it('are asked about only where the answer is open', () => {
    const asked = (known: Baseline, measured: Run) => [...commitsToCompare([known], measured).keys()]
    expect(asked(baseline(), run())).toEqual([])
    expect(asked(baseline(), moved)).toEqual([commit])
    expect(asked(baseline(), run({ source: { commit, dirty: true } }))).toEqual([commit])
    expect(asked(baseline({ dirty: true }), moved)).toEqual([])
    expect(asked(baseline({ method: 1 }), moved)).toEqual([])
  })

  it('are recorded once', () => {
    const known = baselineOf({ a: { time: { [run().id]: [1] } } }, { sessions: { [run().id]: session } })
    expect(isRecordedRun(run(), [{ id, file }], [known])).toBe(true)
    expect(isRecordedRun(run(), [{ id: `${file} › b`, file }], [known])).toBe(false)
    expect(isRecordedRun(run(), [{ id, file }], [baseline()])).toBe(false)
  })
})

describe('what is told', () => {
  const appended = (sincePrevious: number, count = 2) => ({
    state: 'appended' as const,
    session: count,
    sincePrevious,
  })

  it('is one line for all benchmarks of a file that it holds for', () => {
    const measured = run({ benchmarks: ['a', 'b', 'c'].map((name) => resultOf(name)) })
    const day = 24 * 3600e9
    const placings = new Map<string, NumberUpdate>([
      [id, appended(day)],
      [`${file} › b`, { state: 'anew' as const, because: 'so it is' }],
      [`${file} › c`, appended(day)],
    ])
    expect(describeUpdate(placings, measured)).toEqual([
      `${file}: 2 benchmarks, appended as session 2 of 2`,
      `${file}: 1 benchmark, starting anew: so it is`,
    ])
  })

  it('says when a session follows so soon that it tells little', () => {
    const told = (sincePrevious: number, count?: number) =>
      describeUpdate(new Map([[id, appended(sincePrevious, count)]]), run())[0]
    expect(told(240e9)).toBe(
      `${file}: 1 benchmark, appended as session 2 of 2; only 240.0 s after the one before, which says little about another day`,
    )
    expect(told(7200e9, 5)).toBe(`${file}: 1 benchmark, appended as session 5 of 5, the most that are kept`)
  })
})
