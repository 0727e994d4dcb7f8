import { type LatencyQuantile, latencyQuantiles } from '../../model/outcome.ts'
import type { BenchmarkResult, Estimate, LatencyResult, Run } from '../../model/run.ts'
import { formatInterval, formatQuantity } from '../../model/unit.ts'
import { longest, quantilesOf } from '../latency.ts'
import { labelsOf } from './label.ts'
import { nameCell, table } from './markdown-syntax.ts'
import { benchmarkTable } from './table.ts'

/** A benchmark whose single operations could be timed. */
export type LatencyRow = { readonly benchmark: BenchmarkResult; readonly latency: LatencyResult }

/** Those of a run, in the order of the table of all benchmarks. */
export function latencyRows(run: Run): LatencyRow[] {
  const byId = new Map(run.benchmarks.map((benchmark) => [benchmark.id, benchmark]))
  return benchmarkTable(run).flatMap(({ id }) => {
    const benchmark = byId.get(id)
    return benchmark?.latency ? [{ benchmark, latency: benchmark.latency }] : []
  })
}

const titles = { p50: 'p50', p95: 'p95', p99: 'p99', p999: 'p99.9' } as const satisfies Record<
  LatencyQuantile,
  string
>

/** The quantiles of each benchmark, with their intervals; a quantile that no benchmark has is left out. */
export function latencyTable(run: Run): string {
  const label = labelsOf(run)
  const rows = latencyRows(run).map((row) => ({ ...row, quantiles: quantilesOf(row.latency) }))
  const shown = (Object.keys(latencyQuantiles) as LatencyQuantile[]).filter((name) =>
    rows.some(({ quantiles }) => quantiles[name] !== undefined),
  )
  return table(
    [
      { title: 'Benchmark', side: 'left' },
      ...['Operations', ...shown.map((name) => titles[name]), 'max'].map(
        (title) => ({ title, side: 'right' }) as const,
      ),
    ],
    rows.map(({ benchmark, latency, quantiles }) => [
      nameCell(label(benchmark.id)),
      String(latency.count),
      ...shown.map((name) => cell(quantiles[name], latency[name])),
      formatQuantity(longest(latency), 'ns'),
    ]),
  )
}

function cell(value: number | undefined, estimate: Estimate | undefined): string {
  if (value === undefined) return ''
  const interval = estimate ? ` ${formatInterval(value, estimate.low, estimate.high, 'ns')}` : ''
  return formatQuantity(value, 'ns') + interval
}
