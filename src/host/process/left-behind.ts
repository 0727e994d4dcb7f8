import { readFileSync } from 'node:fs'
import { attempt } from './attempt.ts'
import { markName } from './guard.ts'
import { statFields } from './process-stat.ts'
import { namesIn } from './system-files.ts'

/**
 * Ends what a child has started and left in a session of its own, where its group does not reach. Returns how many
 * there were. They are known by the mark in their environment; who gives a process an empty one hides it.
 *
 * On Linux only: other systems do not tell the environment of a process cheaply.
 *
 * @param mark of the child, @param group of the child: who is in it was ended with it and does not count
 */
export function endLeftBehind(mark: string, group: number): number {
  if (process.platform !== 'linux') return 0
  const ended = new Set<number>()
  // One that is found may have started another one while it was looked for.
  for (let before = -1; before < ended.size; ) {
    before = ended.size
    for (const pid of markedWith(mark, group)) {
      ended.add(pid)
      // It may have gone by itself.
      attempt(() => process.kill(pid, 'SIGKILL'))
    }
  }
  return ended.size
}

/** Note: read synchronously. The kernel makes these files in memory; a thread pool only adds time. */
function markedWith(mark: string, group: number): number[] {
  const needle = `${markName}=${mark}`
  return namesIn('/proc')
    .filter((name) => /^[0-9]+$/u.test(name))
    .filter((name) =>
      attempt(() => {
        if (!readFileSync(`/proc/${name}/environ`, 'latin1').includes(needle)) return false
        return Number(statFields(readFileSync(`/proc/${name}/stat`, 'latin1'))(5)) !== group
      }),
    )
    .map(Number)
}
