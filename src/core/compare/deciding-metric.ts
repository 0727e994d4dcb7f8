import { type MetricName, metric } from '../../model/metric.ts'
import type { MeasuredTrial } from '../../model/trial.ts'
import { qualities } from '../ledger/ledger.ts'
import { isContended, waitsByItself } from '../ledger/waiting.ts'

/** The trials of the two stages of a decision. */
export type Stages = { readonly screen: readonly MeasuredTrial[]; readonly confirm: readonly MeasuredTrial[] }

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
  const [first, second] = [screen, confirm].map((trials) =>
    trials.filter(({ end }) => end.values[asked] !== undefined),
  ) as [MeasuredTrial[], MeasuredTrial[]]
  if (!isContended(qualities(first)) && !isContended(qualities(second))) return asked
  if (waitsByItself(qualities([...first, ...second]))) return asked
  const isMeasured = [...first, ...second].every(({ end }) => end.values[standIn] !== undefined)
  return isMeasured ? standIn : asked
}
