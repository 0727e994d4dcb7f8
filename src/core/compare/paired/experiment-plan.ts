import { type Config, policy } from '../../../model/config.ts'
import type { Step } from '../../../model/step.ts'
import type { Ledger } from '../../../model/trial.ts'
import { type Random, seeded, shuffle } from '../../../stats/random.ts'
import { sum } from '../../../stats/sample.ts'
import { configOn } from '../../kind/config-on.ts'
import { kindOf } from '../../kind/kinds.ts'
import { isDisturbed, measured } from '../../ledger/ledger.ts'
import { sampleTask } from '../../plan/plan.ts'
import { randomize } from '../../plan/randomization.ts'
import { type ExperimentState, type PairedExperiment, type PairStage, readExperiments } from './experiment.ts'
import { decideExperiment } from './experiment-verdict.ts'

/** Tests of the whole suite, where these experiments are not all of it; and how many pairs may run at the same time. */
export type RoundTerms = { readonly tests: number; readonly lanes: number }

/** Pairs that a round has for each lane at the least: lanes end together then, and few experiments keep all of them busy. */
const perLane = 4

/**
 * The next round: one pair for every experiment that is not decided, in an order of its own, and what its kind wants
 * beside samples. Where few are left, each gets several pairs, as far as its next look waits for them. Empty when
 * everything is decided.
 */
export function nextPairRound(
  experiments: readonly PairedExperiment[],
  ledger: Ledger,
  config: Config,
  seed: string,
  round: number,
  { tests, lanes }: RoundTerms,
): Step[] {
  const random = seeded(`${seed} pairs ${round}`)
  const open = readExperiments(experiments, ledger).flatMap((state) => {
    if (state.failure || state.experiment.mixed) return []
    const stages = state.disturbed >= policy.mostDisturbed ? [] : wantedPairs(state, config, tests)
    return { state, stages }
  })
  const sampled = open.filter(({ stages }) => stages.length > 0).length
  const most = lanes > 1 ? Math.max(1, Math.floor((perLane * lanes) / sampled)) : 1
  const steps = open.flatMap(({ state, stages }) => stepsOf(state, { stages, most }, config, round, random))
  return shuffle(steps, random)
}

/** Pairs of a stage that its next look waits for. */
type WantedPairs = { readonly stage: PairStage; readonly wanted: number }

function stepsOf(
  state: ExperimentState,
  { stages, most }: { readonly stages: readonly WantedPairs[]; readonly most: number },
  config: Config,
  round: number,
  random: Random,
): Step[] {
  const { experiment, way, trials } = state
  const { benchmark, isControl, against } = experiment
  const { file, key, id } = benchmark
  const kind = kindOf(benchmark)
  // What is asynchronous, or cannot be loaded twice, may wait for what others hold; who uses more CPUs would take theirs.
  const besideOthers = way === 'together' && kind.keepsToOneCpu?.(measured(trials)) === true
  const step = (more: Pick<Step, 'task' | 'stage' | 'way' | 'detail'>): Step => ({
    ...{ kind: benchmark.kind, side: 'pair', file, keys: [key], ids: [id], round },
    ...(benchmark.runsOn && { runtime: benchmark.runsOn.label }),
    ...(isControl && { isControl }),
    ...(besideOthers && { besideOthers }),
    ...more,
    ...(against && { against: against.id }),
    ...(against?.runsOn && { againstOn: against.runsOn.label }),
    randomization: randomize(random),
  })
  const wanted = { trials, sides: ['head', 'base'], config: configOn(benchmark, config) } as const
  const decisive = stages.find(({ stage }) => stage !== 'size')?.stage
  // Two revisions in one process are compiled otherwise than each alone: what they allocate there is not what they allocate.
  const mayTell = !isControl && way !== 'together' && decisive !== undefined
  const beside = mayTell ? kind.besideSample?.(wanted) : undefined
  const others = isControl || beside !== undefined ? [] : kind.otherTasks(wanted)
  // A verdict does not wait for a size.
  const now = others.length > 0 ? stages.filter(({ stage }) => stage !== 'size') : stages
  return [
    ...now.flatMap(({ stage, wanted: left }) => {
      const told = stage === decisive ? beside : undefined
      // What has the machine to itself is interleaved with the others.
      const count = besideOthers ? Math.min(left, most) : 1
      const one = { ...sampleTask(kind, told), stage, way: stage === 'size' ? 'apart' : way } as const
      return Array.from({ length: count }, () => step(one))
    }),
    ...others.map((one) => step({ ...one, stage: 'screen', way: 'in-sequence' })),
  ]
}

/** The stages that more pairs are wanted for, and how many until the first of its looks: that may be the last one. */
function wantedPairs(state: ExperimentState, config: Config, tests: number): WantedPairs[] {
  const decisions = decideExperiment(state, config, tests)
  const open = decisions.flatMap(({ decision: { stage, wanted } }) => (wanted > 0 ? { stage, wanted } : []))
  const stages = [...Map.groupBy(open, ({ stage }) => stage)].map(([stage, same]) => ({
    stage,
    wanted: Math.min(...same.map(({ wanted }) => wanted)),
  }))
  const isFound = decisions.some(
    ({ decision: { wanted, verdict } }) =>
      wanted === 0 && (verdict === 'regressed' || verdict === 'improved'),
  )
  const size = { stage: 'size' as const, wanted: policy.pairs.apart - state.pairs.size.length }
  return [...stages, ...(isFound && wantsSize(state) ? [size] : [])]
}

/**
 * Whether the size of a change is to be measured in processes of their own, too: two revisions that share a heap
 * share the collector's work, and what one allocates more is paid by both.
 */
function wantsSize({ experiment, way, trials, pairs }: ExperimentState): boolean {
  if (way !== 'together' || pairs.size.length >= policy.pairs.apart) return false
  if (trials.some((trial) => trial.stage === 'size' && trial.end.state === 'failed' && !isDisturbed(trial)))
    return false
  return kindOf(experiment.benchmark).sharesCosts?.(measured(trials)) === true
}

/**
 * About how long these experiments still take, ns: until the next look at each, by what its pairs have taken so far. What
 * that look leaves open takes longer. `undefined` before the first pair.
 */
export function forecastPairs(
  states: readonly ExperimentState[],
  config: Config,
  tests: number,
): number | undefined {
  const done = states.map(({ wall, pairs }) => ({ wall, count: pairs.screen.length + pairs.confirm.length }))
  const count = sum(done.map((one) => one.count))
  if (count === 0) return undefined
  const typical = sum(done.map(({ wall }) => wall)) / count
  return sum(
    states.map((state, place) => {
      if (state.failure || state.experiment.mixed || state.disturbed >= policy.mostDisturbed) return 0
      const decisions = decideExperiment(state, config, tests)
      const { wall, count: own } = done[place]!
      return (
        Math.max(0, ...decisions.map(({ decision }) => decision.wanted)) * (own > 0 ? wall / own : typical)
      )
    }),
  )
}

/** Benchmarks whose base is measured against itself. */
const mostControls = 3

/**
 * Some of the experiments once more, for the base against itself: so a run can tell that its own pairs are biased. In the
 * way in which the others were measured: what a control says is said of that.
 */
export function controlsOf(states: readonly ExperimentState[], seed: string): PairedExperiment[] {
  const able = states.filter(({ failure, experiment }) => failure === undefined && !experiment.mixed)
  const drawn = shuffle(able, seeded(`${seed} controls`)).slice(0, mostControls)
  return drawn.map(({ experiment, way, reason }) => ({
    ...experiment,
    ...{ start: { way, reason }, isNew: false, isControl: true },
  }))
}
