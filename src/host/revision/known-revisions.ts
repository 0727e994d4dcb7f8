import { startVitestServers, type VitestServers } from '../project/vitest-servers.ts'
import { type OpenRuntimes, openRuntimes } from '../runtime/open-runtimes.ts'
import type { KnownChanges } from './changes.ts'
import type { KnownVersions } from './npm.ts'
import type { Altered } from './spared.ts'
import type { KnownTraces } from './trace.ts'

/** What one command has found out about revisions already, so that nothing is looked at twice. */
export type KnownRevisions = {
  readonly changes: KnownChanges
  readonly versions: KnownVersions
  /** Files by commit and path, of which was read what has changed since. */
  readonly altered: Map<string, Promise<Altered | undefined>>
} & KnownTraces

export const knowNothing = (
  vitest: VitestServers = startVitestServers(),
  isInterrupted = () => false,
  runtimes: OpenRuntimes = openRuntimes('.'),
): KnownRevisions => ({
  vitest,
  runtimes,
  changes: new Map(),
  versions: new Map(),
  traces: new Map(),
  longer: new Map(),
  altered: new Map(),
  isInterrupted,
})
