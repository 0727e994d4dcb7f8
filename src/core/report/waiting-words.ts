import { policy } from '../../model/config.ts'
import type { Explanation, LoopTimes } from '../../model/explanation.ts'
import { formatPercent, formatQuantity } from '../../model/unit.ts'
import { countWords } from './count-words.ts'
import { placeWords } from './place-words.ts'

/** Waits that are named in a sentence. */
const mostWaits = 3

type Wait = LoopTimes['waits'][number]

/** What the event loop does, and what an operation waits for. */
export function eventLoopSentence({ time, utilization, delay, waits }: LoopTimes): string {
  const busy = `Event loop: busy for ${formatPercent(utilization)} of ${formatQuantity(time, 'ns')} per operation, late by ${formatQuantity(delay.p50, 'ns')} (p50) and ${formatQuantity(delay.p99, 'ns')} (p99)`
  const named = waits
    .slice(0, mostWaits)
    .map((wait) => `${formatQuantity(wait.time, 'ns')} in ${countWords(wait.count)} ${what(wait)}`)
  return `${busy}.${named.length === 0 ? '' : ` An operation waits ${named.join(', ')}.`}`
}

/** How two revisions differ in that, as one fork of each saw it. */
export function waitingSentence(eventLoop: Both): string {
  const { base, head } = eventLoop
  const seen = `Event loop, in one fork of each: an operation takes ${formatQuantity(base.time, 'ns')} → ${formatQuantity(head.time, 'ns')} and keeps it busy for ${formatPercent(base.utilization)} → ${formatPercent(head.utilization)} of that.`
  const longer = longerWaits({ eventLoop })
  return longer === '' ? seen : `${seen} ${longer}.`
}

type Both = NonNullable<Explanation['eventLoop']>

/** What an operation waits for longer than before, by more than a function must differ by; '' where there is nothing. */
export function longerWaits({ eventLoop }: Pick<Explanation, 'eventLoop'>): string {
  if (!eventLoop) return ''
  const { base, head } = eventLoop
  const known = new Map(base.waits.map((wait) => [keyOf(wait), wait]))
  const longer = head.waits
    .map((after) => ({ after, before: known.get(keyOf(after)) ?? { count: 0, time: 0 } }))
    .filter(({ before, after }) => after.time - before.time >= policy.profile.limits.floor * base.time)
    .toSorted((a, b) => b.after.time - b.before.time - (a.after.time - a.before.time))
    .slice(0, mostWaits)
    .map(({ before, after }) => {
      const time = `${formatQuantity(before.time, 'ns')} → ${formatQuantity(after.time, 'ns')}`
      return `${time} in ${countWords(before.count)} → ${countWords(after.count)} ${what(after)}`
    })
  return longer.length === 0 ? '' : `It waits longer: ${longer.join(', ')}`
}

/** Lines shift between revisions. */
function keyOf({ type, place }: Wait): string {
  return `${type} ${place?.name}@${place?.file}`
}

function what({ type, place }: Wait): string {
  return place ? `${type} begun by ${place.name} (${placeWords(place)})` : type
}
