import type { Rendered } from '../../../model/rendered.ts'
import type { Run } from '../../../model/run.ts'
import { paragraph } from '../blocks/block.ts'
import { originLine } from '../blocks/condition-sections.ts'
import { prepare } from '../blocks/view.ts'
import { plots } from '../plots/plots.ts'
import { reportSections } from '../plots/report-sections.ts'
import { writeMarkdownBlock, writeMarkdownSections } from './write.ts'

/** Items that are told one by one. */
const mostItems = 60

/** The report as people read it, on a code host or in a terminal: the answer first, the numbers after it. */
export function markdown(run: Run): Rendered[] {
  const view = prepare(run)
  const { label } = view
  const pictures = plots(view)
  const parts = [
    `# ${view.title}`,
    writeMarkdownBlock(paragraph({ strong: view.headline }), label),
    writeMarkdownBlock(paragraph(...originLine(view)), label),
    ...writeMarkdownSections(reportSections(view, pictures, { mostItems, sortable: false }), label),
  ]
  const report = { path: 'report.md', mediaType: 'text/markdown', text: `${parts.join('\n\n')}\n` }
  return [report, ...pictures.map(({ file }) => file)]
}
