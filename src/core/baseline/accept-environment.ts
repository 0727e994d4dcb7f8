import type { Baseline } from '../../model/baseline.ts'
import type { EnvironmentRecord, Environments } from '../../model/environment-record.ts'
import type { Run } from '../../model/run.ts'
import { schemas } from '../../model/schema-version.ts'

/** A record, and the digest that sessions name it by. */
export type NamedEnvironment = { readonly digest: string; readonly record: EnvironmentRecord }

/**
 * What is recorded of environments after a run was accepted: its own beside those of the sessions that `baselines`, all of the
 * class, still have numbers of. Sessions of the same environment share a record. Without any it is a file to delete.
 */
export function acceptEnvironment(
  old: Environments | undefined,
  { digest, record }: NamedEnvironment,
  { id, environment }: Pick<Run, 'id' | 'environment'>,
  baselines: readonly Baseline[],
): Environments {
  const used = new Set(baselines.flatMap(({ sessions }) => Object.keys(sessions)))
  const named = Object.entries({ ...old?.sessions, [id]: digest }).filter(([session]) => used.has(session))
  const digests = new Set(named.map(([, one]) => one))
  const kept = Object.entries({ ...old?.environments, [digest]: record }).filter(([one]) => digests.has(one))
  return {
    schema: schemas.environments,
    class: environment.class,
    environments: Object.fromEntries(kept),
    sessions: Object.fromEntries(named),
  }
}
