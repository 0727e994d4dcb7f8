import type { Config } from '../../model/config.ts'
import type { Rendered } from '../../model/rendered.ts'
import type { Run } from '../../model/run.ts'
import { annotations } from './annotations.ts'
import { comment } from './comment.ts'
import { csv } from './csv.ts'
import { gobench } from './gobench.ts'
import { html } from './html.ts'
import { json } from './json.ts'
import { junit } from './junit.ts'
import { markdown } from './markdown.ts'
import { openmetrics } from './openmetrics.ts'
import { sarif } from './sarif.ts'
import { summary } from './summary.ts'

export type Format = Config['reports']['formats'][number]

/**
 * A run as files, the main one first. `attachments` are what a run leaves beside its document and names in it
 * (`attachments.ts`): the same run with the same attachments gives the same bytes.
 */
export type Renderer = (run: Run, attachments?: readonly Rendered[]) => Rendered[]

/** Every format that a run can be rendered in. A renderer returns text; one place in the host writes it. */
export const renderers: Readonly<Record<Format, Renderer>> = {
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
