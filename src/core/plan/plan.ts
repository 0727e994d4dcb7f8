import type { Benchmark } from '../../model/benchmark.ts'
import { type Config, policy } from '../../model/config.ts'
import type { Order } from '../../model/message.ts'
import type { Memory } from '../../model/outcome.ts'
import { medianInterval } from '../../stats/median-interval.ts'
import { median } from '../../stats/quantile.ts'
import { seeded, shuffle } from '../../stats/random.ts'
import { wantsGrowth, wantsMemoryFork } from './memory-forks.ts'

/** One fork to make. */
export type Step = {
  readonly kind: Order['kind']
  readonly file: string
  /** One benchmark, or for `agree` the members of a group that must return equal results. */
  readonly keys: readonly string[]
  readonly ids: readonly string[]
  /** Of a memory fork: whether it explains a leak. */
  readonly growth?: boolean
  /** Number of the round, from 1; 0 for what comes before anything is timed. */
  readonly round: number
}

/** What has been measured of one benchmark so far. */
export type Progress = {
  /** Values of its timed forks, ns per operation. */
  readonly times: readonly number[]
  readonly memories: readonly Memory[]
  /** Timed forks that the machine kept from measuring; and whether memory cannot be measured in the time that there is. */
  readonly disturbed: number
  readonly noMemory: boolean
  /** Measuring time of its timed forks, ns. */
  readonly spent: number
  readonly failed: boolean
}

/**
 * The next round of forks, or an empty list when there is nothing left worth measuring: the pure question that
 * adaptive sampling asks. A round visits every benchmark that is still open once, in a seeded random order, so
 * that drift of the machine is spread over all of them.
 *
 * The rounds up to `forks.min`, from 1, visit every benchmark; later ones those whose interval is wider than
 * `precision`, while their time and `forks.max` last.
 */
export function nextRound(
  plan: { readonly benchmarks: readonly Benchmark[]; readonly config: Config; readonly seed: string },
  round: number,
  progress: (id: string) => Progress,
): Step[] {
  const { config, seed } = plan
  const steps: Step[] = []
  for (const benchmark of plan.benchmarks) {
    const soFar = progress(benchmark.id)
    if (soFar.failed) continue
    if (isOpen(soFar, config)) steps.push(stepOf('time', benchmark, round))
    if (config.collect.memory && !soFar.noMemory && wantsMemoryFork(soFar.memories))
      steps.push({ ...stepOf('memory', benchmark, round), growth: wantsGrowth(soFar.memories) })
  }
  return shuffle(steps, seeded(`${seed} round ${round}`))
}

/** Fresh forks for the suspects of the first stage, in rounds like the first ones. */
export function confirmRound(suspects: readonly Benchmark[], round: number, seed: string): Step[] {
  return shuffle(
    suspects.map((benchmark) => stepOf('time', benchmark, round)),
    seeded(`${seed} confirm ${round}`),
  )
}

/** Time of warm-up and sampling in one fork, ns: the same whatever the number of forks, so that it can be compared. */
export function forkBudget(config: Config): number {
  return config.time.perBenchmark / policy.slices
}

/** The same of a fork that is profiled, whose samples are what is counted. */
export function profileBudget(config: Config): number {
  return config.time.perBenchmark / policy.profile.slices
}

function isOpen({ times, spent, disturbed }: Progress, { time }: Config): boolean {
  if (disturbed >= policy.mostDisturbed) return false
  if (times.length < time.forks.min) return true
  if (times.length >= time.forks.max || spent >= time.perBenchmark) return false
  const { low, high } = medianInterval(times, policy.confidence)
  return (high - low) / 2 > time.precision * median(times)
}

/** Round 0: alternatives that must agree are compared before anything is timed. */
export function agreeSteps(benchmarks: readonly Benchmark[]): Step[] {
  const groups = new Map<string, Benchmark[]>()
  for (const benchmark of benchmarks) {
    if (!benchmark.agree) continue
    const together = JSON.stringify([benchmark.file, benchmark.group, benchmark.params])
    groups.set(together, [...(groups.get(together) ?? []), benchmark])
  }
  return [...groups.values()]
    .filter((members) => members.length > 1)
    .map((members) => ({
      kind: 'agree',
      file: members[0]!.file,
      keys: members.map(({ key }) => key),
      ids: members.map(({ id }) => id),
      round: 0,
    }))
}

function stepOf(kind: 'time' | 'memory', { file, key, id }: Benchmark, round: number): Step {
  return { kind, file, keys: [key], ids: [id], round }
}
