import { keepDetail, memoryTrial, timedTrial } from '../src/core/kind/function/trials.ts'
import type { Latency } from '../src/model/latency.ts'
import type { Memory, Timing } from '../src/model/outcome.ts'
import type { BenchmarkResult, TrialRow } from '../src/model/run.ts'
import type { MeasuredTrial, Trial } from '../src/model/trial.ts'
import { timingOf } from './core/given.ts'

/** What a Run keeps of forks of a function: of the first stage, and of the second. */
export function rowsOf(timings: readonly Timing[], confirmations: readonly Timing[] = []): TrialRow[] {
  const about = (stage: 'screen' | 'confirm') => ({ id: 'any', side: 'head', stage, task: 'time' }) as const
  return [
    ...timings.map((one) => rowOf(timedTrial(about('screen'), one))),
    ...confirmations.map((one) => rowOf(timedTrial(about('confirm'), one))),
  ]
}

export function memoryRows(memories: readonly Memory[]): TrialRow[] {
  const about = { id: 'any', side: 'head', stage: 'screen', task: 'memory' } as const
  return memories.map((one) => rowOf(memoryTrial(about, one)))
}

function rowOf({ stage, task, end }: Trial): TrialRow {
  if (end.state !== 'measured') throw new Error('it was not measured')
  const { values, quality, detail } = end
  return {
    ...{ stage: stage as TrialRow['stage'], task, values: values as TrialRow['values'] },
    ...{ quality: { ...quality }, detail: keepDetail(detail) },
  } as TrialRow
}

/** The timed forks of a result, as they were measured, without their latencies and results. */
export function timingsIn({ trials }: Pick<BenchmarkResult, 'trials'>): Timing[] {
  return trials.flatMap(({ task, values, quality, detail }) => {
    const { timing } = detail as { timing?: Timing }
    const { samples, clean, cleanOnly, asleep } = quality
    const { time: value, cpu, helperCpu } = values
    return task === 'time' && timing
      ? [{ ...timing, ...{ value, cpu, helperCpu, samples, clean, cleanOnly, asleep } } as Timing]
      : []
  })
}

/** How many of the timed forks are the fresh ones of a gate's second stage. */
export function confirmationsIn({ trials }: Pick<BenchmarkResult, 'trials'>): number {
  return trials.filter(({ stage, task }) => stage === 'confirm' && task === 'time').length
}

/** A timed fork that timed single operations so. */
export function forkWith(latency: Latency): MeasuredTrial {
  const about = { id: 'any', side: 'head', stage: 'screen', task: 'time' } as const
  return timedTrial(about, timingOf(1000, { latency })) as MeasuredTrial
}
