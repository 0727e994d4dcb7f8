import { type Finding, finding } from '../model/finding.ts'
import type { Rendered } from '../model/rendered.ts'
import type { Digest, Run } from '../model/run.ts'
import type { Ledger } from '../model/trial.ts'
import { compareWithAnchor, sinceAnchor } from './anchor.ts'
import { type Issued, issue } from './certify.ts'
import { decide } from './decide.ts'
import type { Host } from './host.ts'
import { annotateRun } from './logbook.ts'
import { compareIdentical, type Matched, matchRecorded, otherClasses, pick, type Refused } from './matched.ts'
import { checkDeclarations, withoutFailures } from './measure.ts'
import type { Recorded } from './ports/baselines.ts'
import type { Request } from './request.ts'
import type { Finished } from './run.ts'
import { composeRun, describeRequest, recordedFindings, renderReport, startRun } from './run-document.ts'
import { type Selection, selectBenchmarks } from './select.ts'
import { withAudit } from './with-audit.ts'

/** A decided gate: the run, its certificate, and where both lie, relative to the project. */
export type Decided = Finished & Issued

/**
 * `assay gate`: the release decision. What has not changed is identical; the rest is screened against the recorded
 * baseline; what that leaves open is decided by pairs with the baseline's commit. Holds budgets and correctness,
 * writes `reports/<id>/` and the certificate. The evidence is digested before and after: what changed in between
 * stops the release.
 */
export async function gate(host: Host, request: Request, keyFile?: string): Promise<Decided> {
  return withAudit(host, { command: 'gate', request }, (watched) => decideRelease(watched, request, keyFile))
}

async function decideRelease(host: Host, request: Request, keyFile: string | undefined): Promise<Decided> {
  const chosen = await selectBenchmarks(host, request, ({ gate: { against, anchor } }) => [
    against === 'baseline' ? undefined : against,
    anchor?.ref,
  ])
  const { config } = chosen
  await host.checkReports(config, ['evidence', 'certificates'])
  const signing = await host.signing(config, 'release_gate', keyFile)
  const { run: taken, files } = await take(host, chosen, request, signing.isInReach ? [keyInReach] : [])
  const recalled = await annotateRun(host, config, taken)
  // Two gates may begin in the same second: each has a name, and a folder, of its own.
  const run = { ...recalled, id: await host.claimEvidence(config, recalled.id) }
  const folder = await host.writeReport(config, run.id, [...renderReport(run, config, files), ...files])
  const before = [...run.inputs, ...(run.baselines ?? [])]
  const changed = changedFiles(before, await host.digests(before.map(({ path }) => path)))
  const issued = await issue(host, { run, config, folder, kind: 'release_gate', changed, signing })
  return { run, config, folder, ...issued }
}

/** Everything from the machine to the Run document, and the files beside its report. */
async function take(
  host: Host,
  chosen: Selection,
  request: Request,
  findings: readonly Finding[],
): Promise<Taken> {
  const { config } = chosen
  const begun = await startRun(host, chosen, request)
  const recorded = await host.baselines(begun.machine.class)
  const watched = await host.watch()
  const checks = await checkDeclarations(host, chosen)
  const bases = await basesOf(host, chosen, checks, recorded, begun.machine.class)
  const anchor = await sinceAnchor(host, chosen, checks)
  // Recorded numbers are of the benchmark file as it was; a revision that is measured now takes the working tree's.
  const same = config.gate.against === 'baseline' ? 'asRecorded' : 'untouched'
  const identical = pick(bases.matched, ({ file }, since) => since[same].has(file))
  const changed = pick(bases.matched, ({ file }, since) => !since[same].has(file))
  const unchanged = compareIdentical(identical)
  const known = new Set(identical.flatMap(({ benchmarks }) => benchmarks.map(({ id }) => id)))

  const { seed } = begun
  const task = { ledger: checks, recorded, ...bases, matched: changed, known, seed }
  const decided = await decide({ host, chosen, request, ...task })
  const anchored = await compareWithAnchor(host, chosen, decided.ledger, anchor, seed)
  const ledger = [...decided.ledger, ...anchored.ledger]
  host.show({ type: 'done' })
  const comparisons = [...unchanged.comparisons, ...decided.comparisons.filter(({ id }) => !known.has(id))]
  const found = {
    environment: { ...begun.machine, during: watched() },
    ledger,
    controls: decided.controls,
    recorded,
    nullControls: decided.nullControls ?? [],
    comparisons,
    anchor: anchored.anchor,
    explanations: [...(decided.explanations ?? []), ...anchored.explanations],
    findings: [
      ...findings,
      ...unchanged.findings,
      ...(config.gate.against === 'baseline'
        ? recordedFindings(recorded, begun.machine.class, chosen, ledger, decided.controls)
        : []),
      ...decided.findings,
      ...anchored.findings,
    ],
  }
  return {
    run: composeRun(host, chosen, { ...begun, request: describeRequest('gate', request) }, found),
    files: [...(decided.files ?? []), ...anchored.files],
  }
}

type Taken = { readonly run: Run; readonly files: readonly Rendered[] }

/** What a gate compares with beside recorded numbers. */
type Bases = { readonly matched: readonly Matched[]; readonly refused: readonly Refused[] }

/**
 * Each benchmark with its base: the revision that is asked for, or the commit that this one was recorded at. A revision
 * that was asked for must be there; that of a baseline may be gone, and its numbers are not.
 */
async function basesOf(
  host: Host,
  { benchmarks, config }: Selection,
  ledger: Ledger,
  { baselines }: Recorded,
  machine: string,
): Promise<Bases> {
  const { against } = config.gate
  const able = withoutFailures(benchmarks, ledger)
  if (against !== 'baseline') {
    const since = await host.changesSince(against, able, config)
    return { matched: [{ since, benchmarks: able }], refused: [] }
  }
  return matchRecorded(host, config, able, baselines, await otherClasses(host, machine, able, baselines))
}

/** Measured code runs as the same user as this process, and can read what it was started with. */
const keyInReach = finding(
  'key-in-reach',
  'run',
  'The key that signs is in the environment (ASSAY_SIGNING_KEY) of what runs the benchmarks, and they can read it',
  'Gate without it, and sign in another job that measures nothing: assay certify reports/<id>/run.json.',
)

/** Paths whose bytes differ, or that are there on one side only. */
function changedFiles(before: readonly Digest[], after: readonly Digest[]): string[] {
  const now = new Map(after.map(({ path, sha256 }) => [path, sha256]))
  return before.filter(({ path, sha256 }) => now.get(path) !== sha256).map(({ path }) => path)
}
