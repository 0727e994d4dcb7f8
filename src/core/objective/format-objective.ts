import type { Objective } from '../../model/objective.ts'
import { writeDuration } from '../../model/unit.ts'
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
