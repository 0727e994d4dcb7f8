import type { FunctionMetricName, MetricName } from '../../model/metric.ts'
import type { Latency, Memory, Timing } from '../../model/outcome.ts'
import type { Evidence } from './evidence.ts'
import { latencyValues } from './latency.ts'

/** One value per fork of a metric, in the order measured. The empty list: not measured. */
export function valuesOf(evidence: Evidence, name: MetricName): number[] {
  return metricValues(name, evidence.timings, evidence.memories)
}

/** The same of the fresh forks of the second stage. */
export function confirmationsOf(evidence: Evidence, name: MetricName): number[] {
  return metricValues(name, evidence.confirmations, [])
}

/** The same of any forks. */
export function metricValues(
  name: MetricName,
  timings: readonly Timing[],
  memories: readonly Memory[],
): number[] {
  return read[name as FunctionMetricName]?.(timings, memories) ?? []
}

/** Where a fork's report keeps each metric. Memory readings below zero are the noise of reading nothing. */
const read = {
  time: (timings) => timings.map(({ value }) => value),
  cpu: (timings) => timings.flatMap(({ cpu }) => cpu ?? []),
  helperCpu: (timings) => timings.flatMap(({ helperCpu }) => helperCpu ?? []),
  'latency.p50': (timings) => latencyValues(latencies(timings), 'p50'),
  'latency.p95': (timings) => latencyValues(latencies(timings), 'p95'),
  'latency.p99': (timings) => latencyValues(latencies(timings), 'p99'),
  'latency.p999': (timings) => latencyValues(latencies(timings), 'p999'),
  'latency.max': (timings) => latencyValues(latencies(timings), 'max'),
  allocated: (_, memories) => memories.map(({ allocated }) => Math.max(0, allocated)),
  external: (_, memories) => memories.map(({ external }) => Math.max(0, external)),
  retained: (_, memories) => memories.flatMap(({ retained }) => retained ?? []),
  collections: (_, memories) =>
    memories.map(({ minorCollections, majorCollections }) => minorCollections + majorCollections),
  minorCollections: (_, memories) => memories.map(({ minorCollections }) => minorCollections),
  majorCollections: (_, memories) => memories.map(({ majorCollections }) => majorCollections),
  gcPause: (_, memories) => memories.map(({ minorPause, majorPause }) => minorPause + majorPause),
  minorPause: (_, memories) => memories.map(({ minorPause }) => minorPause),
  majorPause: (_, memories) => memories.map(({ majorPause }) => majorPause),
  peakRss: (_, memories) => memories.map(({ peakRss }) => peakRss),
} satisfies Record<FunctionMetricName, (timings: readonly Timing[], memories: readonly Memory[]) => number[]>

function latencies(timings: readonly Timing[]): Latency[] {
  return timings.flatMap(({ latency }) => latency ?? [])
}
