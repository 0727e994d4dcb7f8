import { anchorSection } from '../blocks/anchor-section.ts'
import { attentionSection } from '../blocks/attention-section.ts'
import { beforeAfterSection } from '../blocks/before-after.ts'
import { benchmarkSection } from '../blocks/benchmark-section.ts'
import type { Section } from '../blocks/block.ts'
import { machineSection, methodSection, reproductionSection } from '../blocks/condition-sections.ts'
import { findingsSection } from '../blocks/findings-section.ts'
import { knownSection } from '../blocks/known-section.ts'
import { latencySection } from '../blocks/latency-section.ts'
import type { View } from '../blocks/view.ts'
import { whySection } from '../blocks/why-section.ts'
import { figureOf, type Plot } from './plots.ts'

/** A report as people read it, below its headline, in every medium: what needs attention first, its grounds after it. */
export function reportSections(view: View, pictures: readonly Plot[], mostItems: number): Section[] {
  const figures = (name: Plot['name']) => pictures.filter((plot) => plot.name === name).map(figureOf)
  const drawn = (id: Plot['name'], title: string) => {
    const blocks = figures(id)
    return blocks.length === 0 ? [] : [{ id, title, blocks }]
  }
  return [
    ...attentionSection(view, mostItems),
    ...whySection(view),
    ...knownSection(view),
    ...beforeAfterSection(view, figures('changes')),
    ...benchmarkSection(view),
    ...anchorSection(view),
    ...drawn('forks', 'Forks'),
    ...drawn('history', 'History'),
    ...latencySection(view, figures('latency')),
    ...findingsSection(view),
    machineSection(view),
    methodSection(view),
    reproductionSection(view),
  ]
}
