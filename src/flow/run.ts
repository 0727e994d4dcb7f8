import { identicalToRecorded } from '../core/compare/recorded/recorded-commits.ts'
import type { Config } from '../model/config.ts'
import type { Run } from '../model/run.ts'
import type { Host } from './host.ts'
import { comparableKernels, measureKernels } from './kernels.ts'
import { annotateRun } from './logbook.ts'
import { unchangedSinceRecorded } from './matched.ts'
import { checkDeclarations, measure, withoutFailures } from './measure.ts'
import type { Request } from './request.ts'
import {
  compareRecorded,
  composeRun,
  describeRequest,
  recordedFindings,
  renderReport,
  startRun,
} from './run-document.ts'
import { type Selection, selectBenchmarks } from './select.ts'
import { withAudit } from './with-audit.ts'

/** A finished run and where its report lies, relative to the project. */
export type Finished = { readonly run: Run; readonly config: Config; readonly folder: string }

/** `assay run`: measure, screen against the recorded baseline, write `reports/latest/`. */
export async function run(host: Host, request: Request): Promise<Finished> {
  return withAudit(host, { command: 'run', request }, (watched) => screen(watched, request))
}

async function screen(host: Host, request: Request): Promise<Finished> {
  const chosen = await selectBenchmarks(host, request)
  await host.checkReports(chosen.config)
  const run = await annotateRun(host, chosen.config, await measureRun(host, chosen, request))
  const folder = await host.writeReport(chosen.config, 'latest', renderReport(run, chosen.config))
  return { run, config: chosen.config, folder }
}

/**
 * Everything from the machine to the Run document. `kernels`: whether the control kernels are measured in any case,
 * because the run is about to be recorded.
 */
export async function measureRun(
  host: Host,
  chosen: Selection,
  request: Request,
  { kernels = false } = {},
): Promise<Run> {
  const { config } = chosen
  const begun = await startRun(host, chosen, request)
  const recorded = await host.baselines(begun.machine.class)
  const watched = await host.watch()
  const { benchmarks } = chosen
  const checks = await checkDeclarations(host, chosen)
  const able = withoutFailures(benchmarks, checks)
  const unchanged = await unchangedSinceRecorded(host, config, able, recorded.baselines)
  const ledger = await measure(host, config, checks, able, begun.seed)
  const identical = withoutFailures(benchmarks, ledger).filter(({ id }) => unchanged.has(id))
  const judged = benchmarks.filter(({ id }) => !identical.some((one) => one.id === id))
  const controls = kernels
    ? await measureKernels(host, config, begun.seed)
    : await comparableKernels(host, config, begun.seed, judged, ledger, recorded)
  host.show({ type: 'done' })
  const own = { ...chosen, benchmarks: judged }
  const found = {
    environment: { ...begun.machine, during: watched() },
    ledger,
    controls,
    recorded,
    comparisons: [
      ...identical.map((one) => identicalToRecorded(one, recorded.baselines)),
      ...compareRecorded(chosen, request, ledger, recorded, controls, judged),
    ],
    findings: recordedFindings(recorded, begun.machine.class, own, ledger, controls),
  }
  return composeRun(host, chosen, { ...begun, request: describeRequest('run', request) }, found)
}
