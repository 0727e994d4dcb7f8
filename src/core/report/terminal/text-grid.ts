import { sum } from '../../../stats/sample.ts'
import { displayWidth, pad, truncate } from '../../wording/display-width.ts'
import { isolated, visible } from '../../wording/plain.ts'
import type { Paint } from './paint.ts'

/** A small table of text. The first column names the rows and is shortened when there is no room. */
export type Grid = {
  readonly columns: readonly {
    readonly title: string
    readonly side: 'left' | 'right'
    /** When there is no room: the column with the lowest number is left out first. */
    readonly givesWay?: number
  }[]
  readonly rows: readonly (readonly string[])[]
  /** Number of the row that is set apart, with all that follow, by an empty line before it. */
  readonly rule?: number
}

const gap = '  '
const indent = '  '
/** Names are not shortened below this before columns give way. */
const leastName = 16

/** The grid's lines, none wider than the width. */
export function gridLines(grid: Grid, width: number, paint: Paint): string[] {
  const cells = [grid.columns.map(({ title }) => title), ...grid.rows].map((row) => row.map(visible))
  const widths = grid.columns.map((_, column) =>
    Math.max(...cells.map((row) => displayWidth(row[column] ?? ''))),
  )
  const shown = fitting(grid, widths, width)
  const others = sum(shown.slice(1).map((column) => gap.length + widths[column]!))
  const name = Math.min(widths[0]!, Math.max(1, width - indent.length - others))
  const lines = cells.map((row, index) => {
    const text = shown.map((column) => {
      const cell = row[column] ?? ''
      if (column === 0) return pad(isolated(truncate(cell, name)), name, 'left')
      return pad(isolated(cell), widths[column]!, grid.columns[column]!.side)
    })
    const line = `${indent}${text.join(gap)}`.trimEnd()
    return index === 0 ? paint(line, 'dim') : line
  })
  return grid.rule === undefined ? lines : lines.toSpliced(grid.rule + 1, 0, '')
}

/** Places of the columns that stay. */
function fitting({ columns }: Grid, widths: readonly number[], width: number): number[] {
  const order = columns
    .map(({ givesWay }, column) => ({ givesWay, column }))
    .filter(({ givesWay }) => givesWay !== undefined)
    .toSorted((a, b) => a.givesWay! - b.givesWay!)
    .map(({ column }) => column)
  let shown = columns.map((_, column) => column)
  for (const dispensable of order) {
    const others = sum(shown.slice(1).map((column) => gap.length + widths[column]!))
    if (indent.length + Math.min(leastName, widths[0]!) + others <= width) break
    shown = shown.filter((column) => column !== dispensable)
  }
  return shown
}
