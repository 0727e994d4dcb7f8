import { type MetricName, metric } from '../../../model/metric.ts'
import type { Hypothesis, Insight, Standing } from '../../../model/note.ts'
import { formatInterval, formatPercent, formatQuantity } from '../../../model/unit.ts'

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
