import { countTests } from '../core/compare/asked-metrics.ts'
import { loosenPolicy } from '../core/compare/limits.ts'
import { identicalTo } from '../core/compare/unmeasured-comparison.ts'
import { count } from '../core/wording/count.ts'
import type { Comparison } from '../model/comparison.ts'
import type { Config } from '../model/config.ts'
import { type Finding, finding } from '../model/finding.ts'
import type { Run } from '../model/run.ts'
import type { Ledger } from '../model/trial.ts'
import { isUnchanged, settleImpact } from './bases.ts'
import type { Host } from './host.ts'
import { withoutFailures } from './measure.ts'
import { measurePairs, type PairedResult } from './pairs.ts'
import type { ChangeImpact } from './ports/revisions.ts'
import { familyOf, type Selection, sizeOfFamily } from './select.ts'

/** What was found beside the anchor. */
type Anchored = Pick<PairedResult, 'findings' | 'explanations' | 'files' | 'ledger'> & {
  readonly anchor?: Run['anchor']
}

/**
 * How the working tree differs from the anchor, asked before anything is measured: an anchor that is not there must not
 * cost minutes.
 *
 * @throws AssayError when the revision is not there
 */
export async function sinceAnchor(
  host: Host,
  { benchmarks, config }: Selection,
  ledger: Ledger,
): Promise<ChangeImpact | undefined> {
  const { anchor } = config.gate
  return anchor === undefined
    ? undefined
    : host.changesSince(anchor.ref, withoutFailures(benchmarks, ledger), config)
}

/**
 * Compares with the revision that stays where it is while baselines move on, in pairs and by a policy of its own: ten
 * accepted steps of one percent are seen as ten percent.
 *
 * @throws AssayError when the revision cannot be laid out
 */
export async function compareWithAnchor(
  host: Host,
  chosen: Selection,
  ledger: Ledger,
  asked: ChangeImpact | undefined,
  seed: string,
): Promise<Anchored> {
  const { config } = chosen
  if (asked === undefined || config.gate.anchor === undefined)
    return { findings: [], explanations: [], files: [], ledger: [] }
  const { ref, tolerance, margin } = config.gate.anchor
  const since = await settleImpact(asked)
  const { reference } = since
  const able = withoutFailures(chosen.benchmarks, ledger)
  const changed = able.filter((one) => !isUnchanged(since, one))
  const looser: Config = { ...config, gate: loosenPolicy(config.gate, config.gate.anchor) }
  const own = { ...chosen, config: looser }
  const tests = countTests(sizeOfFamily(chosen, changed.length), looser, familyOf(chosen))
  const measured = await measurePairs(host, own, ledger, changed, since, `${seed} anchor`, { tests })
  const identical = able.filter((one) => isUnchanged(since, one))
  const comparisons = [
    ...identical.map((one) => identicalTo(one, reference, since.spared)),
    ...measured.comparisons.map(absentOnesAreNew),
  ]
  const findings = [...silent(ref, comparisons, measured), ...measured.findings]
  const nullControls = [...measured.nullControls]
  return { ...measured, anchor: { ref, tolerance, margin, comparisons, nullControls }, findings }
}

/**
 * An anchor at which nothing runs holds nothing, and neither does one whose comparisons are invalid: since results change
 * over the years that is no verdict on the run, so it is told.
 */
function silent(ref: string, held: readonly Comparison[], measured: PairedResult): Finding[] {
  const invalid = held.filter(({ verdict }) => verdict === 'invalid')
  const isSilent = held.length > 0 && held.every(({ verdict }) => verdict === 'new' || verdict === 'invalid')
  if (!isSilent && invalid.length === 0) return []
  const all = measured.comparisons.filter(({ id }) => isSilent || invalid.some((one) => one.id === id))
  const [said] = [...all.flatMap(({ findings }) => findings), ...measured.findings]
  const who = isSilent
    ? `None of the benchmarks can be held against the anchor, ${ref}, so it holds nothing back`
    : `The anchor, ${ref}, holds back nothing of ${count(new Set(invalid.map(({ id }) => id)).size, 'benchmark')}`
  const advice = 'Move gate.anchor to a revision at which they run, or fix what they load.'
  return [finding('anchor-not-run', 'run', said ? `${who}: ${said.message}` : who, advice)]
}

/** A benchmark that does not run at the anchor came later: nothing is wrong with it. */
function absentOnesAreNew(comparison: Comparison): Comparison {
  const { reason, ...rest } = comparison
  return reason === 'base-failed' ? { ...rest, verdict: 'new', findings: [] } : comparison
}
