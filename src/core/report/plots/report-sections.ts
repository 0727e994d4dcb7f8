import { alternativesSection } from '../blocks/alternatives-section.ts'
import { anchorSection } from '../blocks/anchor-section.ts'
import { answerHeading, answerSection } from '../blocks/answer-section.ts'
import { attentionSection } from '../blocks/attention-section.ts'
import { beforeAfterSection } from '../blocks/before-after.ts'
import { benchmarkSection } from '../blocks/benchmark-section.ts'
import { type Block, paragraph, type Section } from '../blocks/block.ts'
import { machineSection, methodSection, reproductionSection } from '../blocks/condition-sections.ts'
import { culpritBlocks } from '../blocks/culprit.ts'
import { environmentSection } from '../blocks/environment-section.ts'
import { findingsSection } from '../blocks/findings-section.ts'
import { growthSection } from '../blocks/growth-section.ts'
import { importsSection } from '../blocks/imports-section.ts'
import { knownSection } from '../blocks/known-section.ts'
import { latencySection } from '../blocks/latency-section.ts'
import type { View } from '../blocks/view.ts'
import { whySection } from '../blocks/why-section.ts'
import { describeHistory } from './history-course.ts'
import { figureOf, type Plot } from './plots.ts'

/** How a report is read: how many items are told one by one, and whether its table can be sorted. */
type Medium = { readonly mostItems: number; readonly sortable: boolean }

/**
 * A report as people read it, below its headline, in every medium: what changed first, its grounds after it. A table that
 * people can sort and filter, and which scrolls by itself, stands before what is told item by item.
 */
export function reportSections(
  view: View,
  pictures: readonly Plot[],
  { mostItems, sortable }: Medium,
): Section[] {
  const figures = (name: Plot['name']) => pictures.filter((plot) => plot.name === name).map(figureOf)
  const drawn = (id: Plot['name'], title: string) => {
    const blocks = figures(id)
    return blocks.length === 0 ? [] : [{ id, title, blocks }]
  }
  const table = [...benchmarkSection(view), ...growthSection(view, figures('growth'))]
  return [
    ...firstScreen(view, figures('counts')),
    ...beforeAfterSection(view, figures('changes'), { withTable: !sortable }),
    ...(sortable ? table : []),
    ...attentionSection(view, mostItems),
    ...whySection(view),
    ...knownSection(view),
    ...(sortable ? [] : table),
    ...alternativesSection(view),
    ...anchorSection(view),
    ...drawn('forks', 'Forks'),
    ...historySection(view, figures('history')),
    ...latencySection(view, figures('latency')),
    ...importsSection(view),
    ...findingsSection(view),
    ...environmentSection(view),
    machineSection(view),
    methodSection(view),
    reproductionSection(view),
  ]
}

/** The counts, the answer in short, and the function that is to blame. */
function firstScreen(view: View, counts: readonly Block[]): Section[] {
  const told = answerSection(view)
  const blocks = [...counts, ...told.flatMap((section) => section.blocks), ...culpritBlocks(view)]
  return blocks.length === 0 ? [] : [{ ...answerHeading, blocks }]
}

function historySection({ run }: View, pictures: readonly Block[]): Section[] {
  const lacking = describeHistory(run)
  const blocks = [...pictures, ...(lacking === '' ? [] : [paragraph(lacking)])]
  return blocks.length === 0 ? [] : [{ id: 'history', title: 'History', blocks }]
}
