import type { EntryOf, LogEntry } from '../../../model/log.ts'
import { metric } from '../../../model/metric.ts'
import type { Hypothesis } from '../../../model/note.ts'
import type { Rendered } from '../../../model/rendered.ts'
import { formatQuantity } from '../../../model/unit.ts'
import { endsOf, entriesOf, lastSeen, openOf, type Seen } from '../../log/open-entries.ts'
import type { Logbook } from '../../log/read-log.ts'
import { count } from '../../wording/count.ts'
import { runWords } from '../../wording/verdict-words.ts'
import { minute, outcomeWords, standingWords, targetWords, weightWords } from '../blocks/log-words.ts'
import { aboutText, named, page, pageHead, said, signature } from './log.ts'
import { code, prose, table } from './syntax.ts'

const newestRuns = 10
const newestSettled = 10
/** Insights of one area; older ones are found by a search. */
const newestInsights = 10
const namedBenchmarks = 12

/** What somebody should know who comes back after a month: what is believed, what was found, what ran last. */
export function workingMemory({ entries, findings }: Logbook): Rendered {
  return page('working-memory.md', [
    ...pageHead('Working memory', 'What is known about the performance of this project.'),
    ...hypotheses(entries),
    ...insights(entries),
    ...runs(entries),
    ...settled(entries),
    ...(findings.length === 0
      ? []
      : [
          '## Lines that cannot be read',
          findings.map(({ subject, message }) => `- ${named(subject)}: ${prose(message)}`).join('\n'),
        ]),
  ])
}

function hypotheses(entries: readonly LogEntry[]): string[] {
  const open = openOf(entries, 'hypothesis')
  const seen = lastSeen(entries)
  if (open.length === 0) return ['## Open hypotheses', 'None.']
  return ['## Open hypotheses', ...open.flatMap((one) => hypothesis(one, seen.get(one.id)))]
}

function hypothesis(one: Hypothesis, seen: Seen | undefined): string[] {
  const { unit } = metric(one.metric)
  const shown = one.benchmarks.slice(0, namedBenchmarks)
  const rows = shown.map(({ id, from }) => {
    const now = seen?.numbers.find((standing) => standing.id === id)
    return [
      named(id),
      from === undefined ? '' : formatQuantity(from, unit),
      now ? standingWords(now, one.metric) : '',
      now?.reached ? 'yes' : '',
    ]
  })
  const when = seen
    ? `Last seen by ${runWord(seen.audit)}.`
    : 'No run has measured it since it was written down.'
  const rest = one.benchmarks.length - shown.length
  return [
    `### ${prose(one.text)}`,
    `${signature(one)} · about ${aboutText(one.about)} · target: ${targetWords(one)}`,
    table(
      [
        { title: 'Benchmark', side: 'left' },
        { title: 'Was', side: 'right' },
        { title: 'Is', side: 'right' },
        { title: 'Reached', side: 'left' },
      ],
      rows,
    ),
    rest > 0 ? `… and ${rest} more. ${when}` : when,
  ]
}

function insights(entries: readonly LogEntry[]): string[] {
  const all = entriesOf(entries, 'insight')
  const areas = [...new Set(all.map(({ area }) => area))].sort((a, b) => order(a, b))
  if (all.length === 0) return ['## Insights', 'None.']
  return [
    '## Insights',
    ...areas.flatMap((area) => {
      const ofArea = all.filter((one) => one.area === area)
      const rest = ofArea.length - newestInsights
      return [
        `### ${area === undefined ? 'Of no area' : prose(area)}`,
        ofArea.slice(0, newestInsights).map(insight).join('\n'),
        ...(rest > 0 ? [`… and ${count(rest, 'older one')}: ${code('assay log search insight')}`] : []),
      ]
    }),
  ]
}

function insight(one: EntryOf<'insight'>): string {
  const weight = weightWords(one)
  const about = one.about.length === 0 ? '' : ` About ${aboutText(one.about)}.`
  return `- ${weight === '' ? '' : `**${capital(weight)}**: `}${said(one.text)}${about} (${signature(one)})`
}

function runs(entries: readonly LogEntry[]): string[] {
  const all = entriesOf(entries, 'audit')
  if (all.length === 0) return ['## What the last runs said', 'Nothing has run yet.']
  const rows = all
    .slice(0, newestRuns)
    .map((audit) => [minute(audit.startedAt), runWord(audit), endWord(audit), prose(audit.summary)])
  return [
    '## What the last runs said',
    table(
      [
        { title: 'When (UTC)', side: 'left' },
        { title: 'What', side: 'left' },
        { title: 'End', side: 'left' },
        { title: 'In a sentence', side: 'left' },
      ],
      rows,
    ),
  ]
}

/** What ran, with what it chose: `gate sort`, and the id of its run. */
function runWord({ command, against, filters, run }: EntryOf<'audit'>): string {
  const asked = [command, ...(against === undefined ? [] : [against]), ...filters].join(' ')
  return run === undefined ? named(asked) : `${named(asked)} (${code(run)})`
}

function endWord({ end, verdict, status }: EntryOf<'audit'>): string {
  if (end !== 'finished') return end
  return prose(status ?? (verdict ? runWords[verdict].toLowerCase() : 'done'))
}

function settled(entries: readonly LogEntry[]): string[] {
  const ends = endsOf(entries)
  const closed = entriesOf(entries, 'hypothesis').flatMap((one) => {
    const end = ends.get(one.id)
    return end?.type === 'outcome' ? [{ one, end }] : []
  })
  if (closed.length === 0) return []
  const newest = closed.sort((a, b) => (a.end.id < b.end.id ? 1 : -1)).slice(0, newestSettled)
  return ['## Settled hypotheses', newest.map(({ one, end }) => settledOne(one, end)).join('\n')]
}

function settledOne(one: Hypothesis, end: EntryOf<'outcome'>): string {
  const number = end.numbers[0]
  const others = end.numbers.length - 1
  const seen = number
    ? ` ${named(number.id)}: ${standingWords(number, one.metric)}${others > 0 ? `, and ${others} more` : ''}.`
    : ''
  const run = end.run === undefined ? '' : ` By ${code(end.run)}${end.dirty ? ', uncommitted code' : ''}.`
  const why = end.why === undefined ? '' : ` ${said(end.why)}`
  return `- **${capital(outcomeWords[end.verdict])}**: ${said(one.text)} Target: ${targetWords(one)}.${seen}${run}${why} (${signature(end)})`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** By name; those without one come last. */
function order(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1
  return a < b ? -1 : a > b ? 1 : 0
}
