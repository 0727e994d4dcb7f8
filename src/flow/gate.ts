import { releaseCertificate } from '../core/certificate.ts'
import { certificateText } from '../core/report/certificate.ts'
import type { Certificate } from '../model/certificate.ts'
import type { Digest } from '../model/run.ts'
import { choose } from './choose.ts'
import type { Host } from './host.ts'
import type { Request } from './request.ts'
import { type Finished, render, take } from './run.ts'

/** A decided gate: the run, its certificate, and where both lie, relative to the project. */
export type Decided = Finished & { readonly certificate: Certificate; readonly certificateFile: string }

/**
 * `assay gate`: the release decision. Screens against the recorded baseline, confirms suspects on fresh forks,
 * holds budgets and correctness, writes `reports/<id>/` and the certificate. The evidence is digested before
 * and after: what changed in between stops the release.
 */
export async function gate(host: Host, request: Request): Promise<Decided> {
  const chosen = await choose(host, request)
  await host.checkReports(chosen.config)
  const { run, recorded } = await take(host, chosen, request, 'gate')
  const folder = await host.writeReport(chosen.config, run.id, render(run, chosen.config))

  const before = [...run.inputs, ...recorded.digests]
  const after = await host.digests(before.map(({ path }) => path))
  const drafted = releaseCertificate(
    run,
    { changed: changedFiles(before, after) },
    {
      component: await host.component(),
      created: host.now(),
      evidence: [...(await host.reportDigests(folder)), ...after],
    },
  )
  const { certificate, file } = await host.writeCertificate(chosen.config, drafted, (final) =>
    certificateText(final, run),
  )
  return { run, config: chosen.config, folder, certificate, certificateFile: file }
}

/** Paths whose bytes differ, or that are there on one side only. */
function changedFiles(before: readonly Digest[], after: readonly Digest[]): string[] {
  const now = new Map(after.map(({ path, sha256 }) => [path, sha256]))
  return before.filter(({ path, sha256 }) => now.get(path) !== sha256).map(({ path }) => path)
}
