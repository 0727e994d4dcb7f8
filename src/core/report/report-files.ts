import type { Config } from '../../model/config.ts'
import type { Format } from './renderers.ts'

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
} as const satisfies Record<Format, string>

/** The file that a person opens, of the formats that a report is written in. */
export function pageOf({ reports: { formats } }: Pick<Config, 'reports'>): string {
  const [first = 'json'] = formats
  const readable = (['html', 'markdown'] as const).find((format) => formats.includes(format))
  return formatFiles[readable ?? first]
}

/** Files and folders that the report of a run replaces: what an earlier one left there is about something else. */
export const ownedByRuns: readonly string[] = [
  'plots',
  'profiles',
  'profile.md',
  'profile.json',
  ...Object.values(formatFiles),
]
