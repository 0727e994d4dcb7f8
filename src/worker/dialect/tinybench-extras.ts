import { statisticsOf } from './statistics.ts'
import type { TaskResult } from './task-hooks.ts'

/** What else tinybench has: events, a row of its table, clocks, numbers. */

export class TaskEvent extends Event {
  readonly task: unknown
  readonly error: unknown
  constructor(type: string, task?: unknown, error?: unknown) {
    super(type)
    this.task = task
    this.error = error
  }
}

type Shown = { readonly name: string; readonly result: unknown }

/** Of `bench.table()`; before version 3 none of a task that has not been run. */
export function tableRow(task: Shown, generation: number): Record<string, unknown> | null {
  const { latency, throughput } = (task.result ?? {}) as Partial<TaskResult>
  if (!latency || !throughput)
    return generation < 3 ? null : { 'Task name': task.name, Remarks: 'not-started' }
  return {
    'Task name': task.name,
    'Latency avg (ns)': `${formatTableNumber(mToNs(latency.mean))} ± ${formatTableNumber(latency.rme)}%`,
    'Latency med (ns)': `${formatTableNumber(mToNs(latency.p50))} ± ${formatTableNumber(mToNs(latency.mad))}`,
    'Throughput avg (ops/s)': `${Math.round(throughput.mean)} ± ${formatTableNumber(throughput.rme)}%`,
    'Throughput med (ops/s)': `${Math.round(throughput.p50)} ± ${Math.round(throughput.mad)}`,
    Samples: latency.samplesCount,
  }
}

export const performanceNow = () => performance.now()
export const hrtimeNow = () => Number(process.hrtime.bigint()) / 1e6
export const nToMs = (ns: number) => ns / 1e6
export const mToNs = (ms: number) => ms * 1e6

export function formatTableNumber(value: number, digits = 5, decimals = 2): string {
  const whole = value === 0 ? 1 : Math.floor(Math.log10(Math.abs(value))) + 1
  return Number.isFinite(value)
    ? value.toFixed(Math.min(decimals, Math.max(0, digits - whole)))
    : String(value)
}

export const performanceNowTimestampProvider = {
  name: 'performanceNow',
  fn: performanceNow,
  toMs: Number,
  fromMs: Number,
}
export const hrtimeNowTimestampProvider = {
  name: 'hrtimeNow',
  fn: process.hrtime.bigint,
  toMs: (ns: bigint) => Number(ns) / 1e6,
  fromMs: (ms: number) => BigInt(Math.round(ms * 1e6)),
}

/** Diagnostics of samples that were taken one call at a time; Assay's come from batches, where a timer is fine enough. */
export const classifyTimerSaturation = () => undefined
export const detectTimerSaturation = () => false
export const estimateResolution = (samples: readonly number[]) => samples.find((value) => value > 0)
export const calibrateTimerOverhead = () => 0

export function medianAbsoluteDeviation(samples: readonly number[]): number {
  return statisticsOf(samples).mad
}
