import type { Rendered } from '../../../model/rendered.ts'
import type { Run } from '../../../model/run.ts'
import { anchorSection } from '../blocks/anchor-section.ts'
import { attentionSection } from '../blocks/attention-section.ts'
import { beforeAfterSection } from '../blocks/before-after.ts'
import { benchmarkSection } from '../blocks/benchmark-section.ts'
import { paragraph } from '../blocks/block.ts'
import {
  machineSection,
  methodSection,
  originLine,
  reproductionSection,
} from '../blocks/condition-sections.ts'
import { findingsSection } from '../blocks/findings-section.ts'
import { knownSection } from '../blocks/known-section.ts'
import { latencySection } from '../blocks/latency-section.ts'
import { prepare } from '../blocks/view.ts'
import { whySection } from '../blocks/why-section.ts'
import { figureOf, plots } from '../plots/plots.ts'
import { writeMarkdownBlock, writeMarkdownSections } from './write.ts'

/** Items that are told one by one. */
const mostItems = 60

/** The report as people read it, on a code host or in a terminal: the answer first, the numbers after it. */
export function markdown(run: Run): Rendered[] {
  const view = prepare(run)
  const { label } = view
  const pictures = plots(view)
  const figures = (name: string) => pictures.filter((plot) => plot.name === name).map(figureOf)
  const drawn = (name: string) => figures(name).map((figure) => writeMarkdownBlock(figure, label))
  const parts = [
    `# ${view.title}`,
    writeMarkdownBlock(paragraph({ strong: view.headline }), label),
    writeMarkdownBlock(paragraph(...originLine(view)), label),
    ...writeMarkdownSections(
      [...attentionSection(view, mostItems), ...whySection(view), ...knownSection(view)],
      label,
    ),
    ...drawn('changes'),
    ...writeMarkdownSections(beforeAfterSection(view), label),
    ...drawn('forks'),
    ...drawn('history'),
    ...writeMarkdownSections(
      [
        ...benchmarkSection(view),
        ...anchorSection(view),
        ...latencySection(view, figures('latency')),
        ...findingsSection(view),
        machineSection(view),
        methodSection(view),
        reproductionSection(view),
      ],
      label,
    ),
  ]
  const report = { path: 'report.md', mediaType: 'text/markdown', text: `${parts.join('\n\n')}\n` }
  return [report, ...pictures.map(({ file }) => file)]
}
