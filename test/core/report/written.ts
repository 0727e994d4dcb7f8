import type { Section } from '../../../src/core/report/blocks/block.ts'
import { prepare, type View } from '../../../src/core/report/blocks/view.ts'
import { writeMarkdownSections } from '../../../src/core/report/markdown/write.ts'
import type { Run } from '../../../src/model/run.ts'

/** Sections of a run as Markdown. */
export function written(run: Run, sections: (view: View) => readonly Section[]): string {
  const view = prepare(run)
  return writeMarkdownSections(sections(view), view.label).join('\n\n')
}
