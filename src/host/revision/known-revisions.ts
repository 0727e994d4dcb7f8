import type { KnownChanges } from './changes.ts'
import type { KnownVersions } from './npm.ts'
import type { Traces } from './trace.ts'

/** What one command has found out about revisions already, so that nothing is looked at twice. */
export type KnownRevisions = {
  readonly changes: KnownChanges
  readonly versions: KnownVersions
  readonly traces: Traces
}

export const knowNothing = (): KnownRevisions => ({
  changes: new Map(),
  versions: new Map(),
  traces: new Map(),
})
