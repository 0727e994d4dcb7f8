import { AssayError } from '../model/assay-error.ts'
import { finding } from '../model/finding.ts'
import type { Digest, Run } from '../model/run.ts'
import { type Issued, issue } from './certify.ts'
import type { Host } from './host.ts'
import { annotateRun } from './logbook.ts'
import { measureRun } from './measure-run.ts'
import { renderReport } from './render-report.ts'
import type { Request } from './request.ts'
import type { Finished } from './run.ts'
import { revisionOf, type Selection, selectBenchmarks } from './select.ts'
import { withAudit } from './with-audit.ts'

/** A decided gate: the run, its certificate, and where both lie, relative to the project. */
export type Decided = Finished & Issued

/**
 * `assay gate`: the release decision. Decides as a run does, on fresh forks where recorded numbers must do; holds budgets,
 * correctness and the anchor; writes `reports/<id>/` and the certificate. The evidence is digested before and after: what
 * changed in between stops the release.
 */
export async function gate(host: Host, request: Request, keyFile?: string): Promise<Decided> {
  return withAudit(host, { command: 'gate', request }, (watched) => decideRelease(watched, request, keyFile))
}

/**
 * `assay gate --shard`: measures one part of a gate into `reports/latest/`. It decides nothing, so there is no certificate;
 * and of evidence that changed in between nothing is left.
 *
 * @throws AssayError `emergency-stop`
 */
export async function gateShard(host: Host, request: Request): Promise<Finished> {
  const chosen = await selectForGate(host, request)
  const { config } = chosen
  await host.checkReports(config)
  const terms = { command: 'gate', against: config.gate.against } as const
  const { run: measured, files } = await measureRun(host, chosen, request, terms)
  const [changed] = await findChanged(host, measured)
  if (changed !== undefined) {
    throw new AssayError(
      'emergency-stop',
      `${changed} changed while the gate ran.`,
      'Nothing of it counts. Measure this shard again, and let nobody write there meanwhile.',
    )
  }
  const { run, files: rendered } = await renderReport(host, measured, config, files)
  const folder = await host.writeReport(config, 'latest', [...rendered, ...files])
  return { run, config, folder }
}

function selectForGate(host: Host, request: Request): Promise<Selection> {
  return selectBenchmarks(host, request, ({ gate: { against, anchor } }) => [
    revisionOf(against),
    anchor?.ref,
  ])
}

async function decideRelease(host: Host, request: Request, keyFile: string | undefined): Promise<Decided> {
  const chosen = await selectForGate(host, request)
  const { config } = chosen
  await host.checkReports(config, ['evidence', 'certificates'])
  const signing = await host.signing(config, 'release_gate', keyFile)
  const findings = signing.isInReach ? [keyInReach] : []
  const terms = { command: 'gate', against: config.gate.against, findings } as const
  const { run: measured, files } = await measureRun(host, chosen, request, terms)
  const recalled = await annotateRun(host, config, measured)
  // Two gates may begin in the same second: each has a name, and a folder, of its own.
  const named = { ...recalled, id: await host.claimEvidence(config, recalled.id) }
  const { run, files: rendered } = await renderReport(host, named, config, files)
  const folder = await host.writeReport(config, run.id, [...rendered, ...files])
  const changed = await findChanged(host, run)
  const issued = await issue(host, { run, config, folder, kind: 'release_gate', changed, signing })
  return { run, config, folder, ...issued }
}

/** Measured code runs as the same user as this process, and can read what it was started with. */
const keyInReach = finding(
  'key-in-reach',
  'run',
  'The key that signs is in the environment (ASSAY_SIGNING_KEY) of what runs the benchmarks, and they can read it',
  'Gate without it, and sign in another job that measures nothing: assay certify reports/<id>/run.json.',
)

/** What the run was measured with or held against, and is not what it was when the run began. */
async function findChanged(host: Host, { inputs, baselines = [] }: Run): Promise<string[]> {
  const before = [...inputs, ...baselines]
  return changedFiles(before, await host.digests(before.map(({ path }) => path)))
}

/** Paths whose bytes differ, or that are there on one side only. */
function changedFiles(before: readonly Digest[], after: readonly Digest[]): string[] {
  const now = new Map(after.map(({ path, sha256 }) => [path, sha256]))
  return before.filter(({ path, sha256 }) => now.get(path) !== sha256).map(({ path }) => path)
}
