import { sum } from '../../../stats/sample.ts'
import { displayWidth, pad, truncate } from '../../wording/display-width.ts'
import { isolated, visible } from '../../wording/plain.ts'
import type { Paint } from './paint.ts'

/**
 * A table of text. The first column names the rows and is shortened when there is no room; where two names would then be the
 * same, each stands on a line of its own, above the numbers.
 */
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
  const cellsAt = (row: readonly string[]) =>
    shown.map((column) => pad(isolated(row[column] ?? ''), widths[column]!, columns[column]!.side))
  const line = (row: readonly string[]) =>
    [indent + pad(isolated(truncate(row[0] ?? '', name)), name, 'left'), ...cellsAt(row)].join(gap).trimEnd()
  if (!areAlike(body.map(([first = '']) => [first, truncate(first, name)])))
    return [paint(line(head!), 'dim'), ...body.map(line)]
  const numbers = (row: readonly string[]) => (indent + indent + cellsAt(row).join(gap)).trimEnd()
  const title = isolated(truncate(head![0] ?? '', width - indent.length))
  return [
    ...(title === '' ? [] : [paint(indent + title, 'dim')]),
    paint(numbers(head!), 'dim'),
    ...body.flatMap((row) => [
      indent + isolated(truncate(row[0] ?? '', Math.max(1, width - indent.length))),
      numbers(row),
    ]),
  ]
}

/** Whether two different names are shortened to the same one. */
function areAlike(names: readonly (readonly [whole: string, short: string])[]): boolean {
  const wholes = new Set(names.map(([whole]) => whole))
  return new Set([...new Map(names).values()]).size < wholes.size
}

/** Places of the columns that stay beside the names. */
function fitting(columns: readonly GridColumn[], fits: (shown: readonly number[]) => boolean): number[] {
  const places = [...columns.keys()].slice(1)
  return places
    .filter((column) => columns[column]!.givesWay !== undefined)
    .toSorted((a, b) => columns[a]!.givesWay! - columns[b]!.givesWay!)
    .reduce((shown, column) => (fits(shown) ? shown : shown.filter((one) => one !== column)), places)
}
