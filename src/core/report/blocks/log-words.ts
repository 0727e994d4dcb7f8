import type { LogEntry } from '../../../model/log.ts'
import { type MetricName, metric } from '../../../model/metric.ts'
import type { Hypothesis, Insight, Standing } from '../../../model/note.ts'
import { formatInterval, formatPercent, formatQuantity } from '../../../model/unit.ts'
import { truncate } from '../../wording/display-width.ts'
import { visible } from '../../wording/plain.ts'
import { type Inline, interleave, type Line } from './block.ts'

/** What entries of the logbook say, in words that the terminal and the reports share. Not escaped. */

/** `wall time of at most 50 ms`, `20 % less wall time`. */
export function targetWords({ metric: name, target }: Pick<Hypothesis, 'metric' | 'target'>): string {
  const { title, unit, better } = metric(name)
  if ('limit' in target) {
    return `${title} of at ${better === 'lower' ? 'most' : 'least'} ${formatQuantity(target.limit, unit)}`
  }
  const size = formatPercent(Math.abs(target.change))
  return `${size} ${target.change < 0 ? 'less' : 'more'} ${title}`
}

/** `62.1 ms [60.0, 64.2]`. */
export function standingWords({ estimate, low, high }: Standing, name: MetricName): string {
  const { unit } = metric(name)
  return `${formatQuantity(estimate, unit)} ${formatInterval(estimate, low, high, unit)}`
}

/** `high impact, confidence 80 %`; empty where neither is said. */
export function weightWords({ impact, confidence }: Pick<Insight, 'impact' | 'confidence'>): string {
  return [
    ...(impact === undefined ? [] : [`${impact} impact`]),
    ...(confidence === undefined ? [] : [`confidence ${formatPercent(confidence)}`]),
  ].join(', ')
}

/** The same behind what it is about: `storage, high impact`; empty where nothing is said. */
export function insightWords({
  area = '',
  ...weight
}: Pick<Insight, 'area' | 'impact' | 'confidence'>): string {
  return [area, weightWords(weight)].filter((part) => part !== '').join(', ')
}

export const outcomeWords = {
  reached: 'reached',
  'not-reached': 'not reached',
  withdrawn: 'withdrawn',
} as const

export function day(at: string): string {
  return at.slice(0, 10)
}

/** `2026-11-21 08:15`, UTC. */
export function minute(at: string): string {
  return at.slice(0, 16).replace('T', ' ')
}

/** Without the address. */
export function authorName(author: string): string {
  return author.replace(/\s*<[^<>]*>\s*$/u, '') || author
}

const mostFilters = 5
const longestName = 120

/** A name, path or filter of somebody else, of bounded length. */
export function quoteName(text: string): Inline {
  return { code: truncate(visible(text), longestName) }
}

/** `sort/**` and `parse`, as code; empty where an entry is about nothing in particular. */
export function filterLine(about: readonly string[]): Line {
  const others = about.length - mostFilters
  return [
    ...interleave(about.slice(0, mostFilters).map(quoteName), ', '),
    ...(others > 0 ? [` and ${others} more`] : []),
  ]
}

/** ` About sort.`, where it is about something. */
export function aboutLine(about: readonly string[]): Line {
  return about.length === 0 ? [] : [' About ', ...filterLine(about), '.']
}

/** `2026-11-20, Ada Lovelace, 01jdq8z3k-x7f2`. */
export function signatureLine({ id, at, author }: Pick<LogEntry, 'id' | 'at' | 'author'>): Line {
  return [`${[day(at), ...(author === undefined ? [] : [authorName(author)])].join(', ')}, `, { code: id }]
}

/** The same behind a sentence. */
export function appendSignature(entry: Parameters<typeof signatureLine>[0]): Line {
  return [' ', { muted: ['(', ...signatureLine(entry), ')'] }]
}
