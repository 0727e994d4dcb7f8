import type { Comparison } from '../../model/comparison.ts'
import type { Config } from '../../model/config.ts'
import { isSampled, type MetricName, metric, type Tolerance } from '../../model/metric.ts'

/**
 * What the values of one metric are judged by. Fractions; of an exact metric only `tolerated`. Decisions are made on a log
 * scale where more is worse, whichever way of the metric is better (`worsening`).
 */
export type Limits = {
  /** A change for the worse counts when it is proven to be larger. */
  readonly tolerance: number
  /** A pass means that a larger one is disproven. */
  readonly margin: number
  readonly alpha: number
  readonly drift: number
  readonly tolerated: Tolerance
  readonly better: 'lower' | 'higher'
}

/** Of a configuration, or of a Run document, which keeps the tolerances of the metrics that it was judged by. */
export type Policy = Pick<Config['gate'], 'tolerance' | 'margin' | 'alpha' | 'drift'>

/** A margin that is not larger than the tolerance of a metric would leave nothing undecided: then it is three times that. */
const widest = 3

export function limitsOf(name: MetricName, { tolerance, margin, alpha, drift }: Policy): Limits {
  const tolerated = tolerance[name] ?? metric(name).tolerance
  const own = tolerated.relative
  const { better } = metric(name)
  return { tolerance: own, margin: own < margin ? margin : widest * own, alpha, drift, tolerated, better }
}

/** Those of the metric that was asked for, also where another one decides in its place. */
export function limitsFor(
  { metric: name, standsFor = name }: Pick<Comparison, 'metric' | 'standsFor'>,
  policy: Policy,
): Limits {
  return limitsOf(standsFor, policy)
}

/** The widest that sampled metrics were judged by: what one sentence about all of them may claim. */
export function widestLimits(
  comparisons: readonly Comparison[],
  policy: Policy & Pick<Config['gate'], 'metrics'>,
): Pick<Limits, 'tolerance' | 'margin'> {
  const judged = comparisons.map(({ metric: name, standsFor = name }) => standsFor).filter(isSampled)
  const names = judged.length > 0 ? judged : [policy.metrics.find(isSampled) ?? 'time']
  const limits = names.map((name) => limitsOf(name, policy))
  return {
    tolerance: Math.max(...limits.map(({ tolerance }) => tolerance)),
    margin: Math.max(...limits.map(({ margin }) => margin)),
  }
}

/** The same policy with another tolerance of all sampled metrics, and another margin. */
export function loosenPolicy<P extends Policy>(
  policy: P,
  { tolerance, margin }: { readonly tolerance: number; readonly margin: number },
): P {
  const rows = Object.entries(policy.tolerance).map(([name, own]) => [
    name,
    isSampled(name) ? { ...own, relative: tolerance } : own,
  ])
  return { ...policy, tolerance: Object.fromEntries(rows), margin }
}

/** Logarithms, or differences of them, as more is worse. */
export function worsening(logs: readonly number[], { better }: Pick<Limits, 'better'>): readonly number[] {
  return better === 'lower' ? logs : logs.map((log) => -log)
}
