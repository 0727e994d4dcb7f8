import { limitsNothing, needsNumber } from '../core/assess/budget.ts'
import { recordedOf } from '../core/baseline/recorded.ts'
import { countTests } from '../core/compare/asked-metrics.ts'
import { findNew } from '../core/compare/recorded/compare-run.ts'
import { isLeftOpen } from '../core/compare/recorded/left-open.ts'
import type { Benchmark } from '../model/benchmark.ts'
import type { Comparison } from '../model/comparison.ts'
import type { Finding } from '../model/finding.ts'
import type { ControlValues, Run } from '../model/run.ts'
import type { Ledger } from '../model/trial.ts'
import {
  type Bases,
  type ByMethod,
  compareIdentical,
  groupByMethod,
  isUnchanged,
  type Matched,
  type Refused,
  settleImpact,
} from './bases.ts'
import type { Host } from './host.ts'
import { comparableKernels, measureKernels } from './kernels.ts'
import { confirm, measure, withoutFailures } from './measure.ts'
import { measureGroups } from './pair-groups.ts'
import type { PairedResult } from './pairs.ts'
import type { Recorded } from './ports/baselines.ts'
import type { Request } from './request.ts'
import { compareRecorded } from './run-document.ts'
import { familyOf, type Selection, sizeOfFamily } from './select.ts'
import type { StageHost } from './time-limit.ts'
import { compareWithoutBase, tellReplaced } from './without-base.ts'

/** What is to be decided, and what it takes. */
type DecisionTask = {
  readonly host: Host
  /** The host of each stage, where the whole run has a time. */
  readonly stage: StageHost
  readonly chosen: Selection
  readonly request: Request
  readonly command: Run['request']['command']
  /** What is known before anything is timed. */
  readonly ledger: Ledger
  readonly recorded: Recorded
  readonly bases: Bases
  readonly seed: string
  /** Of this machine, for what is not timed. */
  readonly cpus: number
}

type DecidedRun = Pick<PairedResult, 'nullControls' | 'explanations' | 'files'> & {
  readonly comparisons: readonly Comparison[]
  readonly findings: readonly Finding[]
  /** Everything that was measured. */
  readonly ledger: Ledger
  /** The control kernels, where recorded numbers stand beside those of today. */
  readonly controls: ControlValues | undefined
  /** What recorded numbers were to decide. */
  readonly judged: readonly Benchmark[]
}

/**
 * The one road of `run`, `compare` and `gate`. What has not changed since its base is identical. What has changed is
 * decided in pairs with its base, straight away. Recorded numbers decide where no base can be laid out. Numbers of today
 * that no pair has told are measured last: of everything in a run, else of what needs them.
 *
 * @throws AssayError when a revision that was named cannot be made to run
 */
export async function decide(task: DecisionTask): Promise<DecidedRun> {
  const { host, chosen, request, recorded, seed } = task
  const bases = await settleWithoutChanged(task.bases)
  const before = groupByMethod(bases, recorded.baselines)
  // What was cut short has found out nothing.
  if (!host.interrupted()) showBases(host, chosen, before)
  const every = request.filters.length === 0 && bases.found !== 'accepted'
  // As many as there may be: which of them are spared is known when the others are decided.
  const tested = sizeOf([...before.paired, ...before.recorded])
  const tests = countTests(sizeOfFamily(chosen, tested), chosen.config, familyOf(chosen))
  const paired = await measureGroups(host, chosen, task.ledger, before.paired, seed, {
    ...{ all: every, tests, cpus: task.cpus, stage: task.stage },
  })
  const [first] = paired.refused
  if (first && bases.found === 'named') throw first.why
  const groups = groupByMethod(await settleAll(bases), recorded.baselines)
  const spared = idsOf(groups.identical)
  const isLeft = ({ id }: Benchmark) => !spared.has(id)
  const left = [
    ...groups.recorded,
    ...paired.refused.map(({ why, benchmarks }) => ({ why, benchmarks: benchmarks.filter(isLeft) })),
  ]
  // Pairs had the head's side of theirs to tell.
  const refused = idsOf(paired.refused)
  const compared = idsOf([...groups.identical, ...groups.paired])
  const needless = new Set([...compared].filter((id) => !refused.has(id)))
  const known = [...task.ledger, ...paired.ledger]
  const ledger = await measureAlone(task, known, { needless, unjudged: idsOf(groups.identical) })
  const said = await compareLeft(task, ledger, left, groups.identical, tests)
  const identical = compareIdentical(onlySound(groups.identical, said.ledger))
  return {
    ...paired,
    comparisons: [...identical.comparisons, ...paired.comparisons, ...said.comparisons],
    findings: [...identical.findings, ...said.findings, ...paired.findings],
    ledger: said.ledger,
    controls: said.controls,
    judged: said.judged,
  }
}

/**
 * Where nothing is known to have changed, nothing can be begun with: who has is found out first. Of the others only when
 * those that surely have changed are decided.
 */
function settleWithoutChanged(bases: Bases): Promise<Bases> {
  const hasChanged = bases.matched.some(({ since, benchmarks }) =>
    benchmarks.some((one) => !isUnchanged(since, one) && !since.unsettled.has(one.id)),
  )
  return hasChanged ? Promise.resolve(bases) : settleAll(bases)
}

async function settleAll(bases: Bases): Promise<Bases> {
  const matched: Matched[] = []
  for (const { since, benchmarks } of bases.matched)
    matched.push({ since: await settleImpact(since), benchmarks })
  return { ...bases, matched }
}

function showBases(host: Host, { benchmarks }: Selection, { paired, identical }: ByMethod): void {
  const open = paired.flatMap(({ since, benchmarks: own }) =>
    own.filter(({ id }) => since.unsettled.has(id)),
  ).length
  const [changed, unchanged] = [sizeOf(paired) - open, sizeOf(identical)]
  const others = benchmarks.length - changed - unchanged - open
  host.show({ type: 'bases', changed, identical: unchanged, open, others })
}

/** What failed is told as a failure, whatever its code is. */
function onlySound(groups: readonly Matched[], ledger: Ledger): Matched[] {
  return groups.map(({ since, benchmarks }) => ({ since, benchmarks: withoutFailures(benchmarks, ledger) }))
}

/** Ids of what is judged without numbers of today, and of what is not judged, whose times are only shown. */
type Unneeded = { readonly needless: ReadonlySet<string>; readonly unjudged: ReadonlySet<string> }

/** Numbers of today, of forks of their own: as precise as the configuration wants them, or of the fewest forks. */
async function measureAlone(
  { stage, chosen, request, command, seed }: DecisionTask,
  ledger: Ledger,
  { needless, unjudged }: Unneeded,
): Promise<Ledger> {
  const { config, benchmarks } = chosen
  const told = new Set(
    ledger.flatMap(({ id, side, task }) => (side === 'head' && task !== 'agree' ? id : [])),
  )
  const wanted = benchmarks.filter((one) => {
    return (
      !told.has(one.id) &&
      (!needless.has(one.id) || needsNumber(one, request.changed ? 'gate' : command, config))
    )
  })
  const able = withoutFailures(wanted, ledger)
  const host = stage('numbers')
  const isShown = (one: Benchmark) => unjudged.has(one.id) && limitsNothing(one, config)
  const shown = await measure(host, config, ledger, able.filter(isShown), seed, true)
  const others = able.filter((one) => !isShown(one))
  return measure(host, config, shown, others, seed)
}

/** What recorded numbers say of what no base can be laid out for, confirmed on fresh forks in a gate. */
async function compareLeft(
  task: DecisionTask,
  ledger: Ledger,
  left: readonly Refused[],
  identical: readonly Matched[],
  tests: number,
): Promise<Omit<DecidedRun, 'nullControls' | 'explanations' | 'files'>> {
  const { chosen, request, command, recorded, bases, seed } = task
  const host = task.stage('numbers')
  const { benchmarks: all, config } = chosen
  const isLeft = idsOf(left)
  const judged = all.filter((one) => isLeft.has(one.id) && recordedOf(one, recorded.baselines))
  const shown = command === 'run' && !request.changed ? idsOf(identical) : new Set<string>()
  const beside = all.filter(({ id }) => isLeft.has(id) || shown.has(id))
  const controls =
    bases.found === 'none'
      ? await measureKernels(host, chosen, seed)
      : await comparableKernels(host, chosen, seed, beside, ledger, recorded)
  const compare = (soFar: Ledger) =>
    compareRecorded(chosen, request, soFar, recorded, { now: controls, judged, tests })
  const open = idsOf([{ benchmarks: judged.filter(isLeftOpen(compare(ledger))) }])
  const suspects = command === 'gate' ? withoutFailures(judged, ledger).filter(({ id }) => open.has(id)) : []
  const own = { ...chosen, benchmarks: suspects }
  const confirmed = await confirm(host, own, judged, ledger, recorded.baselines, { seed, tests })
  const without = left.flatMap(({ why, benchmarks }) =>
    withoutFailures(benchmarks, confirmed)
      .filter((one) => !recordedOf(one, recorded.baselines))
      .map((one) => compareWithoutBase(host, one, why, config)),
  )
  const said = bases.found === 'accepted' ? compare(confirmed) : []
  return {
    comparisons: [...said, ...findNew(bases.fresh, confirmed, [], config), ...without],
    findings: tellReplaced(host, left, idsOf([{ benchmarks: judged }]), all.length, open),
    ledger: confirmed,
    controls,
    judged,
  }
}

function sizeOf(groups: readonly { readonly benchmarks: readonly Benchmark[] }[]): number {
  return groups.reduce((size, { benchmarks }) => size + benchmarks.length, 0)
}

function idsOf(groups: readonly { readonly benchmarks: readonly Benchmark[] }[]): ReadonlySet<string> {
  return new Set(groups.flatMap(({ benchmarks }) => benchmarks.map(({ id }) => id)))
}
