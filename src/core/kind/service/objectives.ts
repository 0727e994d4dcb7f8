import type { Benchmark } from '../../../model/benchmark.ts'
import { policy } from '../../../model/config.ts'
import type { Failure } from '../../../model/failure.ts'
import type { Objective, ObjectiveResult } from '../../../model/objective.ts'
import type { ServiceDetail } from '../../../model/service.ts'
import type { MeasuredTrial } from '../../../model/trial.ts'
import { decode } from '../../../stats/histogram.ts'
import { evaluateObjective } from '../../objective/evaluate-objective.ts'
import { readObjectives } from '../../objective/read-objectives.ts'
import type { ObjectiveTrial } from '../../objective/requests.ts'
import { timeoutProblem } from '../../objective/timeout-problem.ts'

/** Why the objectives of a load cannot be meant: words that nobody knows, or a limit that no request reaches. */
export function refuseObjectives({ objectives: written, service }: Benchmark): Failure | undefined {
  if (written === undefined) return undefined
  const { objectives, problems } = readObjectives(written)
  const timeout = service?.timeout ?? Number.POSITIVE_INFINITY
  const told = [
    ...problems.map(({ path, message }) => `${['objectives', ...path].join('.')}: ${message}`),
    ...objectives.flatMap((one) => timeoutProblem(one, timeout) ?? []),
  ]
  return told.length === 0 ? undefined : { reason: 'invalid-objective', message: told.join('; ') }
}

type End = Pick<MeasuredTrial['end'], 'values' | 'detail'>

/** What became of each objective, by all trials of the load. */
export function holdToObjectives(
  { objectives = [] }: { readonly objectives?: unknown },
  ends: readonly End[],
): ObjectiveResult[] {
  const all = isRead(objectives) ? objectives : readObjectives(objectives).objectives
  const trials = ends.map(requestsOf)
  const late = Math.max(0, ...ends.map(({ detail }) => (detail as ServiceDetail).generator.lag.p99))
  return all.flatMap((one) => {
    const result = evaluateObjective(one, trials, { confidence: policy.confidence })
    return result ? [excuseLate(result, late)] : []
  })
}

/** A latency holds how late its request was sent: where that is much of the limit, it says nothing against the service. */
export function isExcused({ metric, limit }: Objective, late: number): boolean {
  return (metric === 'latency' || metric === 'latency.mean') && late >= policy.load.lag.share * limit
}

function excuseLate(result: ObjectiveResult, late: number): ObjectiveResult {
  if (result.outcome !== 'lost' || !isExcused(result.objective, late)) return result
  return { ...result, outcome: 'undecided', open: 'sent-late' }
}

/** Those of a Run are read already; a text never is. */
function isRead(objectives: unknown): objectives is readonly Objective[] {
  return (
    Array.isArray(objectives) && objectives.every((one) => typeof one === 'object' && 'comparator' in one)
  )
}

function requestsOf({ values, detail }: End): ObjectiveTrial {
  const { counts, latencies, timeout } = detail as ServiceDetail
  const { throughput, 'latency.mean': mean, 'latency.max': max } = values
  return {
    ...{ counts, timeout, latencies: latencies && decode(latencies) },
    values: { throughput, 'latency.mean': mean, 'latency.max': max },
  }
}
