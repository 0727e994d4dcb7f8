import { findWithoutCommit } from '../core/compare/recorded/recorded-commits.ts'
import { compareWithNothing } from '../core/compare/unmeasured-comparison.ts'
import { AssayError } from '../model/assay-error.ts'
import type { Comparison } from '../model/comparison.ts'
import type { Rendered } from '../model/rendered.ts'
import type { Run } from '../model/run.ts'
import type { Ledger } from '../model/trial.ts'
import type { Host } from './host.ts'
import { annotateRun } from './logbook.ts'
import {
  compareIdentical,
  compareWithoutBase,
  type Matched,
  matchRecorded,
  otherClasses,
  pick,
  unknownCode,
} from './matched.ts'
import { checkDeclarations, measure, withoutFailures } from './measure.ts'
import { measureGroups } from './pair-groups.ts'
import type { Request } from './request.ts'
import type { Finished } from './run.ts'
import {
  composeRun,
  describeRequest,
  missingRecorded,
  type RunStart,
  renderReport,
  startRun,
} from './run-document.ts'
import { type Selection, selectBenchmarks } from './select.ts'
import { withAudit } from './with-audit.ts'

/** `assay compare <ref>`: measures a revision beside the working tree, in pairs, and writes `reports/latest/`. */
export async function compare(host: Host, ref: string, request: Request): Promise<Finished> {
  return withAudit(host, { command: 'compare', request, against: ref }, (watched) =>
    compareWith(watched, ref, request),
  )
}

async function compareWith(host: Host, ref: string, request: Request): Promise<Finished> {
  const chosen = await selectBenchmarks(host, request, () => [ref === 'baseline' ? undefined : ref])
  await host.checkReports(chosen.config)
  const { run: taken, files } = await takePairs(host, chosen, ref, request)
  const run = await annotateRun(host, chosen.config, taken)
  const rendered = [...renderReport(run, chosen.config, files), ...files]
  const folder = await host.writeReport(chosen.config, 'latest', rendered)
  return { run, config: chosen.config, folder }
}

/** What a comparison is made with: benchmarks with their bases, and those that have none. */
type Bases = { readonly matched: readonly Matched[]; readonly others: readonly Comparison[] }

/** What is meant by `baseline` is for each benchmark the commit that it was recorded at. */
async function basesOf(
  host: Host,
  chosen: Selection,
  request: Request & { readonly ref: string },
  ledger: Ledger,
  { machine }: RunStart,
): Promise<Bases> {
  const { config } = chosen
  const { ref, filters } = request
  const able = withoutFailures(chosen.benchmarks, ledger)
  if (ref !== 'baseline')
    return { matched: [{ since: await host.changesSince(ref, able, config), benchmarks: able }], others: [] }
  const { baselines } = await host.baselines(machine.class)
  const elsewhere = await otherClasses(host, machine.class, able, baselines)
  const { matched, refused } = await matchRecorded(host, config, able, baselines, elsewhere)
  if (matched.length === 0) throw refused[0]?.why ?? noBaseline
  const unknown = { why: unknownCode, benchmarks: findWithoutCommit(able, baselines) }
  const without = [...refused, unknown].flatMap(({ why, benchmarks }) =>
    benchmarks.map((one) => compareWithoutBase(host, one, why, config)),
  )
  const met = new Set([...without, ...matched.flatMap(({ benchmarks }) => benchmarks)].map(({ id }) => id))
  const fresh = able.filter(({ id }) => !met.has(id))
  const named = matched.map(({ since, benchmarks }) => ({
    benchmarks,
    since: { ...since, reference: { ...since.reference, ref } },
  }))
  const metric = config.gate.metrics[0]!
  return {
    matched: named,
    others: [
      ...without,
      ...fresh.map(({ id }) => compareWithNothing(id, metric, { verdict: 'new' }, [])),
      ...(filters.length === 0 ? missingRecorded(chosen, baselines) : []),
    ],
  }
}

const noBaseline = new AssayError(
  'no-baseline',
  'no baseline is recorded that knows its commit.',
  'Record one with \'assay baseline update --why "…"\', or compare with a branch, a tag or a commit.',
)

/** From the machine to the Run document, and the files beside its report. */
async function takePairs(
  host: Host,
  chosen: Selection,
  ref: string,
  request: Request,
): Promise<{ run: Run; files: readonly Rendered[] }> {
  const { config } = chosen
  const begun = await startRun(host, chosen, request)
  const watched = await host.watch()
  const before = await checkDeclarations(host, chosen)
  const able = withoutFailures(chosen.benchmarks, before)
  const { matched, others } = await basesOf(host, chosen, { ...request, ref }, before, begun)
  const changed = pick(matched, ({ file }, { untouched }) => !untouched.has(file))
  const all = request.filters.length === 0 && ref !== 'baseline'
  const measured = await measureGroups(host, chosen, before, changed, begun.seed, { all })
  const [refused] = measured.refused
  if (refused) throw refused.why
  const fresh = new Set(others.filter(({ verdict }) => verdict === 'new').map(({ id }) => id))
  const added = able.filter(({ id }) => fresh.has(id))
  const ledger = await measure(host, config, [...before, ...measured.ledger], added, begun.seed)
  host.show({ type: 'done' })
  const identical = compareIdentical(pick(matched, ({ file }, { untouched }) => untouched.has(file)))
  const run = composeRun(
    host,
    chosen,
    { ...begun, request: { ...describeRequest('compare', request), ref } },
    {
      environment: { ...begun.machine, during: watched() },
      ledger,
      comparisons: [...identical.comparisons, ...measured.comparisons, ...others],
      nullControls: measured.nullControls,
      explanations: measured.explanations,
      findings: [...identical.findings, ...measured.findings],
    },
  )
  return { run, files: measured.files }
}
