import type { Benchmark } from '../../model/benchmark.ts'
import { type Config, policy } from '../../model/config.ts'
import type { Step } from '../../model/step.ts'
import type { Ledger } from '../../model/trial.ts'
import { medianInterval } from '../../stats/median-interval.ts'
import { median } from '../../stats/quantile.ts'
import { seeded, shuffle } from '../../stats/random.ts'
import { sum } from '../../stats/sample.ts'
import { configOn } from '../kind/config-on.ts'
import type { Kind, KindTask } from '../kind/kind.ts'
import { kindOf } from '../kind/kinds.ts'
import { countDisturbed, failureOf, measured, valuesOf } from '../ledger/ledger.ts'

/** What is measured, and how. `isShown`: the numbers decide nothing, so they take the fewest forks. */
export type Plan = {
  readonly benchmarks: readonly Benchmark[]
  readonly config: Config
  readonly isShown?: boolean
}

/**
 * The next round of forks, or an empty list when there is nothing left worth measuring: the pure question that
 * adaptive sampling asks. A round visits every benchmark that is still open once, in a seeded random order, so
 * that drift of the machine is spread over all of them.
 *
 * The rounds up to `forks.min`, from 1, visit every benchmark; later ones those whose interval is wider than
 * `precision`, while another fork fits in their time, by what all of theirs took on the clock, and in `forks.max`.
 */
export function nextRound(plan: Plan & { readonly seed: string }, ledger: Ledger, round: number): Step[] {
  const { config, seed, isShown = false } = plan
  const steps: Step[] = []
  const soFar = Map.groupBy(ledger, ({ id }) => id)
  for (const benchmark of plan.benchmarks) {
    const trials = soFar.get(benchmark.id) ?? []
    if (failureOf(trials)) continue
    const kind = kindOf(benchmark)
    const wanted = { trials, sides: ['head'], config: configOn(benchmark, config), isShown } as const
    const isSampled = isOpen(benchmark, trials, plan)
    const beside = isSampled ? kind.besideSample?.(wanted) : undefined
    const samples: KindTask[] = isSampled ? [sampleTask(kind, beside)] : []
    const others = beside === undefined ? kind.otherTasks(wanted) : []
    for (const task of [...samples, ...others]) steps.push(makeStep(task, benchmark, 'screen', round))
  }
  return shuffle(steps, seeded(`${seed} round ${round}`))
}

/** How many benchmarks are measured, and about how long the others take, ns: each as much of its time as is left. */
export function forecastRounds(
  plan: Plan,
  ledger: Ledger,
): { readonly done: number; readonly of: number; readonly left: number } {
  const { benchmarks, config } = plan
  const soFar = Map.groupBy(ledger, ({ id }) => id)
  const open = benchmarks.filter((one) => {
    const trials = soFar.get(one.id) ?? []
    return !failureOf(trials) && isOpen(one, trials, plan)
  })
  const left = open.map(({ id }) => {
    const spent = sum((soFar.get(id) ?? []).map(({ wall }) => wall))
    return Math.max(0, config.time.perBenchmark - spent)
  })
  return { done: benchmarks.length - open.length, of: benchmarks.length, left: sum(left) }
}

/** `beside`: what the sample tells besides. */
export function sampleTask({ task }: Pick<Kind, 'task'>, beside: unknown): KindTask {
  return { task, ...(beside !== undefined && { detail: beside }) }
}

/** Fresh forks for the suspects of the first stage, in rounds like the first ones. */
export function confirmRound(suspects: readonly Benchmark[], round: number, seed: string): Step[] {
  return shuffle(
    suspects.map((benchmark) => makeStep({ task: kindOf(benchmark).task }, benchmark, 'confirm', round)),
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

/** Whether one more sample is worth its time. */
function isOpen(benchmark: Benchmark, trials: Ledger, { config: { time }, isShown }: Plan): boolean {
  if (countDisturbed(trials) >= policy.mostDisturbed) return false
  const { task, primary } = kindOf(benchmark)
  const screened = measured(trials, { stage: 'screen', side: 'head', task })
  const values = valuesOf(screened, primary)
  if (values.length < time.forks.min) return true
  if (isShown) return false
  if (values.length >= time.forks.max) return false
  const spent = sum(trials.map(({ wall }) => wall))
  const each = sum(screened.map(({ wall }) => wall)) / screened.length
  if (spent + each > time.perBenchmark) return false
  const { low, high } = medianInterval(values, policy.confidence)
  return (high - low) / 2 > time.precision * Math.abs(median(values))
}

/**
 * Round 0: alternatives that must agree are compared before anything is timed. One that ended the process kept the others
 * from being compared: they are, without it.
 */
export function agreeSteps(benchmarks: readonly Benchmark[], ledger: Ledger = []): Step[] {
  const checked = new Map(ledger.map((trial) => [trial.id, trial.end.state]))
  const groups = Map.groupBy(
    benchmarks.filter(({ id, agree }) => agree && checked.get(id) !== 'failed'),
    alternativesKey,
  )
  return [...groups.values()]
    .filter((members) => members.length > 1 && members.some(({ id }) => !checked.has(id)))
    .map((members) => ({
      ...{ kind: members[0]!.kind, task: 'agree', stage: 'check', side: 'head', round: 0 },
      file: members[0]!.file,
      ...(members[0]!.runsOn && { runtime: members[0]!.runsOn.label }),
      keys: members.map(({ key }) => key),
      ids: members.map(({ id }) => id),
    }))
}

/** What alternatives have in common that must agree, and no other benchmark has; nothing of one that is no alternative. */
export function alternativesKey({ agree, file, group, params, runsOn }: Benchmark): string | undefined {
  return agree ? JSON.stringify([file, group, params, runsOn?.label]) : undefined
}

/** A step of the working tree's side. */
export function makeStep(
  task: KindTask,
  { kind, file, key, id, runsOn }: Benchmark,
  stage: Step['stage'],
  round: number,
): Step {
  const on = runsOn && { runtime: runsOn.label }
  return { kind, ...task, stage, side: 'head', file, ...on, keys: [key], ids: [id], round }
}
