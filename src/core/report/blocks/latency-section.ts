import { latencyQuantileNames } from '../../../model/latency.ts'
import type { BenchmarkResult, Estimate } from '../../../model/run.ts'
import { digits, formatInterval, formatQuantity } from '../../../model/unit.ts'
import { type LatencyView, longest, quantilesOf, viewLatency } from '../../ledger/latency.ts'
import { type Block, paragraph, type Section, type Table, tableOf } from './block.ts'
import type { View } from './view.ts'

/** A benchmark whose single operations could be timed. */
export type LatencyRow = { readonly benchmark: BenchmarkResult; readonly latency: LatencyView }

/** Those of a run, in the order of the table of all benchmarks. */
export function latencyRows({ rows }: Pick<View, 'rows'>): LatencyRow[] {
  return rows.flatMap(({ benchmark }) => {
    const latency = viewLatency(benchmark)
    return latency ? [{ benchmark, latency }] : []
  })
}

/** How long single operations took, for the benchmarks that could time them, with a picture of it. */
export function latencySection(view: View, pictures: readonly Block[]): Section[] {
  const rows = latencyRows(view)
  if (rows.length === 0) return []
  const [loads, calls] = [true, false].map((isLoad) =>
    rows.some(({ benchmark }) => (benchmark.kind === 'service') === isLoad),
  )
  const what = [...(calls ? [ofCalls] : []), ...(loads ? [ofLoads] : []), ofBoth].join(' ')
  return [{ id: 'latency', title: 'Latency', blocks: [paragraph(what), ...pictures, latencyTable(rows)] }]
}

const ofCalls =
  'Single operations, each from its own start to its own end. The next one starts when one has ended, so these are service times, not response times under load.'
const ofLoads =
  'Requests of loads, each from when it was due until its answer was whole: what kept it from being sent is part of it.'
const ofBoth =
  "Quantiles are medians of the forks' quantiles with their intervals; those without brackets are of all forks together, where single forks had too few operations. The maximum is the longest of all."

const quantileTitles = { p50: 'p50', p95: 'p95', p99: 'p99', p999: 'p99.9' } as const

/** The quantiles of each benchmark, with their intervals; a quantile that no benchmark has is left out. */
export function latencyTable(latencies: readonly LatencyRow[]): Table {
  const rows = latencies.map((row) => ({ ...row, quantiles: quantilesOf(row.latency) }))
  const shown = latencyQuantileNames.filter((name) =>
    rows.some(({ quantiles }) => quantiles[name] !== undefined),
  )
  return tableOf(
    ['Benchmark', '>Operations', ...shown.map((name) => `>${quantileTitles[name]}`), '>max'],
    rows.map(({ benchmark, latency, quantiles }) => [
      [{ subjects: [benchmark.id] }],
      [String(latency.count)],
      ...shown.map((name) => [cell(quantiles[name], latency[name])]),
      [formatQuantity(longest(latency), 'ns', digits.brief)],
    ]),
  )
}

function cell(value: number | undefined, estimate: Estimate | undefined): string {
  if (value === undefined) return ''
  const interval = estimate
    ? ` ${formatInterval(value, estimate.low, estimate.high, 'ns', digits.brief)}`
    : ''
  return formatQuantity(value, 'ns', digits.brief) + interval
}
