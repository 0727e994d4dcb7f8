import { parseRun } from '../core/identity/parse-run.ts'
import { attachmentPaths } from '../core/report/blocks/attachments.ts'
import { chooseKept, type ReportFile } from '../core/report/kept-files.ts'
import { placeOwnFiles } from '../core/report/own-format.ts'
import { builtInRenderer } from '../core/report/renderers.ts'
import { AssayError } from '../model/assay-error.ts'
import type { Rendered } from '../model/rendered.ts'
import type { Run } from '../model/run.ts'
import type { Host } from './host.ts'

/** Which run is rendered again, in which formats, and where to. */
export type RenderRequest = {
  /** A Run document or its folder; without it the last run's. */
  readonly path?: string | undefined
  readonly formats: readonly string[]
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
 * run from elsewhere can be rendered without trusting anything. Only a format that Assay does not bring loads the configuration.
 */
export async function report(host: Host, { path, formats, out }: RenderRequest): Promise<Reported> {
  const stored = await host.readStored(path)
  const run = parseRun(stored.text, stored.path)
  const attachments = await host.readBeside(stored.folder, attachmentPaths(run))
  const own = formats.filter((format) => !builtInRenderer(format))
  const ownFiles = new Map(await renderOwnFormats(host, own, run, attachments))
  const rendered = formats.map(
    (format) => builtInRenderer(format)?.(run, attachments) ?? ownFiles.get(format) ?? [],
  )
  const [only, ...others] = rendered
  if (out === undefined && others.length === 0) return { run, text: only?.[0]?.text ?? '', files: [] }
  return { run, files: await host.writeAgain(stored, out, rendered.flat()) }
}

/** @throws AssayError `unknown-format`, `format-failed` */
async function renderOwnFormats(
  host: Host,
  formats: readonly string[],
  run: Run,
  attachments: readonly Rendered[],
): Promise<[format: string, files: Rendered[]][]> {
  if (formats.length === 0) return []
  const { config, file = 'the configuration' } = await host.loadConfig()
  const made: [string, Rendered[]][] = []
  for (const format of formats) {
    if (!Object.hasOwn(config.extend.renderers, format)) {
      const known = Object.keys(config.extend.renderers).join(', ') || 'none'
      const advice = `There are, in 'extend.renderers': ${known}.`
      throw new AssayError('unknown-format', `${file} adds no format '${format}'.`, advice)
    }
    const answer = await host.renderOwn(format, run, attachments, config)
    if (answer.state === 'failed') {
      const advice = `Fix 'extend.renderers.${format}' in ${file}.`
      throw new AssayError(
        'format-failed',
        `The format '${format}' cannot be rendered: ${answer.why}.`,
        advice,
      )
    }
    made.push([format, placeOwnFiles(format, answer.value)])
  }
  return made
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
