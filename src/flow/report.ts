import { parseRun } from '../core/identity/parse-run.ts'
import { attachmentPaths } from '../core/report/blocks/attachments.ts'
import { chooseKept, type ReportFile } from '../core/report/kept-files.ts'
import { type Format, renderers } from '../core/report/renderers.ts'
import type { Run } from '../model/run.ts'
import type { Host } from './host.ts'

/** Which run is rendered again, in which formats, and where to. */
export type RenderRequest = {
  /** A Run document or its folder; without it the last run's. */
  readonly path?: string | undefined
  readonly formats: readonly [Format, ...Format[]]
  /** A folder; without it one format is told instead of written, and several lie beside the run. */
  readonly out?: string | undefined
}

export type Reported = {
  readonly run: Run
  /** The main file of the only format, which nobody has asked to write. */
  readonly text?: string
  /** Files written. */
  readonly files: readonly string[]
}

/**
 * `assay report`: renders a stored run again, as its run did. Nothing is measured, and no file of the project is loaded: a
 * run from elsewhere can be rendered without trusting anything.
 */
export async function report(host: Host, { path, formats, out }: RenderRequest): Promise<Reported> {
  const stored = await host.readStored(path)
  const run = parseRun(stored.text, stored.path)
  const attachments = await host.readBeside(stored.folder, attachmentPaths(run))
  const rendered = formats.map((format) => renderers[format](run, attachments))
  const [only, ...others] = rendered
  if (out === undefined && others.length === 0) return { run, text: only?.[0]?.text ?? '', files: [] }
  return { run, files: await host.writeAgain(stored, out, rendered.flat()) }
}

/** What was kept of a report and what was too large, in its folder. */
export type KeptReport = {
  readonly run: Run
  readonly folder: string
  readonly kept: readonly ReportFile[]
  readonly left: readonly ReportFile[]
}

/** `assay report --keep`: lays a stored report beside the code, in a folder of its own that people commit. */
export async function keepStored(
  host: Host,
  { path, all }: { readonly path?: string | undefined; readonly all: boolean },
): Promise<KeptReport> {
  const stored = await host.readStored(path)
  const run = parseRun(stored.text, stored.path)
  let chosen: ReturnType<typeof chooseKept> = { kept: [], left: [] }
  const folder = await host.keepReport(stored, run.id, (files) => {
    chosen = chooseKept(files, { all })
    return chosen.kept
  })
  return { run, folder, ...chosen }
}
