import type { BenchmarkColumn } from '../blocks/columns.ts'
import type { Row } from '../blocks/table.ts'
import type { View } from '../blocks/view.ts'
import type { Paint } from './paint.ts'
import { type GridColumn, gridLines } from './text-grid.ts'
import { uncapital } from './write.ts'

/** Columns that names keep when a column gives way, by its number: the later it does, the less. */
const besides = [60, 60, 40, 32, 28, 24, 16]
const names = [16, 60] as const

/** The table's lines, none wider than the width; a file's name stands above its benchmarks. */
export function tableLines({ rows, columns: all }: View, width: number, paint: Paint): string[] {
  if (rows.length === 0) return []
  const columns = all.filter(({ detail }) => detail < 2).flatMap((column) => withInterval(column, rows))
  const lines = rows.map((row, index) => ({
    cells: [row.label, ...columns.map(({ text }) => text(row))],
    mark: row.attention ? '! ' : '  ',
    tone: row.tone,
    heading: row.file === rows[index - 1]?.file ? undefined : row.file,
  }))
  return gridLines({ columns: [{ title: '', side: 'left' }, ...columns], rows: lines, names }, width, paint)
}

/** Intervals stand in a column of their own, so that they are aligned and give way first. */
function withInterval(
  { title, side, givesWay, intervalGivesWay, cell }: BenchmarkColumn,
  rows: readonly Row[],
): (GridColumn & { text: (row: Row) => string })[] {
  const small = (row: Row) => {
    const { spread, interval = '' } = cell(row)
    return spread ?? interval
  }
  const way = (number: number | undefined) =>
    number === undefined ? {} : { givesWay: number, besides: besides[number] ?? 0 }
  const text = (row: Row) => {
    const { brief, shown } = cell(row)
    return brief ?? shown
  }
  const own = { title: uncapital(title), side, ...way(givesWay), text }
  if (rows.every((row) => small(row) === '')) return [own]
  return [own, { title: '', side: 'left', ...way(intervalGivesWay), text: small }]
}
