import type { MetricName } from '../model/metric.ts'
import type { Memory, Timing } from '../model/outcome.ts'
import type { Evidence } from './evidence.ts'

/** One value per fork of a metric, in the order measured. The empty list: not measured. */
export function valuesOf(evidence: Evidence, name: MetricName): number[] {
  return read[name](evidence.timings, evidence.memories)
}

/** The same of the fresh forks of the second stage. */
export function confirmationsOf(evidence: Evidence, name: MetricName): number[] {
  return read[name](evidence.confirmations, [])
}

/** Where a fork's report keeps each metric. Memory readings below zero are the noise of reading nothing. */
const read = {
  time: (timings) => timings.map(({ value }) => value),
  cpu: (timings) => timings.flatMap(({ cpu }) => cpu ?? []),
  allocated: (_, memories) => memories.map(({ allocated }) => Math.max(0, allocated)),
  external: (_, memories) => memories.map(({ external }) => Math.max(0, external)),
  collections: (_, memories) => memories.map(({ collections }) => collections),
  gcPause: (_, memories) => memories.map(({ gcPause }) => gcPause),
} satisfies Record<MetricName, (timings: readonly Timing[], memories: readonly Memory[]) => number[]>
