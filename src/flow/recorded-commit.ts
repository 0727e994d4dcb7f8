import { recordedCommit } from '../core/roads.ts'
import type { Baseline } from '../model/baseline.ts'
import type { Host } from './host.ts'

/**
 * The commit whose numbers are recorded for this class of machines, or else for any other: numbers do not travel
 * between classes, but the commit can be measured on all of them. `undefined` when nothing is recorded.
 */
export async function acceptedCommit(
  host: Host,
  baselines: readonly Baseline[],
  machine: string,
): Promise<string | undefined> {
  const mine = recordedCommit(baselines)
  if (mine !== undefined) return mine
  const others: Baseline[] = []
  for (const name of await host.classes()) {
    if (name !== machine) others.push(...(await host.baselines(name)).baselines)
  }
  return recordedCommit(others)
}
