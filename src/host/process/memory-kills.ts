import { memoryKills } from './cgroup.ts'
import { systemFiles } from './system-files.ts'

/** Processes that the system has killed for want of memory so far; `undefined` where it does not count them. */
export function countStarved(): number | undefined {
  return process.platform === 'linux' ? memoryKills(systemFiles) : undefined
}
