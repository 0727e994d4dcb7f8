import { metric, metricNames } from '../../../model/metric.ts'
import { truncate } from '../../wording/display-width.ts'
import { visible } from '../../wording/plain.ts'
import { heading, type Line, paragraph, type Section, type Table } from './block.ts'
import type { BenchmarkColumn, TableCell } from './columns.ts'
import type { Row } from './table.ts'
import type { View } from './view.ts'

/** All benchmarks, a table for each file. A column that would be empty is left out. */
export function benchmarkSection({ rows, columns }: View): Section[] {
  if (rows.length === 0) return []
  const blocks = [...Map.groupBy(rows, ({ file }) => file)].flatMap(([file, own]) => {
    const filled = columns.filter(
      ({ detail, cell }) => detail < 2 && own.some((row) => cell(row).shown !== ''),
    )
    return [heading({ code: file }), benchmarkRows(own, filled)]
  })
  const what = `${perWords(rows)} Intervals stand in brackets; a positive change is worse.`
  return [{ id: 'table', title: 'All benchmarks', blocks: [paragraph(what), ...blocks] }]
}

/** Of what the numbers are: "Numbers are per operation; peak memory is per process." */
export function perWords(rows: readonly Row[]): string {
  const others = metricNames().flatMap((name) => {
    const { column, per } = metric(name)
    const isShown = column && rows.some(({ benchmark }) => benchmark.metrics[name])
    return isShown && per !== 'operation' ? [`; ${column.title.toLowerCase()} is per ${per}`] : []
  })
  return `Numbers are per operation${others.join('')}.`
}

/** Names of any length must leave the numbers beside them in sight. */
const longestName = 80

function benchmarkRows(rows: readonly Row[], columns: readonly BenchmarkColumn[]): Table {
  return {
    type: 'table',
    columns: [{ title: 'Benchmark', side: 'left' }, ...columns],
    rows: rows.map((row) => [
      [{ code: truncate(visible(row.label), longestName) }],
      ...columns.map(({ cell }) => cellLine(cell(row))),
    ]),
  }
}

/** `brief`: the interval is told by its wider half. */
export function cellLine({ shown, interval = '', spread, strong }: TableCell, { brief = false } = {}): Line {
  const text = `${shown} ${(brief ? spread : undefined) ?? interval}`.trim()
  return [strong ? { strong: text } : text]
}
