import { type MetricName, metric } from '../../model/metric.ts'
import type { Evidence } from '../ledger/evidence.ts'
import { confirmationsOf, valuesOf } from '../ledger/metric-values.ts'
import { isContended, waitsByItself } from '../ledger/waiting.ts'

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
  evidence: Evidence,
  asked: MetricName,
  isRecorded: (name: MetricName) => boolean,
): MetricName {
  const { standIn } = metric(asked)
  const { timings, confirmations } = evidence
  if (!standIn || !isRecorded(standIn)) return asked
  if (!isContended(timings) && !isContended(confirmations)) return asked
  if (waitsByItself([...timings, ...confirmations])) return asked
  const measured = valuesOf(evidence, standIn).length + confirmationsOf(evidence, standIn).length
  return measured === timings.length + confirmations.length ? standIn : asked
}
