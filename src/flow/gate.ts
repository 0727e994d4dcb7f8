import { finding } from '../model/finding.ts'
import type { Digest } from '../model/run.ts'
import { type Issued, issue } from './certify.ts'
import type { Host } from './host.ts'
import { annotateRun } from './logbook.ts'
import { measureRun } from './measure-run.ts'
import { renderReport } from './render-report.ts'
import type { Request } from './request.ts'
import type { Finished } from './run.ts'
import { revisionOf, selectBenchmarks } from './select.ts'
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

async function decideRelease(host: Host, request: Request, keyFile: string | undefined): Promise<Decided> {
  const chosen = await selectBenchmarks(host, request, ({ gate: { against, anchor } }) => [
    revisionOf(against),
    anchor?.ref,
  ])
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
  const before = [...run.inputs, ...(run.baselines ?? [])]
  const changed = changedFiles(before, await host.digests(before.map(({ path }) => path)))
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

/** Paths whose bytes differ, or that are there on one side only. */
function changedFiles(before: readonly Digest[], after: readonly Digest[]): string[] {
  const now = new Map(after.map(({ path, sha256 }) => [path, sha256]))
  return before.filter(({ path, sha256 }) => now.get(path) !== sha256).map(({ path }) => path)
}
