import type { Section } from '../section.ts'
import { corpus } from './corpus.ts'
import { ladder } from './ladder.ts'
import { shapes } from './shapes.ts'
import { siblings } from './siblings.ts'
import { spread } from './spread.ts'

/** The sections of the page, in its order. */
export const sections = { ladder, siblings, shapes, corpus, spread } as const satisfies Record<
  string,
  Section
>

export type SectionName = keyof typeof sections
export const sectionNames = Object.keys(sections) as SectionName[]
