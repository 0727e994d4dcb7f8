import { describe, expect, it } from 'vitest'
import { addOutcome, emptyEvidence, progressOf } from '../../../src/core/ledger/evidence.ts'
import type { Step } from '../../../src/core/plan/plan.ts'
import type { Failure, Outcome, Timing } from '../../../src/model/outcome.ts'
import {
  benchmarkOf,
  comparedOutcome,
  failedOutcome,
  file,
  memoryOutcome,
  timedOutcome,
  timingOf,
} from '../given.ts'

const [a, b, c] = [benchmarkOf('a'), benchmarkOf('b'), benchmarkOf('c')]
const failure: Failure = { reason: 'threw', message: 'no such fixture' }

function stepOf(kind: Step['kind'], ...names: string[]): Step {
  return { kind, file, keys: names, ids: names.map((name) => `${file} › ${name}`), round: 1 }
}

describe('evidence', () => {
  it('begins empty', () => {
    expect(progressOf(emptyEvidence([a, b]), a.id)).toEqual({
      times: [],
      memories: [],
      disturbed: 0,
      noMemory: false,
      spent: 0,
      failed: false,
    })
  })

  it('of nobody counts as failed: nothing is asked about it', () => {
    expect(progressOf(emptyEvidence([a]), b.id).failed).toBe(true)
  })

  it('is filed under the benchmark that it is about, in the order measured', () => {
    const evidence = emptyEvidence([a, b])
    addOutcome(evidence, stepOf('time', 'a'), timedOutcome(3, { printed: 5 }), 'screen')
    addOutcome(evidence, stepOf('time', 'b'), timedOutcome(7), 'screen')
    addOutcome(evidence, stepOf('time', 'a'), timedOutcome(1, { printed: 6 }), 'screen')
    expect(progressOf(evidence, a.id)).toMatchObject({ times: [3, 1], memories: [], failed: false })
    expect(progressOf(evidence, b.id).times).toEqual([7])
    expect(evidence.get(a.id)?.printed).toBe(11)
  })

  it('counts the time of warm-up, batches and single operations, not that of the process around them', () => {
    const evidence = emptyEvidence([a])
    const fork = (timing: Partial<Timing>, wall: number): Outcome => ({
      state: 'measured',
      kind: 'time',
      timing: timingOf(3, timing),
      wall,
      printed: 0,
    })
    const first = { warmup: 1e6, mean: 5, batch: 100, samples: 200 }
    addOutcome(evidence, stepOf('time', 'a'), fork(first, 9e9), 'screen')
    expect(progressOf(evidence, a.id).spent).toBe(1e6 + 5 * 100 * 200)
    addOutcome(evidence, stepOf('time', 'a'), fork({ ...first, warmup: 0, samples: 3 }, 9e9), 'screen')
    expect(progressOf(evidence, a.id).spent).toBe(1e6 + 5 * 100 * 203)
    const latency = { count: 1, p50: 7, p95: 7, p99: 7, p999: 7, max: 7, duration: 2e6, histogram: [360, 1] }
    const single = { warmup: 0, mean: 5, batch: 100, samples: 0, latency }
    addOutcome(evidence, stepOf('time', 'a'), fork(single, 9e9), 'screen')
    expect(progressOf(evidence, a.id).spent).toBe(1e6 + 5 * 100 * 203 + 2e6)
  })

  it('keeps memory apart from time', () => {
    const evidence = emptyEvidence([a])
    addOutcome(evidence, stepOf('memory', 'a'), memoryOutcome(64), 'screen')
    expect(progressOf(evidence, a.id)).toMatchObject({ times: [], memories: [{}], spent: 0, failed: false })
    expect(evidence.get(a.id)?.memories.map(({ allocated }) => allocated)).toEqual([64])
  })

  it('counts forks that the machine kept from measuring, and calls the benchmark able', () => {
    const evidence = emptyEvidence([a])
    const gone = failedOutcome({ reason: 'disturbed', message: 'no CPU', phase: 'sampling' })
    addOutcome(evidence, stepOf('time', 'a'), gone, 'screen')
    addOutcome(evidence, stepOf('time', 'a'), gone, 'screen')
    expect(progressOf(evidence, a.id)).toMatchObject({ times: [], disturbed: 2, failed: false })
  })

  it.each(['warming', 'sampling'] as const)(
    'keeps times where a memory fork has no time left, %s',
    (phase) => {
      const evidence = emptyEvidence([a])
      addOutcome(evidence, stepOf('time', 'a'), timedOutcome(3), 'screen')
      const late = failedOutcome({ reason: 'timed-out', message: 'no answer', phase })
      addOutcome(evidence, stepOf('memory', 'a'), late, 'screen')
      expect(progressOf(evidence, a.id)).toMatchObject({ times: [3], noMemory: true, failed: false })
      expect(evidence.get(a.id)?.noMemory).toBe('no answer')
    },
  )

  it.each<[string, Step['kind'], Failure]>([
    ['a crash in a memory fork', 'memory', { reason: 'crashed', message: 'gone', phase: 'sampling' }],
    ['what a memory fork throws', 'memory', { reason: 'threw', message: 'no', phase: 'sampling' }],
    ['a setup that hangs there', 'memory', { reason: 'timed-out', message: 'late', phase: 'setup' }],
    ['a timed fork that is late', 'time', { reason: 'timed-out', message: 'late', phase: 'sampling' }],
  ])('fails by %s', (_, kind, failed) => {
    const evidence = emptyEvidence([a])
    addOutcome(evidence, stepOf(kind, 'a'), failedOutcome(failed), 'screen')
    expect(evidence.get(a.id)?.failure?.reason).toBe(failed.reason)
  })

  it('keeps the fresh forks of the second stage apart from those of the first', () => {
    const evidence = emptyEvidence([a])
    addOutcome(evidence, stepOf('time', 'a'), timedOutcome(3), 'screen')
    addOutcome(evidence, stepOf('time', 'a'), timedOutcome(4), 'confirm')
    expect(evidence.get(a.id)).toMatchObject({ timings: [timingOf(3)], confirmations: [timingOf(4)] })
    expect(progressOf(evidence, a.id).times).toEqual([3])
  })

  it('ignores what it was not asked about', () => {
    const evidence = emptyEvidence([a])
    addOutcome(evidence, stepOf('time', 'b'), timedOutcome(3), 'screen')
    expect([...evidence.keys()]).toEqual([a.id])
  })
})

describe('a failure', () => {
  it('ends a benchmark and keeps what was measured before', () => {
    const evidence = emptyEvidence([a])
    addOutcome(evidence, stepOf('time', 'a'), timedOutcome(3), 'screen')
    addOutcome(evidence, stepOf('time', 'a'), failedOutcome(failure), 'screen')
    expect(progressOf(evidence, a.id)).toMatchObject({ times: [3], failed: true })
  })

  it.each<[string, Step['kind'], number]>([
    ['no such fixture', 'time', 0],
    ['no such fixture (in a timed fork, after 2 that succeeded)', 'time', 2],
    ['no such fixture (in a memory fork, after 1 that succeeded)', 'memory', 1],
    ['no such fixture', 'agree', 1],
  ])('says where it happened: %s', (message, kind, before) => {
    const evidence = emptyEvidence([a])
    for (let i = 0; i < before; i++) addOutcome(evidence, stepOf('time', 'a'), timedOutcome(3), 'screen')
    addOutcome(evidence, stepOf(kind, 'a'), failedOutcome(failure), 'screen')
    expect(evidence.get(a.id)?.failure).toEqual({ ...failure, message })
  })

  it('is the first one: later ones are its consequences', () => {
    const evidence = emptyEvidence([a])
    addOutcome(evidence, stepOf('time', 'a'), failedOutcome(failure), 'screen')
    addOutcome(
      evidence,
      stepOf('time', 'a'),
      failedOutcome({ reason: 'crashed', message: 'later' }),
      'screen',
    )
    expect(evidence.get(a.id)?.failure).toEqual(failure)
  })

  it('of an agreement is about the member that it names', () => {
    const evidence = emptyEvidence([a, b])
    addOutcome(evidence, stepOf('agree', 'a', 'b'), failedOutcome(failure, 'b'), 'screen')
    expect(evidence.get(a.id)?.failure).toBeUndefined()
    expect(evidence.get(b.id)?.failure).toEqual(failure)
  })

  it.each([undefined, 'somebody else'])('of an agreement that names %s is about all members', (key) => {
    const evidence = emptyEvidence([a, b])
    addOutcome(evidence, stepOf('agree', 'a', 'b'), failedOutcome(failure, key), 'screen')
    expect([a, b].map(({ id }) => evidence.get(id)?.failure)).toEqual([failure, failure])
  })

  it('is none when the members agree', () => {
    const evidence = emptyEvidence([a, b])
    addOutcome(evidence, stepOf('agree', 'a', 'b'), comparedOutcome(), 'screen')
    expect([a, b].map(({ id }) => progressOf(evidence, id).failed)).toEqual([false, false])
  })

  it('is each member’s own when they were compared and differ', () => {
    const evidence = emptyEvidence([a, b, c])
    const other: Failure = { reason: 'disagrees', message: '4 against 3' }
    const compared = comparedOutcome({ key: 'c', failure: other }, { key: 'a', failure })
    addOutcome(evidence, stepOf('agree', 'a', 'b', 'c'), compared, 'screen')
    expect([a, b, c].map(({ id }) => evidence.get(id)?.failure)).toEqual([failure, undefined, other])
  })

  it('is never that of somebody who was not compared', () => {
    const evidence = emptyEvidence([a, b, c])
    const compared = comparedOutcome({ key: 'c', failure }, { key: 'nobody', failure })
    addOutcome(evidence, stepOf('agree', 'a', 'b'), compared, 'screen')
    expect([a, b, c].map(({ id }) => evidence.get(id)?.failure)).toEqual([undefined, undefined, undefined])
  })

  it('is the first one among those that a comparison finds, too', () => {
    const evidence = emptyEvidence([a, b])
    const step = stepOf('agree', 'a', 'b')
    addOutcome(evidence, step, failedOutcome(failure, 'a'), 'screen')
    const later: Failure = { reason: 'disagrees', message: 'later' }
    addOutcome(evidence, step, comparedOutcome({ key: 'a', failure: later }), 'screen')
    expect(evidence.get(a.id)?.failure).toEqual(failure)
  })
})
