import { openSync, readSync } from 'node:fs'
import { elapsedBetween, now } from '../engine/clock.ts'
import { Failed } from '../load/failure.ts'

/** Share of a batch that its thread may wait without harm: 1 µs of 0.5 ms. */
const bearable = 0.002

/** What the scheduler says of this process at one moment. */
export type Reading = {
  /** Grows whenever the measuring thread had to wait for a CPU: ns on Linux, involuntary switches elsewhere. */
  waited: number
  /** CPU time of the measuring thread, ns; `NaN` where it cannot be read. */
  cpu: number
  /** CPU time of all other threads (compiler, collector, pool), ns; `NaN` where it cannot be read. */
  helpers: number
}

type Reader = {
  /** Writes the present state into `into`, just before a batch or just after it: reading allocates as little as it can. */
  readonly read: (into: Reading, when: 'before' | 'after') => void
  /** Whether a thread that waited so much during a batch of so many ns did not have the CPU to itself. */
  readonly contaminated: (waited: number, duration: number) => boolean
  /**
   * Of a batch of so many ns: those in which the thread neither ran nor waited for a CPU, and so slept. `NaN`
   * where that cannot be told.
   */
  readonly asleep: (duration: number, cpu: number, waited: number) => number
  /** ns that a thread waited for a CPU; `NaN` if unknown. */
  readonly lost: (waited: number) => number
}

export type RunQueue = Reader & {
  /** Whether CPU time is known batch by batch, and not only over many. */
  readonly fine: boolean
}

// Taken before user code loads, which may replace them.
const processCpu = process.cpuUsage.bind(process)
const threadCpu = process.threadCpuUsage?.bind(process)
const resourceUsage = process.resourceUsage.bind(process)

/**
 * Opens `/proc/thread-self/schedstat` (time on the CPU, time waiting for one, both in ns), keeps it open and
 * reads it again and again, about 3 µs each. Elsewhere `getrusage` stands in.
 *
 * The kernel brings the CPU time of a running thread up to date at ticks, every 1–4 ms, and when somebody asks
 * for that of the whole process: `process.cpuUsage()` just before makes the reading exact to about a microsecond
 * (`thread_group_cputime` in Linux's kernel/sched/cputime.c). Whether it is, is looked at once; that takes 0.2 ms.
 *
 * Asking has a price: a thread whose time slice is over is then switched away at once. So waiting is read on the
 * batch's side of that question, or the wait would be charged to a batch that it does not belong to: more than the
 * whole batch took, where a batch lasts about as long as a slice.
 */
export function openRunQueue(): RunQueue {
  const read = openSchedstat()
  const reader = read === undefined ? portable : schedstat(read)
  return { ...reader, fine: isFine(reader) }
}

function schedstat(tell: () => Times): Reader {
  return {
    read(into, when) {
      const waited = when === 'after' ? tell().waited : undefined
      const { user, system } = processCpu()
      const times = tell()
      into.cpu = times.cpu
      into.waited = waited ?? times.waited
      into.helpers = (user + system) * 1_000 - times.cpu
    },
    contaminated: (waited, duration) => waited > duration * bearable,
    asleep: (duration, cpu, waited) => Math.max(0, duration - cpu - waited),
    lost: (waited) => waited,
  }
}

const portable: Reader = {
  read(into) {
    into.waited = resourceUsage().involuntaryContextSwitches
    const { user, system } = processCpu()
    into.cpu = ownCpu()
    into.helpers = (user + system) * 1_000 - into.cpu
  },
  contaminated: (waited) => waited > 0,
  // How long a thread waited that was switched away is not known here.
  asleep: (duration, cpu, waited) => (waited > 0 ? Number.NaN : Math.max(0, duration - cpu)),
  lost: (waited) => (waited > 0 ? Number.NaN : 0),
}

/** How often the process's threads were switched away, `NaN` where that is not counted, and CPU time of this one, ns. */
export type Switches = { count: number; cpu: number }

/** Writes them into `into`. Windows counts none. */
export function switches(into: Switches): void {
  into.count = process.platform === 'win32' ? Number.NaN : resourceUsage().involuntaryContextSwitches
  into.cpu = ownCpu()
}

function ownCpu(): number {
  const own = threadCpu?.()
  return own ? (own.user + own.system) * 1_000 : Number.NaN
}

/**
 * Whether CPU time is known batch by batch: it moves by no more than the clock while a thread does nothing but
 * look. Windows and some sandboxes count in ticks of up to 16 ms.
 */
export function isFine(reader: Reader, clock = now): boolean {
  const before: Reading = { waited: 0, cpu: 0, helpers: 0 }
  const after: Reading = { waited: 0, cpu: 0, helpers: 0 }
  reader.read(before, 'before')
  const start = clock()
  while (elapsedBetween(start, clock()) < 200_000);
  const duration = elapsedBetween(start, clock())
  reader.read(after, 'after')
  const cpu = after.cpu - before.cpu
  return cpu > 0 && cpu < 2 * duration
}

/** What the kernel says of the measuring thread: ns that it ran, and that it waited for a CPU. */
type Times = { cpu: number; waited: number }

/** Opens it; each call reads it into the same object. Absent where there is none. */
export function openSchedstat(): (() => Times) | undefined {
  let descriptor: number
  try {
    descriptor = openSync('/proc/thread-self/schedstat', 'r')
  } catch {
    return undefined
  }
  const buffer = Buffer.alloc(96)
  const times: Times = { cpu: 0, waited: 0 }
  return () => {
    const text = buffer.toString('latin1', 0, readAgain(descriptor, buffer))
    const space = text.indexOf(' ')
    times.cpu = Number(text.slice(0, space))
    times.waited = Number(text.slice(space + 1, text.indexOf(' ', space + 1)))
    return times
  }
}

function readAgain(descriptor: number, buffer: Buffer): number {
  try {
    return readSync(descriptor, buffer, 0, 96, 0)
  } catch (thrown) {
    const message = `it closes files of the process that it has not opened: what the system says of the process cannot be read any more (${(thrown as Error).message})`
    throw new Failed({ reason: 'threw', message })
  }
}
