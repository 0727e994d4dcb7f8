import type { Benchmark } from '../../model/benchmark.ts'
import { type Config, policy } from '../../model/config.ts'
import type { Step } from '../../model/step.ts'
import type { Ledger } from '../../model/trial.ts'
import { medianInterval } from '../../stats/median-interval.ts'
import { median } from '../../stats/quantile.ts'
import { seeded, shuffle } from '../../stats/random.ts'
import { measuringTime, memoriesOf } from '../kind/function/trials.ts'
import { countDisturbed, failureOf, measured, memoryRefusal, valuesOf } from '../ledger/ledger.ts'
import { wantsGrowth, wantsMemoryFork } from './memory-forks.ts'

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
  ledger: Ledger,
  round: number,
): Step[] {
  const { config, seed } = plan
  const steps: Step[] = []
  const soFar = Map.groupBy(ledger, ({ id }) => id)
  for (const benchmark of plan.benchmarks) {
    const trials = soFar.get(benchmark.id) ?? []
    if (failureOf(trials)) continue
    if (isOpen(trials, config)) steps.push(stepOf('time', benchmark, round))
    const memories = memoriesOf(trials)
    if (config.collect.memory && memoryRefusal(trials) === undefined && wantsMemoryFork(memories))
      steps.push({ ...stepOf('memory', benchmark, round), growth: wantsGrowth(memories) })
  }
  return shuffle(steps, seeded(`${seed} round ${round}`))
}

/** Fresh forks for the suspects of the first stage, in rounds like the first ones. */
export function confirmRound(suspects: readonly Benchmark[], round: number, seed: string): Step[] {
  return shuffle(
    suspects.map((benchmark): Step => ({ ...stepOf('time', benchmark, round), stage: 'confirm' })),
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

/** Whether one more timed fork is worth its time. */
function isOpen(trials: Ledger, { time }: Config): boolean {
  if (countDisturbed(trials) >= policy.mostDisturbed) return false
  const timed = measured(trials, { stage: 'screen', task: 'time' })
  const times = valuesOf(timed, 'time')
  if (times.length < time.forks.min) return true
  const spent = measuringTime([...timed, ...measured(trials, { stage: 'confirm', task: 'time' })])
  if (times.length >= time.forks.max || spent >= time.perBenchmark) return false
  const { low, high } = medianInterval(times, policy.confidence)
  return (high - low) / 2 > time.precision * median(times)
}

/**
 * Round 0: alternatives that must agree are compared before anything is timed. One that ended the process kept the others
 * from being compared: they are, without it.
 */
export function agreeSteps(benchmarks: readonly Benchmark[], ledger: Ledger = []): Step[] {
  const checked = new Map(ledger.map((trial) => [trial.id, trial.end.state]))
  const groups = Map.groupBy(
    benchmarks.filter(({ id, agree }) => agree && checked.get(id) !== 'failed'),
    ({ file, group, params }) => JSON.stringify([file, group, params]),
  )
  return [...groups.values()]
    .filter((members) => members.length > 1 && members.some(({ id }) => !checked.has(id)))
    .map((members) => ({
      ...{ kind: 'function', task: 'agree', stage: 'check', round: 0 },
      file: members[0]!.file,
      keys: members.map(({ key }) => key),
      ids: members.map(({ id }) => id),
    }))
}

function stepOf(task: 'time' | 'memory', { file, key, id }: Benchmark, round: number): Step {
  return { kind: 'function', task, stage: 'screen', file, keys: [key], ids: [id], round }
}
