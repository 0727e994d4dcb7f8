import type { Finding } from '../../model/finding.ts'
import type { ProfileResult } from '../../model/profile-report.ts'
import { formatNumber, formatPercent, formatQuantity } from '../../model/unit.ts'
import { placeWords } from './explanation-words.ts'

/** Waits that are named in a sentence. */
const mostWaits = 3

/** What the event loop does, and what an operation waits for; '' of what is synchronous. */
export function eventLoopSentence({ eventLoop }: Pick<ProfileResult, 'eventLoop'>): string {
  if (!eventLoop) return ''
  const { time, utilization, delay, waits } = eventLoop
  const busy = `Event loop: busy for ${formatPercent(utilization)} of ${formatQuantity(time, 'ns')} per operation, late by ${formatQuantity(delay.p50, 'ns')} (p50) and ${formatQuantity(delay.p99, 'ns')} (p99)`
  const named = waits.slice(0, mostWaits).map(({ type, place, count, time: waited }) => {
    const who = place ? ` begun by ${place.name} (${placeWords(place)})` : ''
    return `${formatQuantity(waited, 'ns')} in ${formatNumber(count)} ${type}${who}`
  })
  return `${busy}.${named.length === 0 ? '' : ` An operation waits ${named.join(', ')}.`}`
}

/** A finding in one line; what it is about stands before it, unless that is everything. */
export function findingWords({ subject, message, advice }: Finding): string {
  return `${subject === 'run' ? '' : `${subject}: `}${message}.${advice === '' ? '' : ` ${advice}`}`
}
