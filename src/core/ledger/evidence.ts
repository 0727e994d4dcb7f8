import type { Benchmark } from '../../model/benchmark.ts'
import type { Finding } from '../../model/finding.ts'
import type { Failure, Memory, Outcome, Timing } from '../../model/outcome.ts'
import type { Progress, Step } from '../plan/plan.ts'
import { isDisturbed, lacksTime, notAgreed } from './unmeasured.ts'

/** Everything that the forks of one benchmark have reported so far. */
export type Evidence = {
  readonly benchmark: Benchmark
  readonly timings: Timing[]
  /** Fresh forks of the second stage, which alone decide about a suspect. */
  readonly confirmations: Timing[]
  readonly memories: Memory[]
  readonly findings: Finding[]
  failure: Failure | undefined
  /** Timed forks that the machine kept from measuring. */
  disturbed: number
  /** Why memory forks were given up, if so. */
  noMemory: string | undefined
  spent: number
  printed: number
}

/** The evidence of a run while it is gathered. */
export type EvidenceById = ReadonlyMap<string, Evidence>

export function emptyEvidence(benchmarks: readonly Benchmark[]): EvidenceById {
  return new Map(
    benchmarks.map((benchmark) => [
      benchmark.id,
      {
        benchmark,
        timings: [],
        confirmations: [],
        memories: [],
        findings: [],
        failure: undefined,
        disturbed: 0,
        noMemory: undefined,
        spent: 0,
        printed: 0,
      },
    ]),
  )
}

/** Files an outcome under the benchmark that it is about. */
export function addOutcome(
  evidence: EvidenceById,
  step: Step,
  outcome: Outcome,
  stage: 'screen' | 'confirm',
): void {
  if (outcome.state === 'compared') {
    for (const { key, failure } of outcome.failures) {
      const one = evidence.get(step.ids[step.keys.indexOf(key)] ?? '')
      if (one) one.failure ??= failure
    }
    if (outcome.unknown === undefined) return
    for (const id of step.ids) evidence.get(id)?.findings.push(notAgreed(id, outcome.unknown))
    return
  }
  if (outcome.state === 'traced' || outcome.state === 'examined') return
  for (const one of evidenceOf(evidence, step, outcome)) {
    one.printed += outcome.printed
    if (isDisturbed(outcome)) {
      one.disturbed++
    } else if (outcome.state === 'failed' && lacksTime(step.kind, outcome.failure)) {
      one.noMemory ??= outcome.failure.message
    } else if (outcome.state === 'failed') {
      one.failure ??= placed(outcome.failure, step, one)
    } else if (outcome.kind === 'time') {
      one.spent += measuringTime(outcome.timing)
      ;(stage === 'confirm' ? one.confirmations : one.timings).push(outcome.timing)
    } else if (outcome.kind === 'memory') {
      one.memories.push(outcome.memory)
    }
  }
}

export function progressOf(evidence: EvidenceById, id: string): Progress {
  const one = evidence.get(id)
  return {
    times: one?.timings.map(({ value }) => value) ?? [],
    memories: one?.memories ?? [],
    disturbed: one?.disturbed ?? 0,
    noMemory: one?.noMemory !== undefined,
    spent: one?.spent ?? 0,
    failed: one === undefined || one.failure !== undefined,
  }
}

/** A fork that compares alternatives is about all of them, unless it says which one failed. */
function evidenceOf(evidence: EvidenceById, step: Step, outcome: Outcome): Evidence[] {
  const named = outcome.state === 'failed' ? step.keys.indexOf(outcome.key ?? '') : -1
  const ids = named >= 0 ? [step.ids[named]!] : step.ids
  return ids.flatMap((id) => evidence.get(id) ?? [])
}

function placed(failure: Failure, step: Step, one: Evidence): Failure {
  if (step.kind === 'agree') return failure
  const forks = one.timings.length + one.memories.length
  const where =
    forks > 0
      ? ` (in ${step.kind === 'memory' ? 'a memory' : 'a timed'} fork, after ${forks} that succeeded)`
      : ''
  return { ...failure, message: failure.message + where }
}

/** Time of warm-up, batches and single operations, ns; starting the process and preparing inputs are not measuring. */
function measuringTime({ warmup, mean, batch, samples, latency }: Timing): number {
  return warmup + mean * batch * samples + (latency?.duration ?? 0)
}
