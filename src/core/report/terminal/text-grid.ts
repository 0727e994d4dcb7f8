import { sum } from '../../../stats/sample.ts'
import { displayWidth, pad, truncate } from '../../wording/display-width.ts'
import { isolated, visible } from '../../wording/plain.ts'
import type { Paint } from './paint.ts'

/** A table of text. The first column names the rows and is shortened when there is no room. */
export type Grid = { readonly columns: readonly GridColumn[]; readonly rows: readonly (readonly string[])[] }

export type GridColumn = {
  readonly title: string
  readonly side: 'left' | 'right'
  /** When there is no room: the column with the lowest number is left out first. */
  readonly givesWay?: number
}

const gap = '  '
const indent = '  '
/** Names are not shortened below this before columns give way. */
const leastName = 16

/** The grid's lines, none wider than the width. */
export function gridLines({ columns, rows }: Grid, width: number, paint: Paint): string[] {
  const widest = Math.max(leastName, width - indent.length - gap.length - leastName)
  const cellsOf = (row: readonly string[]) =>
    row.map((cell, column) => (column === 0 ? visible(cell) : truncate(visible(cell), widest)))
  const [head, ...body] = [columns.map(({ title }) => title), ...rows].map(cellsOf)
  const widths = columns.map((_, column) =>
    Math.max(...[head!, ...body].map((row) => displayWidth(row[column] ?? ''))),
  )
  const wanted = widths[0]!
  const total = (shown: readonly number[]) =>
    indent.length + sum(shown.map((column) => gap.length + widths[column]!))
  const shown = fitting(columns, (left) => total(left) + Math.min(wanted, leastName) <= width)
  const name = Math.min(wanted, Math.max(1, width - total(shown)))
  const line = (row: readonly string[]) => {
    const cells = shown.map((column) =>
      pad(isolated(row[column] ?? ''), widths[column]!, columns[column]!.side),
    )
    return [indent + pad(isolated(truncate(row[0] ?? '', name)), name, 'left'), ...cells].join(gap).trimEnd()
  }
  return [paint(line(head!), 'dim'), ...body.map(line)]
}

/** Places of the columns that stay beside the names. */
function fitting(columns: readonly GridColumn[], fits: (shown: readonly number[]) => boolean): number[] {
  const places = [...columns.keys()].slice(1)
  return places
    .filter((column) => columns[column]!.givesWay !== undefined)
    .toSorted((a, b) => columns[a]!.givesWay! - columns[b]!.givesWay!)
    .reduce((shown, column) => (fits(shown) ? shown : shown.filter((one) => one !== column)), places)
}
