import type { Objective } from '../../model/objective.ts'
import { writeDuration } from '../../model/unit.ts'

/**
 * Why an objective cannot be held against requests that are waited for no longer than `timeout`, ns; or nothing. Of what times
 * out nobody knows when it would have been answered.
 */
export function timeoutProblem(
  { text, metric, comparator, limit }: Objective,
  timeout: number,
): string | undefined {
  if (metric !== 'latency' && metric !== 'latency.mean') return undefined
  if (limit < timeout || (limit === timeout && comparator === '<')) return undefined
  return `'${text}' cannot be told: a request is given up after ${writeDuration(timeout)}; write a smaller limit, or a longer timeout`
}
