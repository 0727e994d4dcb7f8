import { recordedOf } from '../core/baseline/recorded.ts'
import {
  environmentChanges,
  environmentElsewhere,
  needsPackages,
  type RecordedEnvironment,
  recordedEnvironments,
} from '../core/compare/recorded/recorded-environments.ts'
import { recordEnvironment } from '../core/machine/environment-record.ts'
import { changedPackages, type PackageChange } from '../core/sameness/locked-packages.ts'
import type { Config } from '../model/config.ts'
import type { Environment } from '../model/environment.ts'
import type { EnvironmentChange, EnvironmentRecord } from '../model/environment-record.ts'
import type { Run } from '../model/run.ts'
import type { Host } from './host.ts'
import type { Recorded } from './ports/baselines.ts'

/** What was measured, where, and beside which recorded numbers. */
type Measured = Pick<Run, 'comparisons' | 'benchmarks' | 'environment'> & {
  readonly recorded: Recorded
  readonly config: Config
  /** Whether an accepted commit of another class counts as well. */
  readonly isAnyClass: boolean
}

/** What differs between the environments of recorded numbers and this one, once for each of them. */
export async function findEnvironmentChanges(host: Host, measured: Measured): Promise<EnvironmentChange[]> {
  const { environment, recorded, config, isAnyClass } = measured
  const here = recordedEnvironments(measured, recorded, config)
  const elsewhere = isAnyClass ? await findElsewhere(host, measured) : []
  return compareWithRecorded(host, [...here, ...elsewhere], environment)
}

async function findElsewhere(
  host: Host,
  { environment, recorded, benchmarks }: Measured,
): Promise<RecordedEnvironment[]> {
  if (benchmarks.every((one) => recordedOf(one, recorded.baselines))) return []
  const others = (await host.classes()).filter((name) => name !== environment.class)
  const all = await Promise.all(
    others.map(async (name) => ({ class: name, ...(await host.baselines(name)) })),
  )
  return environmentElsewhere(benchmarks, recorded, all)
}

/** Each of these environments beside the present one; packages by name where git has the lock file of then. */
export async function compareWithRecorded(
  host: Host,
  recorded: readonly RecordedEnvironment[],
  environment: Environment,
): Promise<EnvironmentChange[]> {
  const now = recordEnvironment(environment, host.version)
  const packages = new Map<RecordedEnvironment, PackageChange[]>()
  for (const one of recorded) {
    const changed = await findPackages(host, one, now, environment.packages?.lock.path)
    if (changed) packages.set(one, changed)
  }
  return environmentChanges(recorded, now, (one) => packages.get(one))
}

async function findPackages(
  host: Host,
  one: RecordedEnvironment,
  now: EnvironmentRecord,
  lock: string | undefined,
): Promise<PackageChange[] | undefined> {
  if (lock === undefined || one.commit === undefined || !needsPackages(one, now)) return undefined
  return changedPackages(lock.split('/').at(-1)!, await host.textsSince(one.commit, lock))
}
