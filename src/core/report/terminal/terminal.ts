import type { Run } from '../../../model/run.ts'
import { assess } from '../../assess/assess.ts'
import { type Attention, attention } from '../../assess/attention.ts'
import { headline } from '../../assess/headline.ts'
import { truncate, wrap } from '../../wording/display-width.ts'
import { elide } from '../../wording/elide.ts'
import { labelsOf } from '../../wording/label.ts'
import { isolated, plain, visible } from '../../wording/plain.ts'
import { runTones } from '../../wording/verdict-words.ts'
import { knownWords } from '../blocks/known-words.ts'
import { benchmarkTable } from '../blocks/table.ts'
import { type Paint, painter } from './paint.ts'
import { tableLines } from './table.ts'

/** How the terminal is: whether it shows colours, and how many columns it has. */
export type Terminal = { readonly color: boolean; readonly width: number }

const narrowest = 50

/**
 * The report for a terminal: the table, what needs attention, and the verdict last, next to the prompt. No line is
 * wider than the terminal (or 50 columns), but for the commands, which people copy.
 */
export function terminal(run: Run, { color, width }: Terminal): string {
  const paint = painter(color)
  const room = Math.max(narrowest, width)
  const verdict = wrap(visible(headline(run, attention(assess(run)))), room)
  const sections = [
    [...tableLines(benchmarkTable(run), room, paint), ...latencyLine(run, paint)],
    attentionLines(run, room, paint),
    verdict.map((line) => paint(isolated(line), 'bold', runTones[run.verdict])),
  ]
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n')
}

/** Quantiles do not fit beside the table. */
function latencyLine({ benchmarks }: Run, paint: Paint): string[] {
  return benchmarks.some(({ latency }) => latency)
    ? [paint('Latencies, p50 to max, are in the report.', 'dim')]
    : []
}

const mostItems = 12
/** Columns of one text; the report has all of it. */
const longest = 800

function attentionLines(run: Run, width: number, paint: Paint): string[] {
  const items = attention(assess(run))
  if (items.length === 0) return []
  const label = labelsOf(run)
  const known = knownWords(run)
  const rest = items.length - mostItems
  return [
    paint('Needs attention', 'bold'),
    ...items.slice(0, mostItems).flatMap((item, index) => {
      const [subject] = item.subjects
      const isFirst = items.findIndex(({ subjects }) => subjects[0] === subject) === index
      return itemLines(item, isFirst ? known(subject) : [], label, width, paint)
    }),
    ...(rest > 0 ? [paint(`  … and ${rest} more, in the report`, 'dim')] : []),
  ]
}

function itemLines(
  item: Attention,
  known: readonly string[],
  label: (id: string) => string,
  width: number,
  paint: Paint,
): string[] {
  const { kind, tone, what, cause, next, command } = item
  const indented = (text: string) => {
    return wrap(elide(visible(text), longest), width - 4).map((line) => `    ${isolated(line)}`)
  }
  const [first = '', ...others] = wrap(
    `${kind}: ${about(item, label)}${elide(visible(what), longest)}`,
    width - 4,
  )
  return [
    `  ${paint(kind, tone)}${plain(first.slice(kind.length))}`,
    ...others.map((line) => `    ${isolated(line)}`),
    ...(cause === undefined ? [] : indented(`cause: ${cause}`)),
    ...known.flatMap((note) => indented(`known: ${note}`)),
    ...(next === '' ? [] : indented(`next: ${next}`)),
    ...(command === undefined ? [] : [`      ${plain(command)}`]),
  ]
}

/** The subject, as the beginning of a sentence; a finding's message is a sentence of its own. */
function about({ kind, subjects }: Attention, label: (id: string) => string): string {
  const finding = kind === 'error' || kind === 'warning'
  const [first, ...others] = subjects
  if (finding && first === 'run') return ''
  const name = truncate(visible(label(first)), 80)
  const named = others.length > 0 ? `${name} and ${others.length} more` : name
  if (finding) return `${named}: `
  return others.length > 0 ? `${named}: each ` : `${named} `
}
