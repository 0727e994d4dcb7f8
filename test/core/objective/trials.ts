import { parseObjective } from '../../../src/core/objective/parse-objective.ts'
import type { ObjectiveTrial } from '../../../src/core/objective/requests.ts'
import type { Objective } from '../../../src/model/objective.ts'
import { histogramOf } from '../../stats/histogram-of.ts'

const second = 1e9

/** What became of one request: its latency in ns, or how it ended without one. A wrong answer has a latency, too. */
export type Ending = number | { readonly rejected: number } | 'failed' | 'timedOut' | 'dropped'

/** A trial of these requests, which were waited for one second. */
export function trialOf(endings: readonly Ending[], { timeout = second } = {}): ObjectiveTrial {
  const latencies = endings.flatMap((one) => {
    if (typeof one === 'number') return [one]
    if (one === 'timedOut') return [timeout]
    return typeof one === 'object' ? [one.rejected] : []
  })
  const count = (how: Ending) => endings.filter((one) => one === how).length
  const rejected = endings.filter((one) => typeof one === 'object').length
  const bad = rejected + count('failed') + count('timedOut') + count('dropped')
  return {
    counts: {
      due: endings.length,
      sent: endings.length - count('dropped'),
      ...{ rejected, failed: count('failed'), timedOut: count('timedOut'), dropped: count('dropped') },
    },
    ...(latencies.length > 0 && { latencies: histogramOf(latencies) }),
    timeout,
    values: {
      ...(latencies.length > 0 && {
        'latency.mean': latencies.reduce((sum, one) => sum + one, 0) / latencies.length,
        'latency.max': Math.max(...latencies),
      }),
      throughput: endings.length - bad,
    },
  }
}

/** So many of one ending. */
export function times<T>(count: number, of: T): T[] {
  return Array.from({ length: count }, () => of)
}

export function objectiveOf(text: string, more: Partial<Objective> = {}): Objective {
  return { ...parseObjective(text), ...more }
}

export const ms = 1e6
