import { type LatencyQuantile, latencyQuantiles } from '../../../model/outcome.ts'
import type { Estimate, Run } from '../../../model/run.ts'
import { formatInterval, formatQuantity } from '../../../model/unit.ts'
import { longest, quantilesOf } from '../../ledger/latency.ts'
import { labelsOf } from '../../wording/label.ts'
import { latencyRows } from '../blocks/latency-rows.ts'
import { nameCell, table } from './syntax.ts'

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
