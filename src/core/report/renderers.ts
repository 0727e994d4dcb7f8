import type { Config } from '../../model/config.ts'
import type { Rendered } from '../../model/rendered.ts'
import type { Run } from '../../model/run.ts'
import { html } from './html.ts'
import { json } from './json.ts'
import { markdown } from './markdown.ts'

export type Format = Config['reports']['formats'][number]

/**
 * Every format that a run can be rendered in. A renderer returns text; one place in the host writes it. `attachments`:
 * the files beside the report that do not come from a renderer, such as flame graphs.
 */
export const renderers = { markdown, json, html } satisfies Record<
  Format,
  (run: Run, attachments?: readonly Rendered[]) => Rendered[]
>
