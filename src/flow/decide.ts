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
import type { Host, Recorded } from './host.ts'
import { comparableKernels } from './kernels.ts'
import { baseless, type Matched, noBase, pick, type Refused, unknownCode } from './matched.ts'
import { confirm, measure, withoutFailures } from './measure.ts'
import { measureGroups } from './pair-groups.ts'
import type { PairedResult } from './pairs.ts'
import type { Request } from './request.ts'
import { compareRecorded } from './run.ts'
import type { Selection } from './select.ts'

type Task = {
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

/**
 * The cheap road first: recorded numbers, where a gate is against the baseline and they can decide anything; then pairs
 * for what is left and has a base; fresh forks against the recorded numbers for the rest.
 */
export async function decide(host: Host, chosen: Selection, request: Request, task: Task): Promise<Decision> {
  const { recorded, matched, known, seed } = task
  const { benchmarks: all } = chosen
  let { ledger } = task
  const { config } = chosen
  const { baselines } = recorded
  if (config.gate.against !== 'baseline') {
    const paired = await measureGroups(host, chosen, ledger, matched, seed, {
      all: request.filters.length === 0,
    })
    const [refused] = paired.refused
    if (refused) throw refused.why
    return { ...paired, ledger: [...ledger, ...paired.ledger] }
  }
  const direct = idsOf(
    matched.map(({ since, benchmarks }) => ({
      benchmarks: selectUnprovable(benchmarks, baselines, since.edited, config),
    })),
  )
  const looked = withoutFailures(all, ledger).filter(({ id }) => !known.has(id) && !direct.has(id))
  ledger = await measure(host, config, ledger, looked, seed)
  let controls = await comparableKernels(host, config, seed, all, ledger, recorded)
  const compareNow = () => compareRecorded(chosen, request, ledger, recorded, controls)
  const screened = compareNow()
  const open = needsPairs(screened)
  const able = idsOf([{ benchmarks: withoutFailures(all, ledger) }])
  const withNumbers = new Set(screened.filter(({ method }) => method === 'recorded').map(({ id }) => id))
  const groups = pick(
    matched,
    // Pairs measure both revisions with the working tree's benchmark files: what has changed in those would not show.
    ({ id, file }, { edited }) =>
      direct.has(id) || (able.has(id) && open.has(id) && !(edited.has(file) && withNumbers.has(id))),
  )
  const paired = await measureGroups(host, chosen, ledger, groups, seed, {
    counted: hasExactCounts(screened),
  })
  ledger = [...ledger, ...paired.ledger]

  const refused = idsOf(paired.refused)
  const late = withoutFailures(all, ledger).filter(({ id }) => direct.has(id) && refused.has(id))
  if (late.length > 0) {
    ledger = await measure(host, config, ledger, late, seed)
    controls ??= await comparableKernels(host, config, seed, all, ledger, recorded)
  }
  const inPairs = new Set([...idsOf(groups)].filter((id) => !refused.has(id)))
  const left = needsPairs(compareNow())
  const benchmarks = withoutFailures(all, ledger).filter(
    ({ id }) => left.has(id) && !inPairs.has(id) && !known.has(id),
  )
  ledger = await confirm(host, { ...chosen, benchmarks }, all, ledger, baselines, seed)

  // Pairs have added forks of another kind to what recorded numbers were compared with: that comparison stands.
  const stands = (id: string) => inPairs.has(id) && !direct.has(id)
  const rest = [
    ...compareNow().filter(({ id }) => !stands(id)),
    ...screened.filter(({ id }) => stands(id)),
    ...strangers(chosen, { ...task, ledger }),
  ]
  const unpaired = { ...task, refused: [...task.refused, ...paired.refused] }
  // Those that other classes of machines have numbers of, and no base here: not new, and held against nothing.
  const without = unpaired.refused.flatMap(({ why, benchmarks: theirs }) =>
    theirs.filter((one) => !recordedOf(one, baselines)).map((one) => baseless(host, one, why, config)),
  )
  return {
    ...paired,
    comparisons: replaceRecorded(rest, [...paired.comparisons, ...without]),
    findings: [...withoutBase(host, chosen, unpaired, left), ...paired.findings],
    controls,
    ledger,
  }
}

function idsOf(groups: readonly { readonly benchmarks: readonly Benchmark[] }[]): ReadonlySet<string> {
  return new Set(groups.flatMap(({ benchmarks }) => benchmarks.map(({ id }) => id)))
}

/** Where everything is measured beside what another class of machines has recorded: what that does not have is new. */
function strangers(
  { benchmarks, config }: Selection,
  { ledger, recorded, matched, refused, known }: Task,
): Comparison[] {
  if (recorded.baselines.length > 0 || matched.length + refused.length + known.size === 0) return []
  const met = idsOf([...matched, ...refused])
  const others = benchmarks.filter(({ id }) => !met.has(id) && !known.has(id))
  return findNew(others, ledger, [], config)
}

/** Why what the recorded numbers leave open was not measured in pairs. */
function withoutBase(
  host: Host,
  { benchmarks }: Selection,
  { refused, recorded, known }: Task,
  open: ReadonlySet<string>,
): Finding[] {
  const unknown = findWithoutCommit(benchmarks, recorded.baselines).filter(({ id }) => !known.has(id))
  const all = [...refused, { why: unknownCode, benchmarks: unknown }]
  const told = all.filter((one) => one.benchmarks.some(({ id }) => open.has(id)))
  return told.map(({ why }) =>
    noBase(host, 'What the recorded baseline leaves open was not measured in pairs', why),
  )
}
