import type { Rendered } from '../../../model/rendered.ts'
import type { Run } from '../../../model/run.ts'
import { assess } from '../../assess/assess.ts'
import { type Attention, attention } from '../../assess/attention.ts'
import { nanosecondsBetween } from '../../identity/elapsed.ts'
import { formatClock } from '../../wording/clock.ts'
import { labelsOf } from '../../wording/label.ts'
import { titleWord } from '../../wording/verdict-words.ts'
import { type AnswerView, viewAnswer } from './answer-view.ts'
import type { Names, Table } from './block.ts'
import { tabulate } from './columns.ts'
import { benchmarkTable, type Row } from './table.ts'

/** A run as every section of a report looks at it: judged once, and its tables made once. */
export type View = Names & {
  readonly run: Run
  readonly title: string
  readonly headline: string
  readonly answer: AnswerView
  /** What needs attention, worst first. */
  readonly items: readonly Attention[]
  /** All benchmarks; the place of a row is its number everywhere in a report. */
  readonly rows: readonly Row[]
  readonly table: Table
  /** Text of a file beside the report, by its path. */
  readonly attachment: (path: string) => string | undefined
}

/** How long a run took, as a clock shows it. */
export function tookTime({ startedAt, finishedAt }: Run): string {
  return formatClock(nanosecondsBetween(startedAt, finishedAt))
}

export function prepare(run: Run, attachments: readonly Rendered[] = []): View {
  const items = attention(assess(run))
  const answer = viewAnswer(run, items)
  const rows = benchmarkTable(run, items)
  const places = new Map(rows.map(({ id }, place) => [id, place]))
  const label = labelsOf(run)
  const files = new Map(attachments.map(({ path, text }) => [path, text]))
  return {
    run,
    title: `Benchmarks: ${titleWord(run).toLowerCase()}`,
    headline: answer.headline,
    answer,
    items,
    rows,
    table: tabulate(rows),
    // A name of nothing but space could not be seen: its id has the file.
    label: (id) => (label(id).trim() === '' ? id : label(id)),
    place: (id) => places.get(id),
    attachment: (path) => files.get(path),
  }
}
