import { recordedOf } from '../core/baseline/recorded.ts'
import { findNew } from '../core/compare/recorded/compare-run.ts'
import {
  hasExactCounts,
  needsPairs,
  replaceRecorded,
  selectUnprovable,
} from '../core/compare/recorded/escalation.ts'
import { findWithoutCommit } from '../core/compare/recorded/recorded-commits.ts'
import type { Benchmark } from '../model/benchmark.ts'
import type { Comparison } from '../model/comparison.ts'
import type { Finding } from '../model/finding.ts'
import type { ControlValues } from '../model/run.ts'
import type { Ledger } from '../model/trial.ts'
import type { Host } from './host.ts'
import { comparableKernels } from './kernels.ts'
import { compareWithoutBase, type Matched, noBase, pick, type Refused, unknownCode } from './matched.ts'
import { confirm, measure, withoutFailures } from './measure.ts'
import { type MeasuredGroups, measureGroups } from './pair-groups.ts'
import type { PairedResult } from './pairs.ts'
import type { Recorded } from './ports/baselines.ts'
import type { Request } from './request.ts'
import { compareRecorded } from './run-document.ts'
import type { Selection } from './select.ts'

/** What is to be decided, and what it takes. */
type Task = {
  readonly host: Host
  readonly chosen: Selection
  readonly request: Request
  readonly ledger: Ledger
  readonly recorded: Recorded
  /** What has changed since its base, with that base. */
  readonly matched: readonly Matched[]
  readonly refused: readonly Refused[]
  /** Ids of what has not changed. */
  readonly known: ReadonlySet<string>
  readonly seed: string
}

type Decision = Partial<Pick<PairedResult, 'nullControls' | 'explanations' | 'files'>> & {
  readonly comparisons: readonly Comparison[]
  readonly findings: readonly Finding[]
  /** Everything that was measured. */
  readonly ledger: Ledger
  /** The control kernels, where recorded numbers were asked. */
  readonly controls?: ControlValues | undefined
}

/** Decides every benchmark that has changed: against a revision, or against what is recorded. */
export function decide(task: Task): Promise<Decision> {
  const isRecorded = task.chosen.config.gate.against === 'baseline'
  return isRecorded ? decideAgainstBaseline(task) : decideAgainstRevision(task)
}

/**
 * Everything in pairs.
 *
 * @throws AssayError when the revision cannot be made to run
 */
async function decideAgainstRevision({ host, chosen, request, ...task }: Task): Promise<Decision> {
  const { ledger, matched, seed } = task
  const all = request.filters.length === 0
  const paired = await measureGroups(host, chosen, ledger, matched, seed, { all })
  const [refused] = paired.refused
  if (refused) throw refused.why
  return { ...paired, ledger: [...ledger, ...paired.ledger] }
}

/**
 * What costs least first: recorded numbers, where they can decide anything; then pairs for what is left and has a base;
 * fresh forks against the recorded numbers for the rest.
 */
async function decideAgainstBaseline(task: Task): Promise<Decision> {
  const { host, chosen, request, recorded } = task
  const screened = await screen(task)
  const paired = await escalate(task, screened)
  const { ledger, controls, open } = await confirmRest(task, screened, paired)
  const refused = [...task.refused, ...paired.refused]
  // Pairs have added forks of another kind to what recorded numbers were compared with: that comparison stands.
  const stands = (id: string) => paired.ids.has(id) && !screened.direct.has(id)
  const rest = [
    ...compareRecorded(chosen, request, ledger, recorded, controls).filter(({ id }) => !stands(id)),
    ...screened.comparisons.filter(({ id }) => stands(id)),
    ...strangers({ ...task, ledger }),
  ]
  // Those that other classes of machines have numbers of, and no base here: not new, and held against nothing.
  const without = refused.flatMap(({ why, benchmarks }) =>
    benchmarks
      .filter((one) => !recordedOf(one, recorded.baselines))
      .map((one) => compareWithoutBase(host, one, why, chosen.config)),
  )
  return {
    ...paired,
    comparisons: replaceRecorded(rest, [...paired.comparisons, ...without]),
    findings: [...withoutBase({ ...task, refused }, open), ...paired.findings],
    controls,
    ledger,
  }
}

/** What recorded numbers say. */
type Screened = Pick<Decision, 'comparisons' | 'ledger' | 'controls'> & {
  /** Ids of those that recorded numbers cannot decide: pairs do so at once. */
  readonly direct: ReadonlySet<string>
}

async function screen({ host, chosen, request, ...task }: Task): Promise<Screened> {
  const { ledger: before, recorded, matched, known, seed } = task
  const { benchmarks: all, config } = chosen
  const direct = idsOf(
    matched.map(({ since, benchmarks }) => ({
      benchmarks: selectUnprovable(benchmarks, recorded.baselines, since.edited, config),
    })),
  )
  const looked = withoutFailures(all, before).filter(({ id }) => !known.has(id) && !direct.has(id))
  const ledger = await measure(host, config, before, looked, seed)
  const controls = await comparableKernels(host, config, seed, all, ledger, recorded)
  const comparisons = compareRecorded(chosen, request, ledger, recorded, controls)
  return { ledger, controls, comparisons, direct }
}

/** What pairs say of what recorded numbers leave open; `ids`: of those that were measured so. */
type Escalated = MeasuredGroups & { readonly ids: ReadonlySet<string> }

async function escalate({ host, chosen, matched, seed }: Task, screened: Screened): Promise<Escalated> {
  const { ledger, comparisons, direct } = screened
  const open = needsPairs(comparisons)
  const able = idsOf([{ benchmarks: withoutFailures(chosen.benchmarks, ledger) }])
  const withNumbers = new Set(comparisons.filter(({ method }) => method === 'recorded').map(({ id }) => id))
  const groups = pick(
    matched,
    // Pairs measure both revisions with the working tree's benchmark files: what has changed in those would not show.
    ({ id, file }, { edited }) =>
      direct.has(id) || (able.has(id) && open.has(id) && !(edited.has(file) && withNumbers.has(id))),
  )
  const options = { counted: hasExactCounts(comparisons) }
  const paired = await measureGroups(host, chosen, ledger, groups, seed, options)
  const refused = idsOf(paired.refused)
  return { ...paired, ids: new Set([...idsOf(groups)].filter((id) => !refused.has(id))) }
}

/** What is known in the end; `open`: ids of what recorded numbers leave open where no pairs were measured. */
type Confirmed = Pick<Decision, 'ledger' | 'controls'> & { readonly open: ReadonlySet<string> }

/** Fresh forks for the suspects that have no base, measured first where pairs were to decide about them. */
async function confirmRest(task: Task, screened: Screened, paired: Escalated): Promise<Confirmed> {
  const { host, chosen, request, recorded, known, seed } = task
  const { benchmarks: all, config } = chosen
  const refused = idsOf(paired.refused)
  const before = [...screened.ledger, ...paired.ledger]
  const late = withoutFailures(all, before).filter(({ id }) => screened.direct.has(id) && refused.has(id))
  const ledger = late.length === 0 ? before : await measure(host, config, before, late, seed)
  const controls =
    screened.controls ??
    (late.length === 0 ? undefined : await comparableKernels(host, config, seed, all, ledger, recorded))
  const open = needsPairs(compareRecorded(chosen, request, ledger, recorded, controls))
  const benchmarks = withoutFailures(all, ledger).filter(
    ({ id }) => open.has(id) && !paired.ids.has(id) && !known.has(id),
  )
  const confirmed = await confirm(host, { ...chosen, benchmarks }, all, ledger, recorded.baselines, seed)
  return { ledger: confirmed, controls, open }
}

function idsOf(groups: readonly { readonly benchmarks: readonly Benchmark[] }[]): ReadonlySet<string> {
  return new Set(groups.flatMap(({ benchmarks }) => benchmarks.map(({ id }) => id)))
}

/** Where everything is measured beside what another class of machines has recorded: what that does not have is new. */
function strangers({ chosen, ledger, recorded, matched, refused, known }: Task): Comparison[] {
  if (recorded.baselines.length > 0 || matched.length + refused.length + known.size === 0) return []
  const met = idsOf([...matched, ...refused])
  const others = chosen.benchmarks.filter(({ id }) => !met.has(id) && !known.has(id))
  return findNew(others, ledger, [], chosen.config)
}

/** Why what the recorded numbers leave open was not measured in pairs. */
function withoutBase({ host, chosen, refused, recorded, known }: Task, open: ReadonlySet<string>): Finding[] {
  const unknown = findWithoutCommit(chosen.benchmarks, recorded.baselines).filter(({ id }) => !known.has(id))
  const all = [...refused, { why: unknownCode, benchmarks: unknown }]
  const told = all.filter((one) => one.benchmarks.some(({ id }) => open.has(id)))
  return told.map(({ why }) =>
    noBase(host, 'What the recorded baseline leaves open was not measured in pairs', why),
  )
}
