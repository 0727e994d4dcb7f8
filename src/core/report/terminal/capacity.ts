import type { Capacity, CapacityStep, LoadCapacity } from '../../../model/capacity.ts'
import { digits, formatMagnitude, formatNumber, formatPercent, formatQuantity } from '../../../model/unit.ts'
import { count } from '../../wording/count.ts'
import { plain } from '../../wording/plain.ts'
import type { Table } from '../blocks/block.ts'
import { joinParts, painter, roomIn, type Terminal } from './paint.ts'
import { writeTextEnd, writeTextSection } from './write.ts'

/** What a search for capacity found, for a terminal: the answer last, next to the prompt. */
export function capacityText({ loads }: Capacity, screen: Terminal): string {
  const paint = painter(screen.color)
  const room = roomIn(screen)
  return joinParts(
    loads.flatMap((load) => [
      writeTextSection({ title: plain(load.id), blocks: [stepTable(load.steps)] }, (id) => id, room, paint),
      writeTextEnd(answerOf(load), toneOf(load), room, paint),
    ]),
  )
}

function stepTable(steps: readonly CapacityStep[]): Table {
  const right = (title: string, givesWay?: number) => ({
    ...{ title, side: 'right' as const },
    ...(givesWay !== undefined && { givesWay }),
  })
  const time = (value: number | undefined) =>
    value === undefined ? '' : formatQuantity(value, 'ns', digits.brief)
  const number = (value: number | undefined) => (value === undefined ? '' : formatNumber(value))
  return {
    type: 'table',
    columns: [
      right('Rate'),
      { title: 'Outcome', side: 'left' },
      ...[right('Answers/s', 4), right('Median', 5), right('p99'), right('Errors', 3)],
      ...[right('Waiting', 2), right('CPUs', 1), right('Sent late', 0)],
    ],
    rows: steps.map((one) => [
      [`${formatNumber(one.rate)}/s`],
      [one.outcome],
      [number(one.throughput)],
      [time(one.median)],
      [time(one.p99)],
      [one.errors === undefined ? '' : formatPercent(one.errors)],
      [number(one.concurrency)],
      [one.cpus === undefined ? '' : one.cpus.toFixed(2)],
      [time(one.lag)],
    ]),
  }
}

/** The highest rate in a sentence; then what speaks of its cause. */
function answerOf(load: LoadCapacity): string {
  const { kept, lost, steps, peak } = load
  const isLimit = ({ rate, outcome }: CapacityStep) => outcome !== 'kept' && (!lost || rate === lost.rate)
  const last = steps.findLast((one) => isLimit(one) && one.why !== undefined)
  const why = last ? ` At ${formatNumber(last.rate)}/s, ${last.why}.` : ''
  const most = kept && `keeps its objectives at ${formatNumber(kept.rate)}/s`
  const least = lost && `loses them at ${formatNumber(lost.rate)}/s`
  const first = {
    resolved: `It ${most}, and ${least}.`,
    'most-kept': `It ${most}, the highest rate that was tried.`,
    'generator-limited': `It ${most ?? 'could not be asked'}. What sends is the limit above that, and not the service.`,
    'least-lost': `It ${least}, the lowest rate that was tried.`,
    failed: 'The search ended, since a step failed twice.',
    contradictory: 'The search ended, since three steps at one rate had three outcomes.',
    'out-of-steps': `The search ended after ${count(steps.length, 'step')}${most ? `; it ${most}` : ''}.`,
    interrupted: `Interrupted after ${count(steps.length, 'step')}.`,
  }[load.end]
  const room = peak && formatMagnitude(peak.headroom)
  const headroom = peak
    ? ` That is ${room} ${peak.headroom < 0 ? 'below' : 'above'} the ${formatNumber(peak.rate)}/s that are expected.`
    : ''
  return `${first}${load.end === 'most-kept' ? '' : why}${headroom}${limitWords(load)}`
}

/** What the service's own signals say of the limit. */
function limitWords({ steps, kept, scalability }: LoadCapacity): string {
  const at = steps.findLast(({ rate, cpus }) => rate === kept?.rate && cpus !== undefined)
  const cpu =
    at?.cpus === undefined
      ? ''
      : ` There it keeps ${at.cpus.toFixed(2)} CPUs busy${at.cpus >= nearlyOne ? ', as much as one thread has' : ''}.`
  if (!scalability || scalability.doubts.length > 0 || scalability.bound === 'linear') return cpu
  const bound = { contention: 'requests wait for each other', coherency: 'requests slow each other down' }
  return `${cpu} It is ${scalability.bound}-bound: ${bound[scalability.bound]}.`
}

/** Of a CPU: a thread that is the limit has hardly more. */
const nearlyOne = 0.85

function toneOf({ end, peak }: LoadCapacity): 'good' | 'warn' | 'bad' {
  if (end === 'least-lost' || (peak && peak.headroom < 0)) return 'bad'
  return end === 'resolved' || end === 'most-kept' ? 'good' : 'warn'
}
