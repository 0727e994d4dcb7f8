import { type MetricName, metric } from '../../model/metric.ts'
import type { MeasuredTrial } from '../../model/trial.ts'
import { qualities } from '../ledger/ledger.ts'
import { isContended, waitsByItself } from '../ledger/waiting.ts'

/** The trials of the two stages of a decision. */
export type Stages = { readonly screen: readonly MeasuredTrial[]; readonly confirm: readonly MeasuredTrial[] }

/**
 * The metrics that decide, each with the one that it decides for: a gate that asks for wall time and CPU time asks once
 * where CPU time decides for both.
 */
export function decidingMetrics(
  stages: Stages,
  asked: readonly MetricName[],
  isRecorded: (name: MetricName) => boolean,
): ReadonlyMap<MetricName, MetricName> {
  const askedFor = new Map<MetricName, MetricName>()
  for (const name of asked) {
    const deciding = decidingMetric(stages, name, isRecorded)
    if (deciding !== name || !askedFor.has(deciding)) askedFor.set(deciding, name)
  }
  return askedFor
}

/**
 * The metric that decides where this one is asked for: its stand-in (CPU time for wall time) when the machine was
 * contended in either stage, the benchmark does not wait by itself, and the stand-in was measured in every fork
 * and recorded. Wall time then holds what other processes did; CPU time does not.
 *
 * The choice looks at contamination and at sleeping only, never at how far the values of either metric have
 * moved: whoever picks the nicer of two verdicts has two chances for a false one. What a suite's false alarms
 * come to is simulated in test/core/compare/deciding-metric.test.ts.
 */
export function decidingMetric(
  { screen, confirm }: Stages,
  asked: MetricName,
  isRecorded: (name: MetricName) => boolean,
): MetricName {
  const { standIn } = metric(asked)
  if (!standIn || !isRecorded(standIn)) return asked
  const stages = [screen, confirm].map((trials) =>
    trials.filter(({ end }) => end.values[asked] !== undefined),
  )
  const all = stages.flat()
  if (!stages.some((trials) => isContended(qualities(trials))) || waitsByItself(qualities(all))) return asked
  return all.every(({ end }) => end.values[standIn] !== undefined) ? standIn : asked
}
