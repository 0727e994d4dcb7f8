import { type MetricName, metric, metricNames } from '../../../model/metric.ts'
import { digits, formatQuantity } from '../../../model/unit.ts'
import { shortVerdictTones } from '../../assess/short-verdict.ts'
import { isLeading } from '../../compare/comparison-state.ts'
import { shortChange } from '../../wording/change-words.ts'
import { uncapital } from '../../wording/sentence.ts'
import type { Tone } from '../../wording/verdict-words.ts'
import { amountCell, amountColumns } from './columns.ts'
import { spreadWords } from './spread.ts'
import type { Row } from './table.ts'

/** Today's numbers of all benchmarks in a few words each, for a medium that is narrow. */
export type NumberTable = { readonly columns: readonly NumberColumn[]; readonly rows: readonly NumberRow[] }
export type NumberColumn = {
  readonly title: string
  readonly side: 'left' | 'right'
  /** Where there is no room, the column with the lowest number is left out first. */
  readonly givesWay: number
}
export type NumberRow = {
  readonly name: string
  readonly file: string
  /** One for each column; the last one is the verdict. */
  readonly cells: readonly string[]
  readonly tone: Tone
}

/** The columns that any of these rows fills, and the rows. */
export function numbersOf(rows: readonly Row[]): NumberTable {
  const leads = metricNames().filter((name) => metric(name).column && metric(name).leads)
  const all = [
    ...leads.flatMap((name) => [
      {
        title: titleOf(name),
        side: 'right' as const,
        givesWay: 90,
        cell: (row: Row) => leadOf(row, name).value,
      },
      { title: '', side: 'left' as const, givesWay: 0, cell: (row: Row) => leadOf(row, name).spread },
    ]),
    { title: 'change', side: 'right' as const, givesWay: 80, cell: changeOf },
    ...amountColumns().map((names) => ({
      title: titleOf(names[0]!),
      side: 'right' as const,
      givesWay: 1 + Math.max(...names.map((name) => metric(name).column!.givesWay ?? 0)),
      cell: (row: Row) => amountCell(row, names).shown,
    })),
    { title: '', side: 'left' as const, givesWay: 100, cell: verdictOf },
  ]
  const columns = all.filter(
    ({ cell }, place) => place === all.length - 1 || rows.some((row) => cell(row) !== ''),
  )
  return {
    columns: columns.map(({ cell: _, ...column }) => column),
    rows: rows.map((row) => ({
      name: row.label,
      file: row.file,
      cells: columns.map(({ cell }) => cell(row)),
      tone: row.verdicts[0] === undefined ? 'plain' : shortVerdictTones[row.verdicts[0]],
    })),
  }
}

function titleOf(name: MetricName): string {
  return uncapital(metric(name).column!.title)
}

function leadOf(
  { benchmark, lead }: Row,
  name: MetricName,
): { readonly value: string; readonly spread: string } {
  if (lead?.name !== name) return { value: '', spread: '' }
  return {
    value: formatQuantity(lead.estimate, lead.unit, digits.brief),
    spread: spreadWords(benchmark, lead),
  }
}

function changeOf({ comparisons }: Row): string {
  const main = comparisons.find(isLeading)
  return main?.change && main.method !== 'identical' ? shortChange(main) : ''
}

/** The most severe word, and the next one where that is bad, too. */
function verdictOf({ verdicts: [first, second] }: Row): string {
  if (first === undefined) return ''
  return second !== undefined && shortVerdictTones[second] === 'bad' ? `${first}, ${second}` : first
}
