import type { EntryOf, LogEntry } from '../../../model/log.ts'
import { metric } from '../../../model/metric.ts'
import type { Hypothesis } from '../../../model/note.ts'
import type { Rendered } from '../../../model/rendered.ts'
import { formatQuantity } from '../../../model/unit.ts'
import { endsOf, entriesOf, type HypothesisSighting, lastSeen, openOf } from '../../log/open-entries.ts'
import type { Logbook } from '../../log/read-log.ts'
import { count } from '../../wording/count.ts'
import { capital, ended } from '../../wording/sentence.ts'
import { runWords } from '../../wording/verdict-words.ts'
import { type Block, heading, type Line, listOf, paragraph, type Section, tableOf } from '../blocks/block.ts'
import {
  aboutLine,
  appendSignature,
  filterLine,
  minute,
  outcomeWords,
  quoteName,
  signatureLine,
  standingWords,
  targetWords,
  weightWords,
} from '../blocks/log-words.ts'
import { logPage } from './log-page.ts'

const newestRuns = 10
const newestSettled = 10
/** Insights of one area; older ones are found by a search. */
const newestInsights = 10
const namedBenchmarks = 12

/** What somebody should know who comes back after a month: what is believed, what was found, what ran last. */
export function workingMemory({ entries, findings }: Logbook): Rendered {
  const unread = findings.map(({ subject, message }) => [paragraph(quoteName(subject), `: ${message}`)])
  const what = 'What is known about the performance of this project.'
  return logPage('working-memory.md', 'Working memory', what, [
    sectionOf('Open hypotheses', hypotheses(entries), 'None.'),
    sectionOf('Insights', insights(entries), 'None.'),
    sectionOf('What the last runs said', runs(entries), 'Nothing has run yet.'),
    ...settled(entries),
    ...(unread.length === 0 ? [] : [sectionOf('Lines that cannot be read', [listOf(unread)])]),
  ])
}

function sectionOf(title: string, blocks: readonly Block[], otherwise = ''): Section {
  return { id: title, title, blocks: blocks.length === 0 ? [paragraph(otherwise)] : blocks }
}

function hypotheses(entries: readonly LogEntry[]): Block[] {
  const seen = lastSeen(entries)
  return openOf(entries, 'hypothesis').flatMap((one) => hypothesis(one, seen.get(one.id)))
}

function hypothesis(one: Hypothesis, seen: HypothesisSighting | undefined): Block[] {
  const { unit } = metric(one.metric)
  const shown = one.benchmarks.slice(0, namedBenchmarks)
  const rows = shown.map(({ id, from }): Line[] => {
    const now = seen?.numbers.find((standing) => standing.id === id)
    return [
      [quoteName(id)],
      [from === undefined ? '' : formatQuantity(from, unit)],
      [now ? standingWords(now, one.metric) : ''],
      [now?.reached ? 'yes' : ''],
    ]
  })
  const when: Line = seen
    ? ['Last seen by ', ...runLine(seen.audit), '.']
    : ['No run has measured it since it was written down.']
  const rest = one.benchmarks.length - shown.length
  return [
    heading(one.text),
    paragraph(...signatureLine(one), ' · about ', ...filterLine(one.about), ` · target: ${targetWords(one)}`),
    tableOf(['Benchmark', '>Was', '>Is', 'Reached'], rows),
    paragraph(...(rest > 0 ? [`… and ${rest} more. `] : []), ...when),
  ]
}

function insights(entries: readonly LogEntry[]): Block[] {
  const all = entriesOf(entries, 'insight')
  const areas = [...new Set(all.map(({ area }) => area))].sort((a, b) => order(a, b))
  return areas.flatMap((area) => {
    const ofArea = all.filter((one) => one.area === area)
    const rest = ofArea.length - newestInsights
    return [
      heading(area ?? 'Of no area'),
      listOf(ofArea.slice(0, newestInsights).map((one) => [paragraph(...insightLine(one))])),
      ...(rest > 0
        ? [paragraph(`… and ${count(rest, 'older one')}: `, { command: 'assay log search insight' })]
        : []),
    ]
  })
}

function insightLine(one: EntryOf<'insight'>): Line {
  const weight = weightWords(one)
  const title: Line = weight === '' ? [] : [{ strong: capital(weight) }, ': ']
  return [...title, ended(one.text), ...aboutLine(one.about), ...appendSignature(one)]
}

function runs(entries: readonly LogEntry[]): Block[] {
  const newest = entriesOf(entries, 'audit').slice(0, newestRuns)
  const rows = newest.map((audit) => {
    return [[minute(audit.startedAt)], runLine(audit), [endWord(audit)], [audit.summary]]
  })
  return rows.length === 0 ? [] : [tableOf(['When (UTC)', 'What', 'End', 'In a sentence'], rows)]
}

/** What ran, with what it chose: `gate sort`, and the id of its run. */
function runLine({ command, against, filters, run }: EntryOf<'audit'>): Line {
  const asked = [command, ...(against === undefined ? [] : [against]), ...filters].join(' ')
  return [quoteName(asked), ...(run === undefined ? [] : [' (', { code: run }, ')'])]
}

function endWord({ end, verdict, status }: EntryOf<'audit'>): string {
  return end === 'finished' ? (status ?? (verdict ? runWords[verdict].toLowerCase() : 'done')) : end
}

function settled(entries: readonly LogEntry[]): Section[] {
  const ends = endsOf(entries)
  const closed = entriesOf(entries, 'hypothesis').flatMap((one) => {
    const end = ends.get(one.id)
    return end?.type === 'outcome' ? [{ one, end }] : []
  })
  if (closed.length === 0) return []
  const newest = closed.sort((a, b) => (a.end.id < b.end.id ? 1 : -1)).slice(0, newestSettled)
  const items = newest.map(({ one, end }) => [paragraph(...settledLine(one, end))])
  return [sectionOf('Settled hypotheses', [listOf(items)])]
}

function settledLine(one: Hypothesis, end: EntryOf<'outcome'>): Line {
  const [number] = end.numbers
  const others = end.numbers.length - 1
  const more = others > 0 ? `, and ${others} more` : ''
  const dirty = end.dirty ? ', uncommitted code.' : '.'
  return [
    { strong: capital(outcomeWords[end.verdict]) },
    `: ${ended(one.text)} Target: ${targetWords(one)}.`,
    ...(number ? [' ', quoteName(number.id), `: ${standingWords(number, one.metric)}${more}.`] : []),
    ...(end.run === undefined ? [] : [' By ', { code: end.run }, dirty]),
    ...(end.why === undefined ? [] : [` ${ended(end.why)}`]),
    ...appendSignature(end),
  ]
}

/** By name; those without one come last. */
function order(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1
  return a < b ? -1 : a > b ? 1 : 0
}
