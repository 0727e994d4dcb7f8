import { describe, expect, it } from 'vitest'
import { detailOf, memoriesOf, timingsOf, trialsOfStep } from '../../../src/core/kind/function/trials.ts'
import {
  countDisturbed,
  failureOf,
  measured,
  refusalOf,
  trialsOf,
  valuesOf,
} from '../../../src/core/ledger/ledger.ts'
import type { Benchmark } from '../../../src/model/benchmark.ts'
import type { Failure } from '../../../src/model/failure.ts'
import type { Outcome, Timing } from '../../../src/model/outcome.ts'
import type { Step } from '../../../src/model/step.ts'
import type { Ledger, Stage, Trial } from '../../../src/model/trial.ts'
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

function stepOf(task: Step['task'], ...names: string[]): Step {
  const about = {
    kind: 'function',
    side: 'head',
    stage: task === 'agree' ? 'check' : 'screen',
    round: 1,
  } as const
  return { ...about, task, file, keys: names, ids: names.map((name) => `${file} › ${name}`) }
}

/** What forks said, in the order in which they did. */
class Said {
  readonly ledger: Trial[] = []
  add(step: Step, outcome: Outcome, stage: Stage = step.stage): void {
    this.ledger.push(...trialsOfStep({ ...step, stage }, outcome))
  }
  of({ id }: Pick<Benchmark, 'id'>): Ledger {
    return trialsOf(this.ledger, id)
  }
  progress(benchmark: Pick<Benchmark, 'id'>) {
    const trials = this.of(benchmark)
    return {
      times: valuesOf(measured(trials, { stage: 'screen', task: 'time' }), 'time'),
      memories: memoriesOf(trials),
      disturbed: countDisturbed(trials),
      noMemory: refusalOf(trials) !== undefined,
      spent: measured(trials, { task: 'time' }).reduce((sum, { end }) => sum + end.quality.spent, 0),
      failed: failureOf(trials) !== undefined,
    }
  }
}

describe('a ledger', () => {
  it('begins empty', () => {
    expect(new Said().progress(a)).toEqual({
      times: [],
      memories: [],
      disturbed: 0,
      noMemory: false,
      spent: 0,
      failed: false,
    })
  })

  it('is filed under the benchmark that it is about, in the order measured', () => {
    const said = new Said()
    said.add(stepOf('time', 'a'), timedOutcome(3, { printed: 5 }))
    said.add(stepOf('time', 'b'), timedOutcome(7))
    said.add(stepOf('time', 'a'), timedOutcome(1, { printed: 6 }))
    expect(said.progress(a)).toMatchObject({ times: [3, 1], memories: [], failed: false })
    expect(said.progress(b).times).toEqual([7])
    expect(said.of(a).reduce((bytes, { printed }) => bytes + printed, 0)).toBe(11)
  })

  it('counts the time of warm-up, batches and single operations, not that of the process around them', () => {
    const said = new Said()
    const fork = (timing: Partial<Timing>, wall: number): Outcome => ({
      state: 'measured',
      kind: 'time',
      timing: timingOf(3, timing),
      wall,
      printed: 0,
    })
    const first = { warmup: 1e6, mean: 5, batch: 100, samples: 200 }
    said.add(stepOf('time', 'a'), fork(first, 9e9))
    expect(said.progress(a).spent).toBe(1e6 + 5 * 100 * 200)
    said.add(stepOf('time', 'a'), fork({ ...first, warmup: 0, samples: 3 }, 9e9))
    expect(said.progress(a).spent).toBe(1e6 + 5 * 100 * 203)
    const latency = { count: 1, p50: 7, p95: 7, p99: 7, p999: 7, max: 7, duration: 2e6, histogram: [360, 1] }
    const single = { warmup: 0, mean: 5, batch: 100, samples: 0, latency }
    said.add(stepOf('time', 'a'), fork(single, 9e9))
    expect(said.progress(a).spent).toBe(1e6 + 5 * 100 * 203 + 2e6)
  })

  it('keeps memory apart from time', () => {
    const said = new Said()
    said.add(stepOf('memory', 'a'), memoryOutcome(64))
    expect(said.progress(a)).toMatchObject({ times: [], memories: [{}], spent: 0, failed: false })
    expect(memoriesOf(said.of(a)).map(({ allocated }) => allocated)).toEqual([64])
  })

  it('counts forks that the machine kept from measuring, and calls the benchmark able', () => {
    const said = new Said()
    const gone = failedOutcome({ reason: 'disturbed', message: 'no CPU', phase: 'sampling' })
    said.add(stepOf('time', 'a'), gone)
    said.add(stepOf('time', 'a'), gone)
    expect(said.progress(a)).toMatchObject({ times: [], disturbed: 2, failed: false })
  })

  it.each(['warming', 'sampling'] as const)(
    'keeps times where a memory fork has no time left, %s',
    (phase) => {
      const said = new Said()
      said.add(stepOf('time', 'a'), timedOutcome(3))
      const late = failedOutcome({ reason: 'timed-out', message: 'no answer', phase })
      said.add(stepOf('memory', 'a'), late)
      expect(said.progress(a)).toMatchObject({ times: [3], noMemory: true, failed: false })
      expect(refusalOf(said.of(a))).toBe('no answer')
    },
  )

  it.each<[string, Step['task'], Failure]>([
    ['a crash in a memory fork', 'memory', { reason: 'crashed', message: 'gone', phase: 'sampling' }],
    ['what a memory fork throws', 'memory', { reason: 'threw', message: 'no', phase: 'sampling' }],
    ['a setup that hangs there', 'memory', { reason: 'timed-out', message: 'late', phase: 'setup' }],
    ['a timed fork that is late', 'time', { reason: 'timed-out', message: 'late', phase: 'sampling' }],
  ])('fails by %s', (_, kind, failed) => {
    const said = new Said()
    said.add(stepOf(kind, 'a'), failedOutcome(failed))
    expect(failureOf(said.of(a))?.reason).toBe(failed.reason)
  })

  it('keeps the fresh forks of the second stage apart from those of the first', () => {
    const said = new Said()
    said.add(stepOf('time', 'a'), timedOutcome(3))
    said.add(stepOf('time', 'a'), timedOutcome(4), 'confirm')
    const stages = (['screen', 'confirm'] as const).map((stage) => timingsOf(measured(said.of(a), { stage })))
    expect(stages).toEqual([[timingOf(3)], [timingOf(4)]])
    expect(said.progress(a).times).toEqual([3])
  })

  it('keeps why nobody can tell whether alternatives agree', () => {
    const said = new Said()
    said.add(stepOf('agree', 'a', 'b'), { ...comparedOutcome(), unknown: 'functions' } as Outcome)
    expect([a, b].flatMap((one) => said.of(one)).map((trial) => detailOf(trial).unknown)).toEqual([
      'functions',
      'functions',
    ])
    expect(said.progress(a)).toMatchObject({ times: [], failed: false })
  })
})

describe('a failure', () => {
  it('ends a benchmark and keeps what was measured before', () => {
    const said = new Said()
    said.add(stepOf('time', 'a'), timedOutcome(3))
    said.add(stepOf('time', 'a'), failedOutcome(failure))
    expect(said.progress(a)).toMatchObject({ times: [3], failed: true })
  })

  it.each<[string, Step['task'], number]>([
    ['no such fixture', 'time', 0],
    ['no such fixture (while measuring time, after 2 that succeeded)', 'time', 2],
    ['no such fixture (while measuring memory, after 1 that succeeded)', 'memory', 1],
    ['no such fixture', 'agree', 1],
  ])('says where it happened: %s', (message, kind, before) => {
    const said = new Said()
    for (let i = 0; i < before; i++) said.add(stepOf('time', 'a'), timedOutcome(3))
    said.add(stepOf(kind, 'a'), failedOutcome(failure))
    expect(failureOf(said.of(a))).toEqual({ ...failure, message })
  })

  it('is the first one: later ones are its consequences', () => {
    const said = new Said()
    said.add(stepOf('time', 'a'), failedOutcome(failure))
    said.add(stepOf('time', 'a'), failedOutcome({ reason: 'crashed', message: 'later' }), 'screen')
    expect(failureOf(said.of(a))).toEqual(failure)
  })

  it('of an agreement is about the member that it names', () => {
    const said = new Said()
    said.add(stepOf('agree', 'a', 'b'), failedOutcome(failure, 'b'))
    expect(failureOf(said.of(a))).toBeUndefined()
    expect(failureOf(said.of(b))).toEqual(failure)
  })

  it.each([undefined, 'somebody else'])('of an agreement that names %s is about all members', (key) => {
    const said = new Said()
    said.add(stepOf('agree', 'a', 'b'), failedOutcome(failure, key))
    expect([a, b].map(({ id }) => failureOf(said.of({ id })))).toEqual([failure, failure])
  })

  it('is none when the members agree', () => {
    const said = new Said()
    said.add(stepOf('agree', 'a', 'b'), comparedOutcome())
    expect([a, b].map(({ id }) => said.progress({ id }).failed)).toEqual([false, false])
  })

  it('is each member’s own when they were compared and differ', () => {
    const said = new Said()
    const other: Failure = { reason: 'disagrees', message: '4 against 3' }
    const compared = comparedOutcome({ key: 'c', failure: other }, { key: 'a', failure })
    said.add(stepOf('agree', 'a', 'b', 'c'), compared)
    expect([a, b, c].map(({ id }) => failureOf(said.of({ id })))).toEqual([failure, undefined, other])
  })

  it('is never that of somebody who was not compared', () => {
    const said = new Said()
    const compared = comparedOutcome({ key: 'c', failure }, { key: 'nobody', failure })
    said.add(stepOf('agree', 'a', 'b'), compared)
    expect([a, b, c].map(({ id }) => failureOf(said.of({ id })))).toEqual([undefined, undefined, undefined])
  })

  it('is the first one among those that a comparison finds, too', () => {
    const said = new Said()
    const step = stepOf('agree', 'a', 'b')
    said.add(step, failedOutcome(failure, 'a'))
    const later: Failure = { reason: 'disagrees', message: 'later' }
    said.add(step, comparedOutcome({ key: 'a', failure: later }))
    expect(failureOf(said.of(a))).toEqual(failure)
  })
})
