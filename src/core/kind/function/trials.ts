import type { z } from 'zod'
import { policy } from '../../../model/config.ts'
import type { Failure } from '../../../model/failure.ts'
import type { functionDetailSchema } from '../../../model/kind.ts'
import { latencyQuantileNames } from '../../../model/latency.ts'
import type { FunctionMetricName } from '../../../model/metric.ts'
import type { Memory, Outcome, Timing } from '../../../model/outcome.ts'
import type { Examination } from '../../../model/profile.ts'
import type { Step } from '../../../model/step.ts'
import type { Ledger, Measured, Quality, Trial } from '../../../model/trial.ts'
import { readingsAsValues } from '../../ledger/own-readings.ts'

/** What trials of functions have beside their values: what only findings about functions read. */
export type FunctionDetail = {
  readonly timing?: Timing
  readonly memory?: Memory
  /** Of a timed fork that was to count bytes, and could not. */
  readonly uncounted?: boolean
  /** Of alternatives that must agree: why nobody can tell whether they do. */
  readonly unknown?: string
  /** Of a profiling fork; `prefix`: the way from the top of the repository to the project. */
  readonly observed?: {
    readonly examination: Examination
    readonly prefix?: string | undefined
  } & Observing
}

/** What a step of this kind says beside its task. */
export type FunctionStepDetail = {
  /** Of a timed fork: whether it counts bytes when its timing is over. */
  readonly memory?: boolean
  /** Of a memory fork: whether it explains a leak. */
  readonly growth?: boolean
} & Partial<Observing>

/** How a fork is profiled. */
export type Observing = {
  /** Whether functions may be copied into others, as they are where nobody looks. */
  readonly inlining: boolean
  /** Which of the replicates it belongs to. */
  readonly replicate: number
}

export function stepDetailOf({ detail }: Pick<Step, 'detail'>): FunctionStepDetail {
  return (detail ?? {}) as FunctionStepDetail
}

export function timingsOf(trials: Ledger): Timing[] {
  return trials.flatMap((trial) => detailOf(trial).timing ?? [])
}

export function memoriesOf(trials: Ledger): Memory[] {
  return trials.flatMap((trial) => detailOf(trial).memory ?? [])
}

export function detailOf({ kind, end }: Trial): FunctionDetail {
  return kind === 'function' && end.state === 'measured' ? (end.detail as FunctionDetail) : {}
}

/** What a fork tells of its latencies, each a metric. */
export const latencyFigures = [...latencyQuantileNames, 'max'] as const

type Values = Partial<Record<FunctionMetricName, number>>
export type About = Pick<Trial, 'id' | 'side' | 'stage' | 'task'> &
  Partial<Pick<Trial, 'way' | 'wall' | 'printed'>>

export function timedTrial(about: About, timing: Timing, uncounted = false): Trial {
  const { value, cpu, helperCpu, latency, own } = timing
  const told = readingsAsValues(own)
  const values: Measured['values'] = {
    ...told.values,
    time: value,
    ...(cpu !== undefined && { cpu }),
    ...(helperCpu !== undefined && { helperCpu }),
    ...(latency && Object.fromEntries(latencyFigures.map((name) => [`latency.${name}`, latency[name]]))),
  }
  const detail: FunctionDetail = { timing, ...(uncounted && { uncounted }) }
  const quality = { ...qualityOf(timing), ...told.quality }
  return trialOf(about, { state: 'measured', values, quality, detail })
}

/** Readings below zero are the noise of reading nothing. */
export function memoryTrial(about: About, memory: Memory): Trial {
  const { minorCollections, majorCollections, minorPause, majorPause, retained, peakRss } = memory
  const values: Values = {
    allocated: Math.max(0, memory.allocated),
    external: Math.max(0, memory.external),
    ...(retained !== undefined && { retained }),
    ...{ minorCollections, majorCollections, minorPause, majorPause, peakRss },
    collections: minorCollections + majorCollections,
    gcPause: minorPause + majorPause,
  }
  const quality: Quality = {
    ...{ samples: memory.repeats, clean: memory.repeats, cleanOnly: true, mayWait: false },
    ...{ spent: memory.time * memory.operations, operations: memory.operations },
    // One compilation may be in bytes that were read too seldom.
    ...(memory.repeats < policy.exactRepeats && { rough: ['allocated'] }),
  }
  return trialOf(about, { state: 'measured', values, quality, detail: { memory } })
}

/** A memory fork that had no time left for what it needs beside loading and one call is no fault of the benchmark. */
export function failedTrial(about: About, failure: Failure): Trial {
  const { reason, phase } = failure
  const lacksTime = reason === 'timed-out' && (phase === 'warming' || phase === 'sampling')
  const isRefusal = about.task === 'memory' && lacksTime
  return trialOf(about, { state: 'failed', failure, ...(isRefusal && { isRefusal }) })
}

export function trialOf({ wall = 0, printed = 0, ...about }: About, end: Trial['end']): Trial {
  return { kind: 'function', ...about, wall, printed, end }
}

function qualityOf(timing: Timing): Quality {
  const { samples, clean, cleanOnly, asleep, asynchronous, latency, warmup, mean, batch } = timing
  const operations = batch * samples
  return {
    ...{ samples, clean, cleanOnly, mayWait: asynchronous, operations },
    spent: warmup + mean * operations + (latency?.duration ?? 0),
    ...(asleep !== undefined && { asleep }),
    ...(latency && { singles: latency.count }),
  }
}

/** What the fork of a step says: of one benchmark, or of all of a group that were compared. */
export function trialsOfStep(step: Step, outcome: Outcome): Trial[] {
  const { ids, keys, task, stage, side } = step
  const { wall, printed } = outcome
  const about = (id: string): About => ({ id, side, stage, task, wall: wall / ids.length, printed })
  if (outcome.state === 'failed') {
    const place = keys.indexOf(outcome.key ?? '')
    return (place >= 0 ? [ids[place]!] : ids).map((id) => failedTrial(about(id), outcome.failure))
  }
  if (outcome.state === 'compared') {
    const failures = new Map(outcome.failures.map(({ key, failure }) => [key, failure]))
    return ids.map((id, place) => {
      const failure = failures.get(keys[place]!)
      return failure
        ? failedTrial(about(id), failure)
        : trialOf(about(id), withoutValues(outcome.unknown === undefined ? {} : { unknown: outcome.unknown }))
    })
  }
  if (outcome.state === 'examined') {
    const { examination, prefix } = outcome
    const { inlining = true, replicate = 0 } = stepDetailOf(step)
    const observed = { examination, prefix, inlining, replicate }
    return ids.map((id) => trialOf(about(id), withoutValues({ observed })))
  }
  if (outcome.state !== 'measured') return []
  const { memory = false } = stepDetailOf(step)
  if (outcome.kind === 'time') return ids.flatMap((id) => timedTrials(about(id), outcome, memory))
  if (outcome.kind === 'memory') return ids.map((id) => memoryTrial(about(id), outcome.memory))
  return []
}

/** What a timed fork says, which may have counted bytes when its timing was over. */
function timedTrials(
  about: About,
  { timing, counted }: Extract<Outcome, { kind: 'time' }>,
  asked: boolean,
): Trial[] {
  const timed = timedTrial(
    { ...about, wall: (about.wall ?? 0) - (counted?.wall ?? 0) },
    timing,
    asked && !counted,
  )
  if (!counted) return [timed]
  return [timed, memoryTrial({ ...about, task: 'memory', wall: counted.wall, printed: 0 }, counted.memory)]
}

function withoutValues(detail: FunctionDetail): Measured {
  return {
    state: 'measured',
    values: {},
    quality: { samples: 0, clean: 0, cleanOnly: true, mayWait: false, spent: 0, operations: 0 },
    detail,
  }
}

/** What a Run keeps of the detail: what values and quality do not say already. */
export function keepDetail(detail: unknown): z.infer<typeof functionDetailSchema> {
  const { timing, memory } = detail as FunctionDetail
  if (timing) {
    const { value: _, cpu: __, helperCpu: ___, latency: ____, result: _____, ...rest } = timing
    const { unknownResult: ______, samples: _______, own, clean, cleanOnly, asleep, ...kept } = rest
    return { timing: kept }
  }
  if (!memory) return {}
  const { growth, time, operations } = memory
  return { memory: { ...(growth && { growth }), time, operations } }
}
