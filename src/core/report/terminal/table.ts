import type { Cells, Row } from '../blocks/table.ts'
import type { Paint } from './paint.ts'
import { type GridColumn, gridLines } from './text-grid.ts'

/** The columns beside the names of benchmarks. */
const columns: readonly (GridColumn & { readonly key: keyof Cells })[] = [
  { key: 'time', title: 'time', side: 'right' },
  { key: 'spread', title: '', side: 'left', givesWay: 5, besides: 24 },
  { key: 'change', title: 'change', side: 'right', givesWay: 6, besides: 16 },
  { key: 'changeInterval', title: '', side: 'left', givesWay: 4, besides: 28 },
  { key: 'rate', title: 'rate', side: 'right', givesWay: 1, besides: 60 },
  { key: 'relative', title: 'relative', side: 'right', givesWay: 3, besides: 32 },
  { key: 'allocated', title: 'allocated', side: 'right', givesWay: 2, besides: 40 },
  { key: 'verdict', title: 'verdict', side: 'left' },
]
const names = [16, 60] as const
const mostVerdict = 26

/** The table's lines, none wider than the width; a file's name stands above its benchmarks. */
export function tableLines(rows: readonly Row[], width: number, paint: Paint): string[] {
  if (rows.length === 0) return []
  const filled = columns.filter(({ key }) => rows.some(({ cells }) => cells[key] !== ''))
  const lines = rows.map((row, index) => ({
    cells: [row.label, ...filled.map(({ key }) => textOf(row, key))],
    mark: row.attention ? '! ' : '  ',
    tone: row.tone,
    heading: row.file === rows[index - 1]?.file ? undefined : row.file,
  }))
  return gridLines({ columns: [{ title: '', side: 'left' }, ...filled], rows: lines, names }, width, paint)
}

/** A long verdict is told by its first, most severe part. */
function textOf({ cells, words }: Row, key: keyof Cells): string {
  const text = cells[key]
  return key === 'verdict' && text.length > mostVerdict && words.length > 1 ? `${words[0]}, …` : text
}
