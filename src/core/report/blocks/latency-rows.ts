import type { BenchmarkResult, Run } from '../../../model/run.ts'
import { type LatencyView, viewLatency } from '../../ledger/latency.ts'
import { benchmarkTable } from './table.ts'

/** A benchmark whose single operations could be timed. */
export type LatencyRow = { readonly benchmark: BenchmarkResult; readonly latency: LatencyView }

/** Those of a run, in the order of the table of all benchmarks. */
export function latencyRows(run: Run): LatencyRow[] {
  const byId = new Map(run.benchmarks.map((benchmark) => [benchmark.id, benchmark]))
  return benchmarkTable(run).flatMap(({ id }) => {
    const benchmark = byId.get(id)
    const latency = benchmark && viewLatency(benchmark)
    return latency ? [{ benchmark, latency }] : []
  })
}
