import type { FormatName } from '../../model/format-name.ts'
import type { Rendered } from '../../model/rendered.ts'
import type { Run } from '../../model/run.ts'
import { html } from './html/html.ts'
import { annotations } from './machine/annotations.ts'
import { csv } from './machine/csv.ts'
import { gobench } from './machine/gobench.ts'
import { json } from './machine/json.ts'
import { junit } from './machine/junit.ts'
import { openmetrics } from './machine/openmetrics.ts'
import { sarif } from './machine/sarif.ts'
import { comment, summary } from './markdown/digest.ts'
import { markdown } from './markdown/markdown.ts'

/**
 * A run as files, the main one first. `attachments` are what a run leaves beside its document and names in it
 * (`attachments.ts`): the same run with the same attachments gives the same bytes.
 */
export type Renderer = (run: Run, attachments?: readonly Rendered[]) => Rendered[]

/** Every format that Assay brings. A renderer returns text; one place in the host writes it. */
export const renderers: Readonly<Record<FormatName, Renderer>> = {
  markdown,
  json,
  html,
  junit,
  sarif,
  summary,
  annotations,
  comment,
  csv,
  openmetrics,
  gobench,
}

/** The renderer of a format that Assay brings; nothing for a format of a project's own. */
export function builtInRenderer(format: string): Renderer | undefined {
  return Object.hasOwn(renderers, format) ? renderers[format as FormatName] : undefined
}
