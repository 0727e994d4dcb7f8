import type { Comparison } from '../../model/comparison.ts'
import { metric } from '../../model/metric.ts'
import {
  formatChange,
  formatChangeInterval,
  formatMagnitude,
  formatQuantity,
  signedQuantity,
} from '../../model/unit.ts'
import { median } from '../../stats/quantile.ts'

/** "+48.2 % [+45.1 %, +51.0 %]", or "from 0 B to 1.1 kB", and of what if not of the metric that leads. */
export function changeWithInterval(comparison: Comparison): string {
  const { leads, title } = metric(comparison.metric)
  return changeAlone(comparison, leads ? '' : ` in ${title}`)
}

/** The same where it is clear of what. */
export function changeAlone(comparison: Comparison, of = ''): string {
  if (!comparison.change) return isFromNothing(comparison) ? fromTo(comparison) + of : ''
  const change = directChange(comparison)
  return `${formatChange(change.estimate)}${of} ${intervalOf(change)}`.trim()
}

/** "+48.2 %", or "CPU +48.2 %" where CPU time decided in place of wall time; "+1.1 kB" of what was nothing. */
export function shortChange(comparison: Comparison): string {
  const { metric: name, change, difference = 0, standsFor } = comparison
  if (change)
    return `${standsFor === undefined ? '' : `${metric(name).short ?? name} `}${formatChange(directChange(comparison).estimate)}`
  if (!isFromNothing(comparison)) return ''
  const { unit, better } = metric(name)
  return signedQuantity(better === 'lower' ? difference : -difference, unit)
}

/** Says so where another metric decided than the one that was asked for; '' where not. */
export function decidedBy({ metric: name, standsFor }: Comparison): string {
  return standsFor === undefined
    ? ''
    : `It mostly had to wait for a CPU, so the ${metric(name).title} decided in place of the ${metric(standsFor).title}`
}

/** "is 48.2 % [+45.1 %, +51.0 %] slower", "allocates 16 B more"; the change must be for the worse. */
export function changePhrase(comparison: Comparison, adverb = ''): string {
  const { metric: name, change, difference = 0 } = comparison
  const [word, worse] = metric(name).phrase
  const verb = adverb === '' ? word : `${word} ${adverb}`
  if (isFromNothing(comparison)) return `${verb} ${formatQuantity(difference, metric(name).unit)} ${worse}`
  if (!change) return `${verb} ${worse}`
  const parts = [verb, formatMagnitude(change.estimate), intervalOf(change), worse]
  return parts.filter((part) => part !== '').join(' ')
}

/** Whether an exact metric is compared with nothing: there is no ratio, and the difference is told. */
function isFromNothing({ change, difference }: Comparison): boolean {
  return change === undefined && difference !== undefined
}

/** "from 0 B to 1.1 kB", by the medians of what was compared. */
function fromTo({ metric: name, values, difference = 0 }: Comparison): string {
  const { unit } = metric(name)
  const [head, base] = [values?.head ?? [], values?.base.flat() ?? []]
  if (head.length === 0 || base.length === 0) return signedQuantity(difference, unit)
  return `from ${formatQuantity(median(base), unit)} to ${formatQuantity(median(head), unit)}`
}

/** The interval, where there is one that reads otherwise than its estimate: forks that all say the same need none. */
function intervalOf({ estimate, low, high }: NonNullable<Comparison['change']>): string {
  const isOne = [low, high].every((bound) => bound !== null && formatChange(bound) === formatChange(estimate))
  return isOne ? '' : formatChangeInterval(low, high)
}

/** The change of the number itself, where a document says how much worse: half the rate is −50 %. */
export function directChange({ metric: name, change }: Comparison): NonNullable<Comparison['change']> {
  const { estimate, low, high } = change ?? { estimate: 0, low: null, high: null }
  if (metric(name).better === 'lower') return { estimate, low, high }
  const turned = (bound: number | null) => (bound === null ? null : -bound)
  return { estimate: -estimate, low: turned(high), high: turned(low) }
}
