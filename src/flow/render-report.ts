import { attachmentPaths } from '../core/report/blocks/attachments.ts'
import { formatFailed, placeOwnFiles } from '../core/report/own-format.ts'
import { builtInRenderer } from '../core/report/renderers.ts'
import type { Config } from '../model/config.ts'
import type { Finding } from '../model/finding.ts'
import type { Rendered } from '../model/rendered.ts'
import type { Run } from '../model/run.ts'
import type { Extensions } from './ports/extensions.ts'

/**
 * The files of a report in the formats that the configuration asks for; `files` lie beside it. Formats of the project's own
 * come first: the run as it is returned says of which nothing came, and so do the others.
 */
export async function renderReport(
  host: Extensions,
  run: Run,
  config: Config,
  files: readonly Rendered[] = [],
): Promise<{ readonly run: Run; readonly files: Rendered[] }> {
  const paths = attachmentPaths(run)
  const attachments = paths.flatMap((path) => files.find((file) => file.path === path) ?? [])
  const own: Rendered[] = []
  const failed: Finding[] = []
  for (const format of config.reports.formats) {
    if (builtInRenderer(format)) continue
    const answer = await host.renderOwn(format, run, attachments, config)
    if (answer.state === 'returned') own.push(...placeOwnFiles(format, answer.value))
    else failed.push(formatFailed(format, answer.why))
  }
  const told = failed.length === 0 ? run : { ...run, findings: [...run.findings, ...failed] }
  const builtIn = config.reports.formats.flatMap(
    (format) => builtInRenderer(format)?.(told, attachments) ?? [],
  )
  return { run: told, files: [...builtIn, ...own] }
}
