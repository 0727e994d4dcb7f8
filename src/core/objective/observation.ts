import type { Objective } from '../../model/objective.ts'
import { quantileRankBounds, shareBounds } from '../../stats/binomial.ts'
import { rankOfQuantile } from '../../stats/exact-share.ts'
import { valueOfRank } from '../../stats/histogram.ts'
import { medianInterval } from '../../stats/median-interval.ts'
import { endedOf, failuresOf, type ObjectiveTrial, type Requests, unheardOf, unite } from './requests.ts'

/** What trials say of an objective, in its unit. A bound that is null is not known. */
export type Observation = {
  readonly value: number
  readonly low: number | null
  readonly high: number | null
  /** 0: there is no interval; 1: it is counted, and no sample of anything. */
  readonly coverage: number
  /** A request that was never answered counts as long as its time-out: the value is more. */
  readonly isAtLeast?: true
}

/** What these trials say of it; `undefined` where they say nothing. */
export function observeObjective(
  objective: Objective,
  trials: readonly ObjectiveTrial[],
  confidence: number,
): Observation | undefined {
  const all = unite(trials)
  if (all.counts.due === 0) return undefined
  const failures = failuresOf(all.counts)
  switch (objective.metric) {
    case 'errors':
      return shareOf(failures, all.counts.due, confidence)
    case 'availability':
      return shareOf(all.counts.due - failures, all.counts.due, confidence)
    case 'failures':
      return counted(failures)
    case 'requests':
      return counted(all.counts.sent)
    case 'latency':
      return quantileOf(objective.quantile!, all, trials, confidence)
    case 'latency.mean':
      return overTrials(trials.flatMap(meanOf), confidence, trials.some(hasUnheard))
    case 'throughput':
      return overTrials(
        trials.flatMap(({ values }) => values.throughput ?? []),
        confidence,
        false,
      )
  }
}

function counted(value: number): Observation {
  return { value, low: value, high: value, coverage: 1 }
}

/** Requests are taken as independent, which those of one outage are not. */
function shareOf(count: number, total: number, confidence: number): Observation {
  return { value: count / total, ...shareBounds(count, total, (1 - confidence) / 2), coverage: confidence }
}

/** Trials are the unit of inference: none is one trial's. */
function overTrials(
  values: readonly number[],
  confidence: number,
  isAtLeast: boolean,
): Observation | undefined {
  if (values.length === 0) return undefined
  const { estimate, low, high, coverage } = medianInterval(values, confidence)
  const bounds = values.length > 1 ? { low, high, coverage } : { low: null, high: null, coverage: 0 }
  return { value: estimate, ...bounds, ...(isAtLeast && { isAtLeast }) }
}

/** The mean of all requests of a trial, of which those that were never answered count as long as their time-out. */
export function meanOf({ counts, latencies, timeout, values }: ObjectiveTrial): number[] {
  const [heard, unheard] = [latencies?.total ?? 0, unheardOf(counts)]
  const { 'latency.mean': mean = 0 } = values
  return heard + unheard === 0 ? [] : [(heard * mean + unheard * timeout) / (heard + unheard)]
}

function hasUnheard({ counts }: ObjectiveTrial): boolean {
  return unheardOf(counts) + counts.timedOut > 0
}

/**
 * All requests together, with an interval that holds that of their number and that of the trials: few requests, or trials
 * that differ, both leave it open.
 */
function quantileOf(
  quantile: number,
  all: Requests,
  trials: readonly ObjectiveTrial[],
  confidence: number,
): Observation | undefined {
  const timeout = Math.max(...trials.map((trial) => trial.timeout))
  const total = endedOf(all)
  if (total === 0) return undefined
  const pooled = valueAt(rankOfQuantile(quantile, total), all, timeout)
  const isAtLeast = pooled.isAtLeast && { isAtLeast: true as const }
  if (quantile === 1) return { ...counted(largestOf(pooled.value, trials)), ...isAtLeast }
  if (quantile === 0) return { ...counted(pooled.value), ...isAtLeast }
  const { low, high } = quantileRankBounds(total, quantile, (1 - confidence) / 2)
  const own = {
    low: low === undefined ? 0 : valueAt(low, all, timeout).value,
    high: high === undefined ? null : valueAt(high, all, timeout).value,
  }
  const values = trials.flatMap((trial) => quantileOfTrial(quantile, trial))
  const bounds =
    values.length > 1
      ? widest(own, medianInterval(values, confidence), confidence)
      : { ...own, coverage: confidence }
  return { value: pooled.value, ...bounds, ...isAtLeast }
}

function widest(
  own: { readonly low: number; readonly high: number | null },
  trials: { readonly low: number; readonly high: number; readonly coverage: number },
  confidence: number,
): Pick<Observation, 'low' | 'high' | 'coverage'> {
  return {
    low: Math.min(own.low, trials.low),
    high: own.high === null ? null : Math.max(own.high, trials.high),
    coverage: Math.min(confidence, trials.coverage),
  }
}

function quantileOfTrial(quantile: number, trial: ObjectiveTrial): number[] {
  const requests = unite([trial])
  const total = endedOf(requests)
  return total === 0 ? [] : [valueAt(rankOfQuantile(quantile, total), requests, trial.timeout).value]
}

/** The latency of a rank, 1 for the shortest; requests without one are the last. */
function valueAt(
  rank: number,
  { counts, latencies }: Requests,
  timeout: number,
): Pick<Observation, 'value' | 'isAtLeast'> {
  const last = latencies.total === 0 ? 0 : valueOfRank(latencies, Math.min(rank, latencies.total))
  const value = rank > latencies.total ? Math.max(timeout, last) : last
  const isAtLeast = rank > latencies.total - counts.timedOut
  return { value, ...(isAtLeast && { isAtLeast }) }
}

/** To the last digit, where trials tell it so. */
function largestOf(pooled: number, trials: readonly ObjectiveTrial[]): number {
  const unheard = trials.filter(({ counts }) => unheardOf(counts) > 0).map(({ timeout }) => timeout)
  const told = trials.map(({ values }) => values['latency.max'])
  const isTold = trials.every(({ latencies }, place) => !latencies || told[place] !== undefined)
  return isTold ? Math.max(...unheard, ...told.filter((one) => one !== undefined)) : pooled
}
