import type { Config } from '../../model/config.ts'
import type { Rendered } from '../../model/rendered.ts'
import type { Run } from '../../model/run.ts'
import { json } from './json.ts'
import { markdown } from './markdown.ts'

export type Format = Config['reports']['formats'][number]

/** Every format that a run can be rendered in. A renderer returns text; one place in the host writes it. */
export const renderers = { markdown, json } satisfies Record<Format, (run: Run) => Rendered[]>
