import { availableParallelism } from 'node:os'
import { heldGroups } from '../process/process-group.ts'
import { type SystemFiles, systemFiles } from '../process/system-files.ts'
import { ownCpus, readCpuUse } from './cpu-time.ts'

/** ns between two readings: in less, a few ticks of 10 ms would decide. */
const apart = 1e9
/** Share of a CPU that others may use of one that counts as idle. */
const shared = 0.3

/**
 * From now on, tells how many CPUs nobody else uses, 1 at the least: by what happened in the last second or more. Before
 * that, and where the system does not say (all but Linux), it is 1.
 */
export function watchIdleCpus(
  files: SystemFiles = systemFiles,
  now: () => bigint = process.hrtime.bigint,
  available: number = availableParallelism(),
): () => number {
  const read = () => ({ at: now(), use: readCpuUse(files, heldGroups('child')) })
  let last = read()
  let idle = 1
  return () => {
    if (now() - last.at < apart) return idle
    const next = read()
    const free = last.use && next.use && ownCpus(last.use, next.use)
    if (free !== undefined) idle = Math.max(1, Math.min(available, Math.floor(free + shared)))
    last = next
    return idle
  }
}
