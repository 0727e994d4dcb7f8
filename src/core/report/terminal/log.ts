import type { LogEntry } from '../../../model/log.ts'
import { metric } from '../../../model/metric.ts'
import { formatQuantity } from '../../../model/unit.ts'
import { endsOf, lastSeen } from '../../log/open-entries.ts'
import { wrapText } from '../../wording/display-width.ts'
import { elide } from '../../wording/elide.ts'
import { isolated, plain, visible } from '../../wording/plain.ts'
import {
  authorName,
  insightWords,
  minute,
  outcomeWords,
  standingWords,
  targetWords,
} from '../blocks/log-words.ts'
import { painter, roomIn, type Terminal } from './paint.ts'

/** Longest text of an entry in a list; one that is shown by itself is shown whole. */
const longest = 400

/** Entries for a terminal, in the order given. `all`: the whole logbook, which tells what has ended. */
export function logText(
  entries: readonly LogEntry[],
  all: readonly LogEntry[],
  screen: Terminal,
  { whole = false } = {},
): string {
  const paint = painter(screen.color)
  const room = roomIn(screen) - 2
  const state = stateOf(all)
  const shorten = (text: string) => (whole ? visible(text) : elide(visible(text), longest))
  return entries
    .map((entry) => {
      const { id, at, type, author } = entry
      const by = author === undefined ? '' : `  ${plain(authorName(author))}`
      const texts = [headOf(entry), ...factsOf(entry), ...state(entry)]
      const lines = texts.flatMap((text) => wrapText(shorten(text), room))
      const head = `${paint(id, 'bold')}  ${minute(at)}  ${type}${by}`
      return [head, ...lines.map((line) => `  ${isolated(line)}`), ''].join('\n')
    })
    .join('\n')
}

function headOf(entry: LogEntry): string {
  switch (entry.type) {
    case 'audit': {
      const asked = [entry.command, entry.against ?? '', ...entry.filters].filter((part) => part !== '')
      return `${asked.join(' ')}: ${entry.summary}`
    }
    case 'outcome':
      return `${entry.of}: ${outcomeWords[entry.verdict]}`
    case 'done':
      return `${entry.of}: done`
    default:
      return entry.text
  }
}

function factsOf(entry: LogEntry): string[] {
  switch (entry.type) {
    case 'audit':
      return [
        ...(entry.end === 'finished' ? [] : [`it ${entry.end === 'failed' ? 'failed' : 'was interrupted'}`]),
        ...(entry.run === undefined ? [] : [`run ${entry.run}`]),
        ...(entry.status === undefined ? [] : [`certificate: ${entry.status}`]),
        ...entry.errors.map((error) => `error: ${error}`),
      ]
    case 'decision':
      return [`why: ${entry.why}`, ...aboutLine(entry.about)]
    case 'insight': {
      const words = insightWords(entry)
      return [...(words === '' ? [] : [words]), ...aboutLine(entry.about)]
    }
    case 'hypothesis':
      return [`target: ${targetWords(entry)}`, ...aboutLine(entry.about)]
    case 'next':
      return [...(entry.owner === undefined ? [] : [`owner: ${entry.owner}`]), ...aboutLine(entry.about)]
    case 'outcome':
      return [
        ...(entry.why === undefined ? [] : [`why: ${entry.why}`]),
        ...(entry.run === undefined ? [] : [`run ${entry.run}${entry.dirty ? ', uncommitted code' : ''}`]),
      ]
    case 'done':
      return entry.why === undefined ? [] : [`why: ${entry.why}`]
  }
}

function aboutLine(about: readonly string[]): string[] {
  return about.length === 0 ? [] : [`about ${about.join(', ')}`]
}

/** Whether it has ended and, of an open hypothesis, where it was seen last. */
function stateOf(all: readonly LogEntry[]): (entry: LogEntry) => string[] {
  const ends = endsOf(all)
  const seen = lastSeen(all)
  return (entry) => {
    if (entry.type !== 'hypothesis' && entry.type !== 'next') return []
    const end = ends.get(entry.id)
    if (end) return [`${end.type === 'outcome' ? outcomeWords[end.verdict] : 'done'}: ${end.id}`]
    if (entry.type === 'next') return ['open']
    const last = seen.get(entry.id)
    if (!last) return ['open; no run has measured it yet']
    const { unit } = metric(entry.metric)
    return [
      `open; last seen by ${last.audit.run ?? last.audit.id}`,
      ...last.numbers.map((standing) => {
        const target = formatQuantity(standing.target, unit)
        return `${standing.id}: ${standingWords(standing, entry.metric)}, to become ${target}`
      }),
    ]
  }
}
