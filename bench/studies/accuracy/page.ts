import { table } from '../../../src/core/report/markdown/syntax.ts'
import { count } from '../../../src/core/wording/count.ts'
import type { Report } from './section.ts'

/** Where the figures come from. */
export type Conditions = {
  readonly cpu: string
  readonly cpus: number
  readonly node: string
  /** Versions of the rivals, by their names. */
  readonly versions: Readonly<Record<string, string>>
  /** By section: load of the machine when it began, and how long it took in s. */
  readonly sections: Readonly<Record<string, { readonly load: number; readonly seconds: number }>>
}

/** The page of the study from the reports of its sections. */
export function page(reports: readonly Report[], conditions: Conditions): string {
  const targets = reports.flatMap((report) => report.targets)
  const missed = targets.filter(({ met }) => !met)
  const minutes = Object.values(conditions.sections).reduce((total, { seconds }) => total + seconds / 60, 0)
  return `# Accuracy: Assay beside its rivals

Written by \`npm run study:accuracy\`: the same kernels through Assay, tinybench, mitata, bench-node and Vitest, side by side in one run.
${count(targets.length - missed.length, 'target')} of ${targets.length} met.

${table(
  [
    { title: 'what', side: 'left' },
    { title: 'must', side: 'left' },
    { title: 'measured', side: 'left' },
    { title: '', side: 'left' },
  ],
  targets.map(({ what, must, measured, met }) => [what, must, measured, met ? 'met' : '**missed**']),
)}

${
  missed.length === 0
    ? 'Nothing is missed.'
    : `Missed: ${missed.map(({ what, because }) => (because ? `${what}, because ${because}` : what)).join('. ')}.`
}

To repeat it: \`npm ci\`, then \`npm run study:accuracy\`, about ${Math.ceil(minutes)} minutes with nothing else running; \`npm run study:accuracy -- --quick\`
tries it out with few processes and writes nothing. The raw figures are in \`accuracy/data.json\`; \`npm run study:accuracy -- --render\`
makes this page from them again.

${conditions.cpu}, ${count(conditions.cpus, 'CPU')}, Node ${conditions.node}; ${Object.entries(
    conditions.versions,
  )
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')}. Load when the sections began: ${Object.entries(conditions.sections)
    .map(([name, { load }]) => `${name} ${load.toFixed(2)}`)
    .join(', ')}. Every rival is used as its own documentation shows it.

${reports.map(({ title, body }) => `## ${title}\n\n${body}`).join('\n\n')}
`
}
