import { formatRatio } from '../../../model/unit.ts'
import { isAbout } from '../../compare/comparison-state.ts'
import { truncate } from '../../wording/display-width.ts'
import { visible } from '../../wording/plain.ts'
import { speedupInterval } from './before-after.ts'
import { heading, paragraph, type Section, type TableColumn } from './block.ts'
import type { Cells, Row } from './table.ts'
import type { View } from './view.ts'

/** A column of the table of all benchmarks. */
export type BenchmarkColumn = TableColumn & {
  readonly key: 'speedup' | Exclude<keyof Cells, 'spread' | 'interval' | 'changeInterval'>
  /** What a cell shows, its interval, and by what number it is sorted, if by any. */
  readonly cell: (row: Row) => { readonly shown: string; readonly small?: string; readonly value?: number }
}

/** Every column that has something to show, in the order in which it is told. */
export function benchmarkColumns({ run, rows, beforeAfter }: View): BenchmarkColumn[] {
  const speedups = new Map(beforeAfter.map(({ benchmark, speedup }) => [benchmark.id, speedup]))
  const changes = new Map(
    run.comparisons.flatMap((one) =>
      isAbout(one, 'time') && one.change ? [[one.id, one.change.estimate]] : [],
    ),
  )
  const all: BenchmarkColumn[] = [
    number('Time', 'time', ({ cells, benchmark }) => [cells.interval, benchmark.metrics.time?.estimate]),
    number('Change', 'change', ({ id, cells }) => [
      cells.changeInterval,
      cells.change === '' ? undefined : changes.get(id),
    ]),
    {
      ...{ key: 'speedup', title: 'Speed-up', side: 'right' },
      cell: ({ id }) => {
        const speedup = speedups.get(id)
        if (!speedup) return { shown: '' }
        const { estimate } = speedup
        return { shown: formatRatio(estimate), small: speedupInterval(speedup), value: estimate }
      },
    },
    number('Rate', 'rate', (row) => ['', perSecond(row)]),
    number('Relative', 'relative', ({ cells }) => [
      '',
      cells.relative === '' ? undefined : Number(cells.relative.slice(1)),
    ]),
    number('Allocated', 'allocated', ({ benchmark }) => ['', benchmark.metrics.allocated?.estimate]),
    number('Never freed', 'retained', ({ benchmark }) => ['', benchmark.metrics.retained?.estimate]),
    number('Peak memory', 'peakRss', ({ benchmark }) => ['', benchmark.metrics.peakRss?.estimate]),
    { key: 'verdict', title: 'Verdict', side: 'left', cell: ({ cells }) => ({ shown: cells.verdict }) },
  ]
  return all.filter(({ cell }) => rows.some((row) => cell(row).shown !== ''))
}

function number(
  title: string,
  key: Exclude<BenchmarkColumn['key'], 'speedup'>,
  more: (row: Row) => [small: string, value: number | undefined],
): BenchmarkColumn {
  return {
    ...{ key, title, side: 'right' },
    cell: (row) => {
      const [small, value] = more(row)
      return { shown: row.cells[key], small, ...(value !== undefined && { value }) }
    },
  }
}

function perSecond({ benchmark: { work, metrics } }: Row): number | undefined {
  const amount = work?.flops ?? work?.bytes ?? work?.items
  return amount === undefined || !metrics.time ? undefined : (amount / metrics.time.estimate) * 1e9
}

/** All benchmarks, a table for each file. A column that would be empty is left out. */
export function benchmarkSection(view: View): Section[] {
  const { rows } = view
  if (rows.length === 0) return []
  const files = [...new Set(rows.map(({ file }) => file))]
  const peaks = rows.some(({ cells }) => cells.peakRss !== '') ? ', peak memory is of the whole process' : ''
  const columns = benchmarkColumns(view).filter(({ key }) => key !== 'speedup')
  return [
    {
      id: 'table',
      title: 'All benchmarks',
      blocks: [
        paragraph(
          `Time and allocation are per operation${peaks}. Intervals stand in brackets; a positive change is worse.`,
        ),
        ...files.flatMap((file) => [
          heading({ code: file }),
          benchmarkRows(
            rows.filter((row) => row.file === file),
            columns,
          ),
        ]),
      ],
    },
  ]
}

/** Names of any length must leave the numbers beside them in sight. */
const longestName = 80

function benchmarkRows(rows: readonly Row[], columns: readonly BenchmarkColumn[]) {
  const filled = columns.filter(({ cell }) => rows.some((row) => cell(row).shown !== ''))
  return {
    type: 'table' as const,
    columns: [{ title: 'Benchmark', side: 'left' as const }, ...filled],
    rows: rows.map((row) => [
      [{ code: truncate(visible(row.label), longestName) }],
      ...filled.map(({ key, cell }) => {
        const { shown, small = '' } = cell(row)
        const text = `${shown} ${small}`.trim()
        return [key === 'verdict' && row.attention && text !== '' ? { strong: text } : text]
      }),
    ]),
  }
}
