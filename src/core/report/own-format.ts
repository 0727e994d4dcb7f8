import type { OwnFile } from '../../model/extension.ts'
import { type Finding, finding } from '../../model/finding.ts'
import type { Rendered } from '../../model/rendered.ts'
import { placeOfFormat } from './report-files.ts'

/** Files of a format of a project's own, in the folder of its name: there they meet no others. */
export function placeOwnFiles(format: string, files: readonly OwnFile[]): Rendered[] {
  const folder = placeOfFormat(format)
  return files.map(({ path, text }) => ({ path: `${folder}/${path}`, mediaType: 'text/plain', text }))
}

/** That its renderer brought nothing; the other formats are written. */
export function formatFailed(format: string, why: string): Finding {
  const again = `assay report --format ${format} --config FILE`
  const advice = `Fix 'extend.renderers.${format}' in the configuration; '${again}' tries it on this run again.`
  return finding('format-failed', 'run', `The format '${format}' was not written: ${why}`, advice)
}
