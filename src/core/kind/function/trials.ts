import { policy } from '../../../model/config.ts'
import type { FunctionMetricName } from '../../../model/metric.ts'
import type { Failure, Memory, Outcome, Timing } from '../../../model/outcome.ts'
import type { Step } from '../../../model/step.ts'
import type { Ledger, Measured, Quality, Trial } from '../../../model/trial.ts'

/** What trials of functions have beside their values: what only findings about functions read. */
export type FunctionDetail = {
  readonly timing?: Timing
  readonly memory?: Memory
  /** Of alternatives that must agree: why nobody can tell whether they do. */
  readonly unknown?: string
}

export function timingsOf(trials: Ledger): Timing[] {
  return trials.flatMap((trial) => detailOf(trial).timing ?? [])
}

export function memoriesOf(trials: Ledger): Memory[] {
  return trials.flatMap((trial) => detailOf(trial).memory ?? [])
}

/** Time of warm-up, batches and single operations, ns; starting the process and preparing inputs are not measuring. */
export function measuringTime(trials: Ledger): number {
  const times = timingsOf(trials).map(
    ({ warmup, mean, batch, samples, latency }) => warmup + mean * batch * samples + (latency?.duration ?? 0),
  )
  return times.reduce((total, time) => total + time, 0)
}

export function detailOf({ kind, end }: Trial): FunctionDetail {
  return kind === 'function' && end.state === 'measured' ? (end.detail as FunctionDetail) : {}
}

type Values = Partial<Record<FunctionMetricName, number>>
type About = Pick<Trial, 'id' | 'side' | 'stage' | 'task'> & Partial<Pick<Trial, 'way' | 'wall' | 'printed'>>

export function timedTrial(about: About, timing: Timing): Trial {
  const { value, cpu, helperCpu, latency } = timing
  const values: Values = {
    time: value,
    ...(cpu !== undefined && { cpu }),
    ...(helperCpu !== undefined && { helperCpu }),
    ...(latency && {
      'latency.p50': latency.p50,
      'latency.p95': latency.p95,
      'latency.p99': latency.p99,
      'latency.p999': latency.p999,
      'latency.max': latency.max,
    }),
  }
  return trialOf(about, { state: 'measured', values, quality: qualityOf(timing), detail: { timing } })
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
    // One compilation may be in bytes that were read too seldom.
    ...(memory.repeats < policy.exactRepeats && { rough: ['allocated'] }),
  }
  return trialOf(about, { state: 'measured', values, quality, detail: { memory } })
}

export function failedTrial(about: About, failure: Failure): Trial {
  return trialOf(about, { state: 'failed', failure })
}

function trialOf({ wall = 0, printed = 0, ...about }: About, end: Trial['end']): Trial {
  return { kind: 'function', ...about, wall, printed, end }
}

function qualityOf({ samples, clean, cleanOnly, asleep, asynchronous, latency }: Timing): Quality {
  return {
    ...{ samples, clean, cleanOnly, mayWait: asynchronous },
    ...(asleep !== undefined && { asleep }),
    ...(latency && { operations: latency.count }),
  }
}

/** What the fork of a step says: of one benchmark, or of all of a group that were compared. */
export function trialsOfStep(step: Step, outcome: Outcome): Trial[] {
  const { ids, keys, task, stage, side = 'head' } = step
  const { wall, printed } = outcome
  const about = (id: string): About => ({ id, side, stage, task, wall, printed })
  if (outcome.state === 'failed') {
    const place = keys.indexOf(outcome.key ?? '')
    return (place >= 0 ? [ids[place]!] : ids).map((id) => failedTrial(about(id), outcome.failure))
  }
  if (outcome.state === 'compared') {
    const failures = new Map(outcome.failures.map(({ key, failure }) => [key, failure]))
    return ids.map((id, place) => {
      const failure = failures.get(keys[place]!)
      return failure ? failedTrial(about(id), failure) : trialOf(about(id), agreed(outcome.unknown))
    })
  }
  if (outcome.state !== 'measured') return []
  if (outcome.kind === 'time') return ids.map((id) => timedTrial(about(id), outcome.timing))
  if (outcome.kind === 'memory') return ids.map((id) => memoryTrial(about(id), outcome.memory))
  return []
}

function agreed(unknown: string | undefined): Measured {
  return {
    state: 'measured',
    values: {},
    quality: { samples: 0, clean: 0, cleanOnly: true, mayWait: false },
    detail: unknown === undefined ? {} : { unknown },
  }
}
