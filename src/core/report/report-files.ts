import type { Config } from '../../model/config.ts'
import type { FormatName } from '../../model/format-name.ts'

/** The main file of each format. */
export const formatFiles = {
  markdown: 'report.md',
  json: 'run.json',
  html: 'report.html',
  junit: 'junit.xml',
  sarif: 'results.sarif',
  summary: 'summary.md',
  annotations: 'annotations.txt',
  comment: 'comment.md',
  csv: 'results.csv',
  openmetrics: 'metrics.txt',
  gobench: 'bench.txt',
} as const satisfies Record<FormatName, string>

/** The folder of a report in which each format of a project's own has a folder of its name. */
export const ownFormatsFolder = 'formats'

/** Where a format lies in a report's folder: its main file, or the folder of one of a project's own. */
export function placeOfFormat(format: string): string {
  return Object.hasOwn(formatFiles, format)
    ? formatFiles[format as FormatName]
    : `${ownFormatsFolder}/${format}`
}

/** The file that a person opens, of the formats that a report is written in. */
export function pageOf({ reports: { formats } }: Pick<Config, 'reports'>): string {
  const [first = 'json'] = formats
  const readable = (['html', 'markdown'] as const).find((format) => formats.includes(format))
  return placeOfFormat(readable ?? first)
}

/** Files and folders that the report of a run replaces: what an earlier one left there is about something else. */
export const ownedByRuns: readonly string[] = [
  'plots',
  'profiles',
  'profile.md',
  'profile.json',
  ownFormatsFolder,
  ...Object.values(formatFiles),
]
