import { type Column, table } from '../../../src/core/report/markdown/syntax.ts'
import { formatPercent } from '../../../src/model/unit.ts'

/** The figures of the tools that are compared: two of tinybench, whose table shows mean and median. */
export const columns = ['assay', 'tinybench', 'tinybench-median', 'mitata', 'bench-node', 'vitest'] as const
export type ColumnName = (typeof columns)[number]

export const columnTitles: Readonly<Record<ColumnName, string>> = {
  assay: 'Assay',
  tinybench: 'tinybench, mean',
  'tinybench-median': 'tinybench, median',
  mitata: 'mitata',
  'bench-node': 'bench-node',
  vitest: 'Vitest',
}

/** Place of a column in the palette of charts. */
export function colourOf(column: ColumnName): number {
  return columns.indexOf(column)
}

/** A table whose first column is text and the others figures. */
export function figures(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const sides: Column[] = titles.map((title, index) => ({ title, side: index === 0 ? 'left' : 'right' }))
  return table(sides, rows)
}

/** A factor beside one: `1.02×`, `8.9×`. */
export function times(ratio: number): string {
  return `${ratio.toFixed(ratio < 2 ? 2 : 1)}×`
}

/** A difference with its sign. */
export function signed(fraction: number): string {
  return `${fraction < 0 ? '−' : '+'}${formatPercent(Math.abs(fraction))}`
}
