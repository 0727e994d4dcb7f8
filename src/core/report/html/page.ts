import type { Comparison } from '../../../model/comparison.ts'
import type { Rendered } from '../../../model/rendered.ts'
import type { BenchmarkResult, Run } from '../../../model/run.ts'
import { labelsOf } from '../../wording/label.ts'
import { benchmarkTable, type Row } from '../blocks/table.ts'
import { code, line, type Markup, tag } from './markup.ts'

/** What every part of the page looks things up in, worked out once. */
export type Page = {
  readonly run: Run
  /** All benchmarks in the order of the table; the place of a row is its number everywhere on the page. */
  readonly rows: readonly (Row & { readonly benchmark: BenchmarkResult })[]
  readonly label: (id: string) => string
  /** Number of a benchmark; `undefined` of what was not measured. */
  readonly place: (id: string) => number | undefined
  readonly comparisonsOf: (id: string) => readonly Comparison[]
  /** Text of a file of this report, by its path. */
  readonly attachment: (path: string) => string | undefined
}

export function pageOf(run: Run, attachments: readonly Rendered[]): Page {
  const benchmarks = new Map(run.benchmarks.map((benchmark) => [benchmark.id, benchmark]))
  const rows = benchmarkTable(run).map((row) => {
    return { ...row, label: seen(row.label, row.id), benchmark: benchmarks.get(row.id)! }
  })
  const places = new Map(rows.map(({ id }, place) => [id, place]))
  const label = labelsOf(run)
  const comparisons = Map.groupBy(run.comparisons, ({ id }) => id)
  const files = new Map(attachments.map(({ path, text }) => [path, text]))
  return {
    run,
    rows,
    label: (id) => seen(label(id), id),
    place: (id) => places.get(id),
    comparisonsOf: (id) => comparisons.get(id) ?? [],
    attachment: (path) => files.get(path),
  }
}

/** A name of nothing but space could not be clicked: its id has the file. */
function seen(label: string, id: string): string {
  return label.trim() === '' ? id : label
}

/** A part of the page with its heading, which the list of contents leads to. */
export type Section = { readonly id: string; readonly title: string; readonly body: readonly Markup[] }

export function sectionMarkup({ id, title, body }: Section): Markup {
  return tag(
    'section',
    { id, 'aria-labelledby': `${id}-title` },
    line('h2', title, { id: `${id}-title` }),
    ...body,
  )
}

/** Where the details of a benchmark stand. */
export function detailsId(place: number): string {
  return `b${place}`
}

/** A benchmark by its name, which leads to its details; anything else as code. */
export function subjectMarkup(subject: string, { label, place }: Page): Markup {
  const at = place(subject)
  return at === undefined
    ? code(label(subject))
    : tag('a', { href: `#${detailsId(at)}` }, code(label(subject)))
}

/** Several of them, as many as one can read. */
export function subjectsMarkup(subjects: readonly string[], page: Page): readonly Markup[] {
  const named = subjects.slice(0, mostSubjects).map((subject) => subjectMarkup(subject, page))
  const others = subjects.length - named.length
  return [
    ...named.flatMap((subject, index) => (index === 0 ? [subject] : [line('span', ', '), subject])),
    ...(others > 0 ? [line('span', ` and ${others} more`)] : []),
  ]
}

const mostSubjects = 5
