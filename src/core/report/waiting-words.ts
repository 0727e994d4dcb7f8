import type { Explanation, LoopTimes } from '../../model/explanation.ts'
import { formatPercent, formatQuantity } from '../../model/unit.ts'
import { countWords } from './count-words.ts'
import { placeWords } from './place-words.ts'

/** Waits that are named in a sentence. */
const mostWaits = 3
/** Waits of one revision and the other; those that had begun, or had not ended, at either end of a fork are counted, too. */
const changed = { ratio: 1.1, least: 0.1 }

type Wait = LoopTimes['waits'][number]

/** What the event loop does, and what an operation waits for. */
export function eventLoopSentence({ time, utilization, delay, waits }: LoopTimes): string {
  const busy = `Event loop: busy for ${formatPercent(utilization)} of ${formatQuantity(time, 'ns')} per operation, late by ${formatQuantity(delay.p50, 'ns')} (p50) and ${formatQuantity(delay.p99, 'ns')} (p99)`
  const named = waits
    .slice(0, mostWaits)
    .map((wait) => `${formatQuantity(wait.time, 'ns')} in ${countWords(wait.count)} ${what(wait)}`)
  return `${busy}.${named.length === 0 ? '' : ` An operation waits ${named.join(', ')}.`}`
}

/**
 * What an operation waits for more often than before; '' where there is nothing. How often is counted, and the same every
 * time; how long differs by what else the machine does.
 */
export function moreWaits({ eventLoop }: Pick<Explanation, 'eventLoop'>): string {
  if (!eventLoop) return ''
  const { base, head } = eventLoop
  const before = new Map(base.waits.map((wait) => [keyOf(wait), wait.count]))
  const more = head.waits
    .map((wait) => ({ wait, was: before.get(keyOf(wait)) ?? 0 }))
    .filter(({ wait, was }) => wait.count >= was * changed.ratio && wait.count >= was + changed.least)
    .slice(0, mostWaits)
    .map(({ wait, was }) => `${countWords(was)} → ${countWords(wait.count)} ${what(wait)}`)
  return more.length === 0 ? '' : `It waits more often: ${more.join(', ')}`
}

/** Lines shift between revisions. */
function keyOf({ type, place }: Wait): string {
  return `${type} ${place?.name}@${place?.file}`
}

function what({ type, place }: Wait): string {
  return place ? `${type} begun by ${place.name} (${placeWords(place)})` : type
}
