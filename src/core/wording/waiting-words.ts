import type { Explanation, LoopTimes } from '../../model/explanation.ts'
import { formatPercent, formatQuantity } from '../../model/unit.ts'
import { countWords } from './count.ts'
import { functionWords, placeWords } from './function-words.ts'

/** Waits that are named in a sentence. */
const mostWaits = 3
/** Waits of one revision and the other; those that had begun, or had not ended, at either end of a fork are counted, too. */
const changed = { ratio: 1.1, least: 0.1 }

type Wait = LoopTimes['waits'][number]

/** What the event loop does, and what an operation waits for. */
export function eventLoopSentence({ time, utilization, delay, waits }: LoopTimes): string {
  const busy = `Event loop: busy for ${formatPercent(utilization)} of the time while it was watched (${formatQuantity(time, 'ns')} per operation then), late by ${formatQuantity(delay.p50, 'ns')} (p50) and ${formatQuantity(delay.p99, 'ns')} (p99)`
  const named = waits
    .slice(0, mostWaits)
    .map((wait) => `${formatQuantity(wait.time, 'ns')} in ${countWords(wait.count)} ${what(wait)}`)
  return `${busy}.${named.length === 0 ? '' : ` An operation waits ${named.join(', ')}.`}`
}

/**
 * What an operation waits for more often than before; '' where there is nothing. How often is counted, and the same every
 * time; how long differs by what else the machine does.
 */
export function describeMoreWaits({ eventLoop }: Pick<Explanation, 'eventLoop'>): string {
  if (!eventLoop) return ''
  const { base, head } = eventLoop
  const [before, after] = [countsOf(base), countsOf(head)]
  const more = [...after]
    .map(([key, { wait, count }]) => ({ wait, count, was: before.get(key)?.count ?? 0 }))
    .filter(({ count, was }) => count >= was * changed.ratio && count >= was + changed.least)
    .slice(0, mostWaits)
    .map(({ wait, count, was }) => `${countWords(was)} → ${countWords(count)} ${what(wait)}`)
  return more.length === 0 ? '' : `It waits more often: ${more.join(', ')}`
}

/** By type and function, because lines shift between revisions: the longest of each, and how often all of them. */
function countsOf({ waits }: LoopTimes): ReadonlyMap<string, { wait: Wait; count: number }> {
  const counts = new Map<string, { wait: Wait; count: number }>()
  for (const wait of waits) {
    const key = `${wait.type} ${wait.place?.name}@${wait.place?.file}`
    const known = counts.get(key)
    counts.set(key, { wait: known?.wait ?? wait, count: (known?.count ?? 0) + wait.count })
  }
  return counts
}

function what({ type, place }: Wait): string {
  return place ? `${type} begun by ${functionWords(place)} (${placeWords(place)})` : type
}
