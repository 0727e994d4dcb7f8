import type { Benchmark } from '../../../model/benchmark.ts'
import type { Failure } from '../../../model/failure.ts'
import type { Revision, Sides } from '../../../model/message.ts'
import type { Ledger, MeasuredTrial, Stage, Trial, Way } from '../../../model/trial.ts'
import { sum } from '../../../stats/sample.ts'
import { kindOf } from '../../kind/kinds.ts'
import { countDisturbed, failureOfTrial, isDisturbed, isFailure, measured } from '../../ledger/ledger.ts'

/** Two revisions of one benchmark that are to be compared in pairs, and what is known before the first one. */
export type PairedExperiment = {
  readonly benchmark: Benchmark
  /** How its first pairs are measured, and why not in one process. */
  readonly start: PairWay
  /** Whether the base has no such benchmark: that it does not run there says nothing against it. */
  readonly isNew: boolean
  /** A file of the working tree that the base's side would run in place of its own. */
  readonly mixed: string | undefined
  /** Whether the base is measured against itself: there is nothing to count then. */
  readonly isControl: boolean
  /** Another benchmark of the same run that it is compared with, in place of another revision. */
  readonly against?: Pick<Benchmark, 'id' | 'runsOn'> | undefined
}

export type PairWay = { readonly way: Way; readonly reason?: string | undefined }

/** What is known of an experiment before anything is measured. */
export type ExperimentFacts = Partial<
  Pick<PairedExperiment, 'isControl' | 'isNew' | 'mixed' | 'against'> & {
    /** Why the two cannot share a process. */
    readonly apart: string | undefined
  }
>

export function experimentOf(
  benchmark: Benchmark,
  { apart, isControl = false, isNew = false, mixed, against }: ExperimentFacts = {},
): PairedExperiment {
  const { way } = kindOf(benchmark)
  const about = { benchmark, isNew, mixed, isControl, ...(against !== undefined && { against }) }
  if (way) return { ...about, start: { way } }
  const asked = benchmark.inVitest ? "the project's own Vitest runs its file" : 'it asks for that (isolate)'
  const reason = benchmark.isolate ? asked : apart
  const start: PairWay = reason === undefined ? { way: 'together' } : { way: 'apart', reason }
  return { ...about, start }
}

/** What the trials of an experiment say together. */
export type ExperimentState = PairWay & {
  readonly experiment: PairedExperiment
  readonly trials: Ledger
  /** The pairs that count, by stage: those measured in the present way, since others are not of the same sample. */
  readonly pairs: Readonly<Record<PairStage, readonly MeasuredTrial[]>>
  /** The two sides of the pairs of both stages. */
  readonly sides: Sides<readonly MeasuredTrial[]>
  /** Pairs that the machine kept from measuring, since the last one that it did not. */
  readonly disturbed: number
  readonly failure: { readonly side: Revision; readonly failure: Failure } | undefined
  /** Wall time of its pairs so far, starting their processes included, ns. */
  readonly wall: number
}

/**
 * `size`: of a change that was found in a shared process, measured in separate ones; it decides nothing.
 */
export type PairStage = 'screen' | 'confirm' | 'size'

/** By experiment, in the order of these. */
export function readExperiments(experiments: readonly PairedExperiment[], ledger: Ledger): ExperimentState[] {
  const byId = Map.groupBy(ledger, ({ id }) => id)
  return experiments.map((experiment) => readExperiment(experiment, byId.get(experiment.benchmark.id) ?? []))
}

export function readExperiment(experiment: PairedExperiment, trials: Ledger): ExperimentState {
  const { task } = kindOf(experiment.benchmark)
  const present = wayOf(experiment, trials, task)
  const kept = (side: Trial['side'], stage: Stage) =>
    measured(trials, { side, stage, task }).filter(({ way }) => stage === 'size' || way === present.way)
  const sideOf = (side: Revision) => [...kept(side, 'screen'), ...kept(side, 'confirm')]
  const failed = trials.find((trial) => trial.side !== 'pair' && isFailure(trial))
  const failure = failed && failureOfTrial(failed)
  const whole = trials.filter(({ side }) => side === 'pair')
  return {
    ...present,
    experiment,
    trials,
    pairs: { screen: kept('pair', 'screen'), confirm: kept('pair', 'confirm'), size: kept('pair', 'size') },
    sides: { base: sideOf('base'), head: sideOf('head') },
    disturbed: countDisturbed(whole.slice(whole.findLastIndex(({ end }) => end.state === 'measured') + 1)),
    failure: failure && { side: failed.side as Revision, failure },
    wall: sum(trials.map((trial) => (trial.task === task ? trial.wall : 0))),
  }
}

/**
 * Whatever keeps the two from sharing a process, each has a chance in one of its own. Both may want the same port, lock or
 * database: then each has a chance without the other one beside it. That a change's size cannot be had changes nothing.
 */
function wayOf({ start }: PairedExperiment, trials: Ledger, task: string): PairWay {
  const reasonIn = (way: Way) => {
    const failed = trials.filter(
      (trial) => trial.task === task && trial.stage !== 'size' && trial.way === way && !isDisturbed(trial),
    )
    const found = failed.flatMap(({ side, end }) => (end.state === 'failed' ? { side, ...end.failure } : []))
    return (found.find(({ side }) => side === 'base') ?? found[0])?.message
  }
  if (start.way === 'in-sequence') return start
  const alone = reasonIn('apart')
  if (alone !== undefined) return { way: 'in-sequence', reason: alone }
  if (start.way === 'apart') return start
  const apart = reasonIn('together')
  return apart === undefined ? start : { way: 'apart', reason: apart }
}

/** Whether the base has no such benchmark, as was expected: that is no failure. */
export function isAbsentAtBase({ experiment, failure }: ExperimentState): boolean {
  return experiment.isNew && failure?.side === 'base'
}

/** What the working tree's side said counts as a run of it does: of pairs that are compared, not of those thrown away. */
export function headTrials({ experiment, way, trials }: ExperimentState): Ledger {
  const { task } = kindOf(experiment.benchmark)
  return trials.filter((trial) => {
    if (trial.side !== 'head' || trial.stage === 'size') return false
    const isKept = trial.end.state === 'measured' && (trial.way === way || trial.task !== task)
    return isKept || isFailure(trial)
  })
}
