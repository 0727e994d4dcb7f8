import { closeSync, openSync, readSync } from 'node:fs'
import { busiestOf } from './process-cpu.ts'

/** How long threads had to wait for a CPU so far, ns. */
export type CpuWait = {
  readonly read: () => number
  readonly close: () => void
}

/**
 * Of the main thread of a service, and of this one: what a request waits for a CPU is no time of the service. `undefined` where
 * the system does not tell.
 *
 * @param group of the service; of its processes the one that has used most CPU time is meant
 */
export function watchCpuWait(group: number): CpuWait | undefined {
  const busiest = busiestOf(group)
  if (busiest === undefined) return undefined
  const files: number[] = []
  try {
    for (const process of [busiest, 'self']) files.push(openSync(`/proc/${process}/schedstat`, 'r'))
  } catch {
    for (const file of files) closeSync(file)
    return undefined
  }
  const buffer = Buffer.alloc(96)
  return {
    read() {
      let total = 0
      for (const file of files) {
        try {
          const length = readSync(file, buffer, 0, buffer.length, 0)
          total += Number(buffer.toString('latin1', 0, length).split(' ')[1])
        } catch {
          // It has ended, and is waited for by nobody.
        }
      }
      return total
    },
    close: () => {
      for (const file of files) closeSync(file)
    },
  }
}
