import type { Config } from '../../model/config.ts'
import type { OwnFile } from '../../model/extension.ts'
import type { Rendered } from '../../model/rendered.ts'
import type { Run } from '../../model/run.ts'

/** What somebody's code returned, or why it did not. */
export type OwnAnswer<T> =
  | { readonly state: 'returned'; readonly value: T }
  | { readonly state: 'failed'; readonly why: string }

/** What the project adds to Assay in its configuration, which has been loaded before. It runs in processes of its own. */
export type Extensions = {
  readonly renderOwn: (
    format: string,
    run: Run,
    attachments: readonly Rendered[],
    config: Config,
  ) => Promise<OwnAnswer<readonly OwnFile[]>>
}
