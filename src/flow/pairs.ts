import { countTests } from '../core/compare/asked-metrics.ts'
import { baseFindings, unfollowedFindings } from '../core/compare/paired/base-findings.ts'
import {
  type ExperimentState,
  experimentOf,
  headTrials,
  isAbsentAtBase,
  type PairedExperiment,
  readExperiments,
} from '../core/compare/paired/experiment.ts'
import { controlsOf, forecastPairs, nextPairRound } from '../core/compare/paired/experiment-plan.ts'
import { compareExperiment, nullControlsOf } from '../core/compare/paired/experiment-verdict.ts'
import { controlFindings } from '../core/compare/paired/null-controls.ts'
import { invalidate } from '../core/compare/paired/paired-verdict.ts'
import { compareWithNothing, missingFrom } from '../core/compare/unmeasured-comparison.ts'
import type { Benchmark } from '../model/benchmark.ts'
import type { Comparison } from '../model/comparison.ts'
import type { Explanation } from '../model/explanation.ts'
import type { Finding } from '../model/finding.ts'
import type { Rendered } from '../model/rendered.ts'
import type { NullControl } from '../model/run.ts'
import type { Step } from '../model/step.ts'
import type { Ledger } from '../model/trial.ts'
import { editedAlone, settleOpen } from './bases.ts'
import { carryOut, type MeasureContext } from './carry-out.ts'
import { explainRegressed } from './explain-regressed.ts'
import type { Host } from './host.ts'
import { mostLanes } from './lanes.ts'
import { measure } from './measure.ts'
import type { Base, ChangeImpact, CheckoutRequest } from './ports/revisions.ts'
import type { Selection } from './select.ts'
import type { StageHost } from './time-limit.ts'

/** What pairs have said. */
export type PairedResult = {
  readonly comparisons: readonly Comparison[]
  /** The base against itself. */
  readonly nullControls: readonly NullControl[]
  readonly findings: readonly Finding[]
  /** Whether a control says that the pairs are not to be believed: then none of them counts. */
  readonly isVoid: boolean
  /** Why what has regressed has, and the files that show it. */
  readonly explanations: readonly Explanation[]
  readonly files: readonly Rendered[]
  /** What the working tree's side said, as far as it counts. */
  readonly ledger: Ledger
}

const nothing: PairedResult = {
  comparisons: [],
  nullControls: [],
  findings: [],
  isVoid: false,
  explanations: [],
  files: [],
  ledger: [],
}

export type PairsOptions = {
  /** Whether benchmarks that only the base has are told: not where some were chosen, or recorded numbers tell. */
  readonly all?: boolean
  /** The host of each stage, where the whole run has a time. */
  readonly stage?: StageHost
  /** CPUs that profiles, which are not timed, may keep busy side by side. */
  readonly cpus?: number
  /** Tests that share the suite's error, where these benchmarks are not all of it. */
  readonly tests?: number
}

/**
 * Measures what has changed, with the base laid out for as long as that takes. What surely has comes first: which of the others
 * are spared is found out when those are decided.
 */
export async function measurePairs(
  host: Host,
  chosen: Selection,
  ledger: Ledger,
  candidates: readonly Benchmark[],
  since: ChangeImpact,
  seed: string,
  {
    all = false,
    stage = () => host,
    cpus = 1,
    tests = countTests(candidates.length, chosen.config, candidates),
  }: PairsOptions = {},
): Promise<PairedResult> {
  const { edited, apart, gone = [] } = since
  const mayMiss = all && (gone.length > 0 || edited.size > 0)
  const [open, sure] = partition(candidates, ({ id }) => since.unsettled.has(id))
  const first = sure.length > 0 ? sure : await settleOpen(host, since, open)
  if ((first.length === 0 && !mayMiss) || host.interrupted()) return nothing
  const { config } = chosen
  const own = editedAlone(since)
  const base = await checkOutBase(host, { ...chosen, benchmarks: candidates, own }, since.reference)
  if (base === undefined) return nothing
  try {
    // Where each revision runs its own benchmark file, one that the base lacks cannot run there.
    const isAdded = ({ id, file }: Benchmark) => own.has(file) && base.lacks.has(id)
    const lanes = () => Math.min(mostLanes, host.idleCpus())
    const context = { host: stage('pairs'), config, base, seed, lanes }
    const states: ExperimentState[] = []
    const measureBoth = async (benchmarks: readonly Benchmark[]) => {
      const both = benchmarks.filter((one) => !isAdded(one))
      const proof = await host.findMixedCode(base, both, apart, config)
      const experiments = both.map((one) =>
        experimentOf(one, {
          apart: apart.get(one.file) ?? proof.apart.get(one.file),
          isNew: base.lacks.has(one.id),
          mixed: proof.mixed.get(one.file),
        }),
      )
      states.push(...(await measureExperiments(context, experiments, tests)))
    }
    for (const some of partition(first, ({ id }) => chosen.suspects?.has(id) ?? false))
      if (some.length > 0) await measureBoth(some)
    const late = sure.length > 0 ? await settleOpen(host, since, open) : []
    if (late.length > 0) await measureBoth(late)
    const changed = [...first, ...late]
    const paired = states.flatMap(headTrials)
    // What the base does not have has no pairs; its own numbers are still wanted.
    const absent = states.filter(isAbsentAtBase).map(({ experiment }) => experiment.benchmark)
    const added = [...changed.filter(isAdded), ...absent]
    const said = (await measure(stage('pairs'), config, [...ledger, ...paired], added, seed)).slice(
      ledger.length,
    )
    const nullControls: NullControl[] = []
    // One after the other: one that has come to its end says more than three that have not.
    for (const [place, control] of controlsOf(states, seed).entries()) {
      const host = stage(place === 0 ? 'firstControl' : 'controls')
      const own = { ...context, host, seed: `${seed} control ${place}` }
      const [state] = await measureExperiments(own, [control], countTests(1, config, [control.benchmark]))
      nullControls.push(...nullControlsOf(state!, config))
    }
    const failed = controlFindings(nullControls, states, config, {
      isInterrupted: host.interrupted(),
      isLate: stage('firstControl').interrupted(),
    })
    const missing = all ? base.only.map((id) => missingFrom(id, base.reference, config)) : []
    const comparisons = [
      ...states.flatMap((state) => compareExperiment(state, base.reference, config, tests)),
      ...changed
        .filter(isAdded)
        .map(({ id }) =>
          compareWithNothing(id, config.gate.metrics[0]!, { verdict: 'new' }, [], base.reference),
        ),
      ...missing,
    ]
    const differing = [
      ...baseFindings(base.differences, base.reference),
      ...unfollowedFindings(changed, since),
    ]
    if (failed.length > 0) {
      const all = { comparisons: comparisons.map(invalidate), findings: [...differing, ...failed] }
      return { ...nothing, ...all, nullControls, isVoid: true, ledger: said }
    }
    const explained = await explainRegressed(
      { ...context, host: stage('explanations'), lanes: () => Math.min(mostLanes, cpus) },
      states,
      comparisons,
      host.now,
    )
    return {
      ...{ comparisons, nullControls, isVoid: false, ledger: said },
      findings: [...differing, ...explained.flatMap(({ findings }) => findings)],
      explanations: explained.flatMap(({ explanation }) => explanation ?? []),
      files: explained.flatMap(({ files }) => files),
    }
  } finally {
    await base.close()
  }
}

/** Those that are so, and the others. */
function partition<T>(all: readonly T[], isSo: (one: T) => boolean): readonly [T[], T[]] {
  return [all.filter(isSo), all.filter((one) => !isSo(one))]
}

/** A base, or none when the person has asked to stop meanwhile: what was measured before is kept. */
async function checkOutBase(
  host: Host,
  chosen: CheckoutRequest,
  reference: ChangeImpact['reference'],
): Promise<Base | undefined> {
  try {
    return await host.checkOutBase(reference, chosen)
  } catch (error) {
    if (host.interrupted()) return undefined
    throw error
  }
}

/** Pairs in rounds, until everything is decided or the person asks to stop. A control's failure is nobody's news. */
async function measureExperiments(
  { host, config, base, seed, lanes }: MeasureContext,
  experiments: readonly PairedExperiment[],
  tests: number,
): Promise<ExperimentState[]> {
  const byId = new Map(experiments.map((one) => [one.benchmark.id, one]))
  const told = new Map<string, readonly Comparison[]>()
  /** A verdict is told when it falls: the size of what was found may still be measured. */
  const tell = (soFar: Ledger, steps: readonly Step[]) => {
    const open = new Set(steps.flatMap(({ ids, stage }) => (stage === 'size' ? [] : ids)))
    for (const state of readExperiments(experiments, soFar)) {
      const { benchmark, isControl } = state.experiment
      if (isControl || open.has(benchmark.id) || told.has(benchmark.id) || !base) continue
      const comparisons = compareExperiment(state, base.reference, config, tests)
      told.set(benchmark.id, comparisons)
      host.show({ type: 'decided', comparisons })
    }
  }
  const ledger = await carryOut(
    host,
    config,
    (soFar, round) => {
      const steps = nextPairRound(experiments, soFar, config, seed, round, { tests, lanes: lanes?.() ?? 1 })
      tell(soFar, steps)
      return steps
    },
    {
      base,
      ...(lanes && { lanes }),
      forecast: (soFar) => ({
        done: told.size,
        of: experiments.length,
        worse: [...told.values()].filter((all) => all.some(({ verdict }) => verdict === 'regressed')).length,
        left: forecastPairs(readExperiments(experiments, soFar), config, tests),
      }),
      // That a revision does not run says something, but of a base that has no such benchmark.
      isNews: ({ id, side }) => {
        const { isControl, isNew } = byId.get(id)!
        return !isControl && !(isNew && side === 'base')
      },
    },
  )
  return readExperiments(experiments, ledger)
}
