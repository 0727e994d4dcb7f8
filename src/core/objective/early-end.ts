import type { Objective } from '../../model/objective.ts'
import { keepsLimit } from './evaluate-objective.ts'
import { meanOf } from './observation.ts'
import { countBad, endedOf, mostBad, type ObjectiveTrial } from './requests.ts'

/** What has come of a load so far, and what will. */
export type LoadProgress = ObjectiveTrial & {
  /** Requests that will be due in all. */
  readonly planned: number
  /** Since the first request was due, ns. */
  readonly elapsed: number
}

/**
 * Whether an objective can no longer be kept, whatever comes: too many requests are bad already for all that will be due. Exact,
 * to the last request; `false` of means and rates, about which nothing is certain before the end.
 * Throws RangeError where more were due than are planned.
 */
export function isLostForCertain(objective: Objective, progress: LoadProgress): boolean {
  const { planned, counts } = progress
  if (counts.due > planned)
    throw new RangeError(`${counts.due} requests were due of ${planned} that are planned`)
  if (objective.metric === 'requests') {
    const isUpper = objective.comparator === '<' || objective.comparator === '<='
    return !keepsLimit(objective, isUpper ? counts.sent : planned - counts.dropped)
  }
  return isBeyond(objective, progress, planned)
}

/**
 * Whether a load is to end early because of an objective that asks for it: its delay is over, and what has come so far does not
 * keep it. That is what `abortOnFail` of k6 means; better numbers might still have come.
 */
export function mustAbort(objective: Objective, progress: LoadProgress): boolean {
  const { abort, metric } = objective
  if (!abort || progress.elapsed < abort.after) return false
  const ended = endedOf(progress)
  if (ended === 0) return false
  if (metric === 'latency.mean') return !meanOf(progress).every((mean) => keepsLimit(objective, mean))
  if (metric === 'throughput') {
    const { throughput } = progress.values
    return throughput !== undefined && !keepsLimit(objective, throughput)
  }
  if (metric === 'requests') return isLostForCertain(objective, progress)
  return isBeyond(objective, progress, ended)
}

/** Whether more are bad for certain than may be of so many. */
function isBeyond(objective: Objective, requests: ObjectiveTrial, total: number): boolean {
  const [bad, most] = [countBad(objective, requests)?.least, mostBad(objective, total)]
  return bad !== undefined && most !== undefined && bad > most
}
