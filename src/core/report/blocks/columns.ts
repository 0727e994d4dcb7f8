import { type MetricColumn, type MetricName, metric, metricNames } from '../../../model/metric.ts'
import {
  digits,
  formatChangeInterval,
  formatInterval,
  formatQuantity,
  formatRatio,
} from '../../../model/unit.ts'
import { beforeOf } from '../../assess/before.ts'
import { isLeading } from '../../compare/comparison-state.ts'
import { directChange, shortChange } from '../../wording/change-words.ts'
import { rateWords } from '../../wording/rate.ts'
import type { Table, TableCell, TableColumn } from './block.ts'
import { spreadWords } from './spread.ts'
import type { Row } from './table.ts'

type BenchmarkColumn = TableColumn & { readonly cell: (row: Row) => TableCell }

/** All benchmarks, with every column that has something to show: each format shows these, and knows none by its name. */
export function tabulate(rows: readonly Row[]): Table {
  const columns = columnsOf(rows)
  return {
    type: 'table',
    columns: [{ title: 'Benchmark', side: 'left' }, ...columns],
    rows: rows.map((row) => [
      [{ subjects: [row.id], named: row.label }],
      ...columns.map(({ cell }) => [cell(row)]),
    ]),
    parts: { title: 'All benchmarks', by: 'File', of: rows.map(({ file }) => file) },
  }
}

function columnsOf(rows: readonly Row[]): BenchmarkColumn[] {
  const named = metricNames().filter((name) => metric(name).column)
  const isCompared = rows.some((row) => changeCell(row) !== nothing)
  const all: BenchmarkColumn[] = [
    { ...numeric('Before'), detail: true, cell: beforeCell },
    ...named.filter((name) => metric(name).leads).map(leadColumn),
    { ...numeric('Change'), cell: changeCell },
    // Beside a change it would say the same once more.
    ...(isCompared ? [] : [{ ...numeric('Rate'), detail: true, cell: rateCell } as const]),
    {
      ...numeric('Relative'),
      detail: true,
      cell: ({ relative: value }) => (value === undefined ? nothing : { shown: formatRatio(value), value }),
    },
    ...amountColumns().map(amountColumn),
    { title: 'Verdict', side: 'left', cell: verdictCell },
  ]
  return all.filter(({ cell }) => rows.some((row) => cell(row).shown !== ''))
}

const nothing: TableCell = { shown: '' }

function numeric(title: string) {
  return { title, side: 'right' } as const
}

function leadColumn(name: MetricName): BenchmarkColumn {
  return {
    ...numeric(metric(name).column!.title),
    cell: ({ benchmark, lead }) => {
      if (lead?.name !== name) return nothing
      const { estimate, low, high, unit } = lead
      return {
        shown: formatQuantity(estimate, unit, digits.brief),
        interval: formatInterval(estimate, low, high, unit, digits.brief),
        spread: spreadWords(benchmark, lead),
        value: estimate,
      }
    },
  }
}

/** Of what decided in place of the one that leads, it says so. */
function beforeCell({ benchmark, comparisons }: Row): TableCell {
  const main = comparisons.find(isLeading)
  const value = main && beforeOf(benchmark, main)
  if (value === undefined) return nothing
  const { unit, short = main!.metric } = metric(main!.metric)
  const named = main!.standsFor === undefined ? '' : ` ${short}`
  return { shown: formatQuantity(value, unit, digits.brief) + named, value }
}

/** What is identical was not measured on both sides: a number would say more than is known. */
function changeCell({ comparisons }: Row): TableCell {
  const main = comparisons.find(isLeading)
  if (!main?.change || main.method === 'identical') return nothing
  const { low, high } = directChange(main)
  const interval = formatChangeInterval(low, high)
  return { shown: shortChange(main), interval, value: main.change.estimate }
}

function rateCell({ benchmark: { work }, lead }: Row): TableCell {
  if (lead?.unit !== 'ns') return nothing
  const amount = work?.flops ?? work?.bytes ?? work?.items
  const value = amount === undefined ? undefined : (amount / lead.estimate) * 1e9
  return { shown: rateWords(work, lead.estimate), value }
}

/** Metrics that have a column, by column: what one kind calls like another one does stands in the same. */
export function amountColumns(): MetricName[][] {
  const named = metricNames().filter((name) => metric(name).column && !metric(name).leads)
  return [...Map.groupBy(named, (name) => metric(name).column!.title).values()]
}

function amountColumn(names: readonly MetricName[]): BenchmarkColumn {
  return { ...numeric(metric(names[0]!).column!.title), cell: (row) => amountCell(row, names) }
}

/** How much there is of the metric of a column that a benchmark has, with its change where that is decided. */
export function amountCell(
  { benchmark: { metrics }, comparisons, lead }: Row,
  names: readonly MetricName[],
): TableCell {
  const isShown = ({ beside }: MetricColumn) => beside === undefined || beside === lead?.name
  const name = names.find((one) => metrics[one] && isShown(metric(one).column!))
  if (name === undefined) return nothing
  const { estimate: value, unit } = metrics[name]!
  if (metric(name).column!.onlyIfAny && value <= 0) return nothing
  const comparison = comparisons.find((one) => one.metric === name)
  const moved = comparison?.verdict === 'regressed' || comparison?.verdict === 'improved'
  const change = moved && comparison.change ? ` (${shortChange(comparison)})` : ''
  return { shown: formatQuantity(value, unit, digits.brief) + change, value }
}

/** It is found without the metrics that it is about. */
function verdictCell({ words, tone, attention }: Row): TableCell {
  const shown = words.join(', ')
  return {
    shown,
    words: words.map((word) => word.replace(/ \(.*\)$/u, '')),
    value: ['plain', 'good', 'warn', 'bad'].indexOf(tone) * 2 + (attention ? 1 : 0),
    tone: attention || tone === 'good' ? tone : undefined,
    attention: attention && shown !== '',
  }
}
