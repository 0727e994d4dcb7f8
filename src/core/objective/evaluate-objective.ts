import type { Objective, ObjectiveResult } from '../../model/objective.ts'
import { shareBounds } from '../../stats/binomial.ts'
import { errorBudget } from './error-budget.ts'
import { type Observation, observeObjective } from './observation.ts'
import { type ObjectiveTrial, unite } from './requests.ts'
import { timeoutProblem } from './timeout-problem.ts'

export type EvaluationOptions = {
  /** Of intervals, in (0, 1). */
  readonly confidence: number
  /** Requests that were to be due in all, where a load has ended early; absent: those that were due. */
  readonly planned?: number | undefined
  /** It ended the load, since it could not be kept any more. */
  readonly isLost?: boolean | undefined
}

/**
 * Holds an objective against trials: `kept` where the whole interval of what is observed keeps the limit, `lost` where none of it
 * does, else `undecided`. `undefined` where nothing was measured.
 *
 * Throws RangeError where the limit is longer than requests are waited for: `timeoutProblem` tells that before.
 */
export function evaluateObjective(
  objective: Objective,
  trials: readonly ObjectiveTrial[],
  { confidence, planned, isLost = false }: EvaluationOptions,
): ObjectiveResult | undefined {
  for (const { timeout } of trials) {
    const problem = timeoutProblem(objective, timeout)
    if (problem !== undefined) throw new RangeError(problem)
  }
  const observation = observeObjective(objective, trials, confidence)
  if (!observation) return undefined
  const { value, ...rest } = observation
  const requests = unite(trials)
  const outcome = isLost ? 'lost' : outcomeOf(objective, observation)
  const budget = errorBudget(objective, requests, planned)
  return {
    objective,
    observed: value,
    ...rest,
    met: keepsLimit(objective, value),
    outcome,
    ...(outcome === 'undecided' && {
      open: whatIsOpen(objective, observation, requests.counts.due, confidence),
    }),
    margin: isUpper(objective) ? objective.limit - value : value - objective.limit,
    ...(budget && { budget }),
  }
}

/** Whether a value keeps the limit of an objective. */
export function keepsLimit({ comparator, limit }: Objective, value: number): boolean {
  if (comparator === '<') return value < limit
  if (comparator === '<=') return value <= limit
  return comparator === '>' ? value > limit : value >= limit
}

function isUpper({ comparator }: Objective): boolean {
  return comparator === '<' || comparator === '<='
}

function outcomeOf(objective: Objective, { low, high }: Observation): ObjectiveResult['outcome'] {
  const [best, worst] = isUpper(objective) ? [low, high] : [high, low]
  if (worst !== null && keepsLimit(objective, worst)) return 'kept'
  return best !== null && !keepsLimit(objective, best) ? 'lost' : 'undecided'
}

function whatIsOpen(
  objective: Objective,
  { low, high, coverage }: Observation,
  total: number,
  confidence: number,
): NonNullable<ObjectiveResult['open']> {
  if (low === null || (coverage < confidence && high !== null)) return 'few-trials'
  return high === null || isTooFew(objective, total, confidence) ? 'few-requests' : 'near-limit'
}

/** Whether so few requests would decide nothing even if all of them were good. */
function isTooFew(objective: Objective, total: number, confidence: number): boolean {
  const { metric } = objective
  if (metric !== 'errors' && metric !== 'availability') return false
  const { high } = shareBounds(0, total, (1 - confidence) / 2)
  return !keepsLimit(objective, metric === 'errors' ? high : 1 - high)
}
