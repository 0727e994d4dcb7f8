import type { Rendered } from '../../../model/rendered.ts'
import { paragraph, type Section } from '../blocks/block.ts'
import { writeMarkdownBlock, writeMarkdownSections } from './write.ts'

/** A page rendered from the logbook: what it is and where it is changed, then its sections. */
export function logPage(path: string, title: string, what: string, sections: readonly Section[]): Rendered {
  const label = (id: string) => id
  const source = paragraph(
    `${what} Rendered from \`logbook.ndjson\` by \`assay log\` and every run: what is written here by hand is lost.`,
  )
  const written = sections.length === 0 ? ['None yet.'] : writeMarkdownSections(sections, label)
  const parts = [`# ${title}`, writeMarkdownBlock(source, label), ...written]
  return { path, mediaType: 'text/markdown', text: `${parts.join('\n\n')}\n` }
}
