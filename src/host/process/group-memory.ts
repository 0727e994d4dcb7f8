import { readFileSync } from 'node:fs'
import { attempt } from './attempt.ts'
import { statFields } from './process-stat.ts'
import { namesIn } from './system-files.ts'

/** Memory that the processes of a group hold (VmRSS), bytes; `undefined` where the system does not tell. */
export function memoryOfGroup(group: number): number | undefined {
  let [all, found] = [0, false]
  for (const name of namesIn('/proc')) {
    if (!/^[0-9]+$/u.test(name)) continue
    // One may end while it is read.
    attempt(() => {
      if (Number(statFields(readFileSync(`/proc/${name}/stat`, 'latin1'))(5)) !== group) return
      const [, kilobytes] =
        /^VmRSS:\s*([0-9]+) kB/mu.exec(readFileSync(`/proc/${name}/status`, 'latin1')) ?? []
      if (kilobytes === undefined) return
      all += Number(kilobytes) * 1024
      found = true
    })
  }
  return found ? all : undefined
}
