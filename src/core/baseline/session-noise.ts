import type { Baseline } from '../../model/baseline.ts'
import { type Config, policy } from '../../model/config.ts'
import { isSampled, type MetricName, metricNames } from '../../model/metric.ts'
import {
  moderatedVariance,
  type Variance,
  type VariancePrior,
  variancePrior,
} from '../../stats/moderated-variance.ts'
import { centreVariance } from '../../stats/sessions.ts'
import { comparableSessions } from './recorded.ts'

type Sessions = readonly (readonly number[])[]

/**
 * How far the centres of sessions of the same code scatter, on the log scale, for a benchmark with these sessions;
 * `undefined` while too little is recorded to tell. Each has few sessions, so it borrows from all that are recorded
 * (stats/moderated-variance.ts), metric by metric. A benchmark of one session has what the others lend alone.
 */
export function sessionNoise(
  baselines: readonly Baseline[],
  config: Config,
): (name: MetricName, sessions: Sessions) => Variance | undefined {
  const priors = new Map<MetricName, VariancePrior | undefined>()
  for (const name of metricNames()) {
    if (isSampled(name)) priors.set(name, priorOf(name, baselines, config))
  }
  return (name, sessions) => {
    const known = moderatedVariance(varianceOf(sessions), priors.get(name))
    return known && known.df >= policy.sessions.fewestDegrees ? known : undefined
  }
}

function priorOf(
  name: MetricName,
  baselines: readonly Baseline[],
  config: Config,
): VariancePrior | undefined {
  return variancePrior(
    baselines.flatMap((baseline) =>
      Object.values(baseline.benchmarks).flatMap((recorded) => {
        const sessions = comparableSessions(baseline, name, recorded, config)
        return varianceOf(sessions.map(({ values }) => values)) ?? []
      }),
    ),
  )
}

function varianceOf(sessions: Sessions): Variance | undefined {
  if (sessions.some((values) => values.some((value) => !(value > 0)))) return undefined
  return centreVariance(sessions.map((values) => values.map(Math.log)))
}
