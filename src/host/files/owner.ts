import { hash } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname, uptime } from 'node:os'
import { z } from 'zod'
import { policy } from '../../model/config.ts'
import { attempt } from '../process/attempt.ts'
import { statFields } from '../process/process-stat.ts'

/**
 * A process, so that it is not mistaken for another one. Its number alone means something else in another container,
 * on another machine that shares the disk, after a restart, and once it has been given away again.
 */
export const ownerSchema = z.strictObject({
  pid: z.int32().positive(),
  /** Where that number means this process: start of the system and number space, or start and the machine's name. */
  space: z.string(),
  /** When it was started, in the system's own units; absent where it does not tell. */
  started: z.string().optional(),
})
export type Owner = z.infer<typeof ownerSchema>

/** How exactly the start of the system is told, s: the clock is set now and then. */
const startStep = 600

/** As it was when this process began: a machine's name may change. */
const space = spaceOf()

export function ourselves(): Owner {
  const started = startOf(process.pid)
  return { pid: process.pid, space, ...(started === undefined ? {} : { started }) }
}

/** What can be found out about a process here. */
export type Sight = {
  readonly space: string
  readonly isAlive: (pid: number) => boolean
  readonly startOf: (pid: number) => string | undefined
}

export const ourSight = (): Sight => ({ space, isAlive, startOf })

/**
 * Whether a process may still be there. Whom we cannot see is judged by when it last showed itself.
 *
 * @param silence since it last did, ns
 */
export function mayBeAlive(owner: Owner, silence: number, { space, isAlive, startOf }: Sight): boolean {
  if (owner.space !== space) return silence < policy.processes.abandoned
  if (!isAlive(owner.pid)) return false
  const started = startOf(owner.pid)
  return owner.started === undefined || started === undefined || owner.started === started
}

/**
 * This process, in a file's name: where its number means something, and the number. For files that last a moment; what
 * lasts longer names its {@link Owner}.
 */
export const writer = `${placeOf(space)}-${process.pid}`

/** Whether the writer of a file is known to be no more. Where its number means nothing here, nobody knows: no. */
export function hasGone(mark: string): boolean {
  const [, place, pid] = /^([0-9a-f]{8})-([1-9][0-9]*)$/u.exec(mark) ?? []
  return place === placeOf(space) && !isAlive(Number(pid))
}

function placeOf(space: string): string {
  return hash('sha256', space).slice(0, 8)
}

/**
 * Processes are counted anew by a container, and by the machine after a restart. Source: proc(5), `boot_id`;
 * namespaces(7), `/proc/pid/ns`.
 */
function spaceOf(): string {
  const boot = attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim())
  const pids = attempt(() => readlinkSync('/proc/self/ns/pid'))
  const isTold = boot !== undefined && pids !== undefined
  return isTold ? `${boot} ${pids}` : spaceBy(hostname(), Date.now() / 1000 - uptime())
}

/**
 * Where the system tells less: the machine's name, and when it was started, s. Both can change while it runs, and machines can
 * have one name. Who is taken for another machine's is left alone for longer; whoever has both by chance is taken for one of ours.
 */
export function spaceBy(host: string, start: number): string {
  return `${process.platform} ${host} ${Math.round(start / startStep)}`
}

function startOf(pid: number): string | undefined {
  return attempt(() => statFields(readFileSync(`/proc/${pid}/stat`, 'latin1'))(22))
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}
