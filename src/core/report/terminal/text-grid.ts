import { sum } from '../../../stats/sample.ts'
import { displayWidth, pad, truncate } from '../../wording/display-width.ts'
import { isolated, visible } from '../../wording/plain.ts'
import type { Tone } from '../../wording/verdict-words.ts'
import type { Paint } from './paint.ts'

/** A table of text. The first column names the rows and is shortened when there is no room. */
export type Grid = {
  readonly columns: readonly GridColumn[]
  readonly rows: readonly (readonly string[] | GridRow)[]
  /** Least and largest width of the names. */
  readonly names?: readonly [least: number, most: number]
}

export type GridColumn = {
  readonly title: string
  readonly side: 'left' | 'right'
  /** When there is no room: the column with the lowest number is left out first. */
  readonly givesWay?: number
  /** It stays only where names keep as much room as this. */
  readonly besides?: number
}

export type GridRow = {
  readonly cells: readonly string[]
  /** Stands before the name, in place of the indent. */
  readonly mark?: string
  /** Of the mark and of the last column. */
  readonly tone?: Tone
  /** A line above the row. */
  readonly heading?: string | undefined
}

const gap = '  '
const indent = '  '
/** Names are not shortened below this before columns give way. */
const leastName = 16

/** The grid's lines, none wider than the width. */
export function gridLines(grid: Grid, width: number, paint: Paint): string[] {
  const { columns, names: [least, most] = [0, width] } = grid
  const rows = grid.rows.map((row): GridRow => ('cells' in row ? row : { cells: row }))
  const widest = Math.max(leastName, width - indent.length - gap.length - leastName)
  const cellsOf = (row: readonly string[]) =>
    row.map((cell, column) => (column === 0 ? visible(cell) : truncate(visible(cell), widest)))
  const [head, ...body] = [columns.map(({ title }) => title), ...rows.map(({ cells }) => cells)].map(cellsOf)
  const widths = columns.map((_, column) =>
    Math.max(...[head!, ...body].map((row) => displayWidth(row[column] ?? ''))),
  )
  const wanted = Math.min(most, Math.max(least, widths[0]!))
  const total = (shown: readonly number[]) =>
    indent.length + sum(shown.map((column) => gap.length + widths[column]!))
  const shown = fitting(columns, (left, room) => total(left) + Math.min(wanted, room) <= width)
  const name = Math.min(wanted, Math.max(1, width - total(shown)))
  const line = (row: readonly string[], { mark = indent, tone = 'plain' }: Partial<GridRow>) => {
    const cells = shown.map((column) => {
      const cell = isolated(row[column] ?? '')
      return column === columns.length - 1
        ? paint(pad(cell, widths[column]!, columns[column]!.side).trimEnd(), tone)
        : pad(cell, widths[column]!, columns[column]!.side)
    })
    const label = pad(isolated(truncate(row[0] ?? '', name)), name, 'left')
    return [paint(mark, tone) + label, ...cells].join(gap).trimEnd()
  }
  const lines = rows.flatMap((row, index) => [
    ...(row.heading === undefined ? [] : headingLines(row.heading, index, width, paint)),
    line(body[index]!, row),
  ])
  return [paint(line(head!, {}), 'dim'), ...lines]
}

function headingLines(heading: string, index: number, width: number, paint: Paint): string[] {
  return [...(index > 0 ? [''] : []), paint(isolated(truncate(visible(heading), width)), 'bold')]
}

/** Places of the columns that stay beside the names. */
function fitting(
  columns: readonly GridColumn[],
  fits: (shown: readonly number[], name: number) => boolean,
): number[] {
  const places = [...columns.keys()].slice(1)
  return places
    .filter((column) => columns[column]!.givesWay !== undefined)
    .toSorted((a, b) => columns[a]!.givesWay! - columns[b]!.givesWay!)
    .reduce(
      (shown, column) =>
        fits(shown, columns[column]!.besides ?? leastName) ? shown : shown.filter((one) => one !== column),
      places,
    )
}
