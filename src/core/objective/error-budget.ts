import type { ErrorBudget, Objective } from '../../model/objective.ts'
import { complement, exactly } from './objective-word.ts'
import { countBad, endedOf, type Requests } from './requests.ts'

/**
 * What an objective allows to go wrong, and how much of that has gone wrong; `undefined` where it allows no share of requests,
 * as of a mean. `planned`: requests that will be due in all, where more are to come; a run is its own window.
 */
export function errorBudget(
  objective: Objective,
  requests: Requests,
  planned: number = requests.counts.due,
): ErrorBudget | undefined {
  const share = badShare(objective)
  const bad = countBad(objective, requests)?.likely
  if (share === undefined || bad === undefined) return undefined
  const allowed = exactly(share * planned)
  const ended = endedOf(requests)
  return {
    ...{ share, total: planned, allowed, bad },
    used: allowed > 0 ? bad / allowed : null,
    burnRate: share > 0 && ended > 0 ? bad / ended / share : null,
  }
}

/** The share of requests that may be bad, in [0, 1]. */
export function badShare({ metric, quantile, limit }: Objective): number | undefined {
  if (metric === 'errors') return limit
  if (metric === 'availability') return complement(limit)
  // The smallest and the largest are no matter of shares.
  if (metric !== 'latency' || quantile === 0 || quantile === 1) return undefined
  return complement(quantile!)
}
