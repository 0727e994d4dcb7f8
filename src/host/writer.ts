import { createHash } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/**
 * Who made a file that should not last: the place where process numbers mean something, and this process's number in it. A
 * container that shares a folder counts its processes anew, and so does the machine after it was started again.
 */
export const writer = `${createHash('sha256').update(numbering()).digest('hex').slice(0, 8)}-${process.pid}`

/**
 * Whether the writer of something is known to be no more. Where its number means nothing here, nobody knows, and the answer is
 * no.
 */
export function hasGone(mark: string): boolean {
  const [place, pid] = mark.split('-')
  if (place !== writer.split('-')[0] || pid === undefined || !/^[1-9][0-9]*$/u.test(pid)) return false
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

/** Source: proc(5), `boot_id`; namespaces(7), `/proc/pid/ns`. */
function numbering(): string {
  const told = (read: () => string) => {
    try {
      return read().trim()
    } catch {
      return ''
    }
  }
  const boot = told(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'))
  const namespace = told(() => readlinkSync('/proc/self/ns/pid'))
  return JSON.stringify([hostname(), boot, namespace])
}
