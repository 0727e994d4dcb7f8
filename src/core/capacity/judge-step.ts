import type { CapacityStep } from '../../model/capacity.ts'
import { policy } from '../../model/config.ts'
import type { ObjectiveResult } from '../../model/objective.ts'
import type { ServiceDetail } from '../../model/service.ts'
import type { Trial } from '../../model/trial.ts'
import { formatObserved } from '../objective/format-objective.ts'

/**
 * What a step says. It is kept where what was observed keeps every objective, and nearly as many were answered as were due: one
 * that piles up requests keeps its percentiles only as long as the step lasts. A service that ends under load has lost. Where what
 * sends was late, and something is lost, the service is not to blame.
 *
 * Whether an objective is kept for certain is not asked: the search repeats a step that it ends at.
 */
export function judgeStep(
  rate: number,
  { end }: Trial,
  objectives: readonly ObjectiveResult[],
): CapacityStep {
  if (end.state === 'failed') {
    const { reason, message } = end.failure
    const isOver = reason === 'exited' || reason === 'unanswered'
    return { rate, outcome: isOver ? 'lost' : 'failed', why: message, objectives: [] }
  }
  const { values } = end
  const { generator, counts, latencies } = end.detail as ServiceDetail
  const seconds = end.quality.spent / 1e9
  const mean = values['latency.mean'] ?? 0
  const told = {
    throughput: values.throughput ?? 0,
    ...(latencies && { concurrency: ((counts.answered + counts.timedOut) * mean) / 1e9 / seconds }),
    ...(values['latency.p50'] !== undefined && { median: values['latency.p50'] }),
    ...(values['latency.p99'] !== undefined && { p99: values['latency.p99'] }),
    errors: values.errors ?? 0,
    lag: generator.lag.p99,
    ...(values.cpu !== undefined && { cpus: cpusOf(values.cpu, values.helperCpu, counts.answered, seconds) }),
  }
  const lost = objectives.find(({ met }) => !met)
  const achieved = told.throughput / rate
  const why = lost
    ? `'${lost.objective.text}' is lost: ${formatObserved(lost.objective, lost.observed, lost.isAtLeast)}`
    : achieved < policy.capacity.achieved
      ? `it answers ${told.throughput.toFixed(0)} a second of ${rate.toFixed(0)}`
      : undefined
  if (why === undefined) return { rate, outcome: 'kept', objectives: [...objectives], ...told }
  const isLate = generator.lag.p99 > policy.capacity.late || generator.utilization >= policy.load.busy
  const late = `requests were sent ${(generator.lag.p99 / 1e6).toFixed(1)} ms late`
  return isLate
    ? { rate, outcome: 'generator-limited', why: `${late}, and ${why}`, objectives: [...objectives], ...told }
    : { rate, outcome: 'lost', why, objectives: [...objectives], ...told }
}

function cpusOf(own: number, helpers = 0, answered: number, seconds: number): number {
  return ((own + helpers) * answered) / 1e9 / seconds
}
