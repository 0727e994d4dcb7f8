import type { Config } from '../model/config.ts'
import type { Run } from '../model/run.ts'
import type { Host } from './host.ts'
import { annotateRun } from './logbook.ts'
import { measureRun, type Terms } from './measure-run.ts'
import { renderReport } from './render-report.ts'
import type { Request } from './request.ts'
import { revisionOf, type Selection, selectBenchmarks } from './select.ts'
import { withAudit } from './with-audit.ts'

/** A finished run and where its report lies, relative to the project. */
export type Finished = { readonly run: Run; readonly config: Config; readonly folder: string }

/**
 * `assay run`: today's numbers of everything, and what has changed since its base decided in pairs with it. Writes
 * `reports/latest/`.
 */
export async function run(host: Host, request: Request): Promise<Finished> {
  return withAudit(host, { command: 'run', request }, (watched) => look(watched, request))
}

async function look(host: Host, request: Request): Promise<Finished> {
  const chosen = await selectBenchmarks(host, request, ({ gate }) => [revisionOf(gate.against)])
  return reportLatest(host, chosen, request, { command: 'run', against: chosen.config.gate.against })
}

/** Measures, and writes `reports/latest/`, which can be written before anything is measured. */
export async function reportLatest(
  host: Host,
  chosen: Selection,
  request: Request,
  terms: Terms,
): Promise<Finished> {
  const { config } = chosen
  await host.checkReports(config)
  const { run: measured, files } = await measureRun(host, chosen, request, terms)
  const annotated = await annotateRun(host, config, measured)
  const { run, files: rendered } = await renderReport(host, annotated, config, files)
  const folder = await host.writeReport(config, 'latest', [...rendered, ...files])
  return { run, config, folder }
}
