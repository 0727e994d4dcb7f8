import type { Objective } from '../../model/objective.ts'
import { digits, formatNumber, formatPercent, formatQuantity, writeDuration } from '../../model/unit.ts'
import { exactly } from './objective-word.ts'

/** An objective as people write it, whatever words it was written in; it is read as the same again. */
export function formatObjective(objective: Omit<Objective, 'text'>): string {
  return `${metricWord(objective)} ${objective.comparator} ${limitText(objective)}`
}

/** `p99.9`, `median`, `errors` */
export function metricWord({ metric, quantile }: Pick<Objective, 'metric' | 'quantile'>): string {
  if (metric === 'latency.mean') return 'mean'
  if (metric !== 'latency') return metric
  if (quantile === 0) return 'min'
  if (quantile === 1) return 'max'
  return quantile === 0.5 ? 'median' : `p${decimal(exactly(quantile! * 100))}`
}

/** What was observed, in the words of an objective: `p99 is 231 ms`. */
export function formatObserved(
  objective: Omit<Objective, 'text'>,
  observed: number,
  isAtLeast: boolean | undefined,
): string {
  const word = objective.metric === 'failures' || objective.metric === 'requests' ? 'are' : 'is'
  return `${metricWord(objective)} ${word} ${isAtLeast ? 'at least ' : ''}${observedText(objective, observed)}`
}

function observedText({ metric }: Pick<Objective, 'metric'>, observed: number): string {
  if (metric === 'errors' || metric === 'availability') return formatPercent(observed)
  if (metric === 'throughput') return `${formatNumber(observed)}/s`
  if (metric === 'failures' || metric === 'requests') return decimal(observed)
  return formatQuantity(observed, 'ns', digits.brief)
}

function limitText({ metric, limit }: Pick<Objective, 'metric' | 'limit'>): string {
  if (metric === 'errors' || metric === 'availability') return `${decimal(exactly(limit * 100))} %`
  if (metric === 'throughput') return `${decimal(limit)}/s`
  if (metric === 'failures' || metric === 'requests') return decimal(limit)
  const [number = '', unit = ''] = writeDuration(limit).split(' ')
  return `${decimal(Number(number))} ${unit}`
}

/** Without an exponent, which nobody writes. */
function decimal(value: number): string {
  if (!String(value).includes('e')) return String(value)
  const [digits = '', exponent = '0'] = value.toExponential().replace('.', '').split('e')
  const place = Number(exponent)
  return place < 0 ? `0.${'0'.repeat(-place - 1)}${digits}` : digits.padEnd(place + 1, '0')
}
