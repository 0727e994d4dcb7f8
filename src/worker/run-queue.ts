import { openSync, readSync } from 'node:fs'
import { elapsed, now } from './clock.ts'

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
  /** Writes the present state into `into`: reading allocates as little as it can. */
  readonly read: (into: Reading) => void
  /** Whether a thread that waited so much during a batch of so many ns did not have the CPU to itself. */
  readonly contaminated: (waited: number, duration: number) => boolean
  /**
   * Of a batch of so many ns: those in which the thread neither ran nor waited for a CPU, and so slept. `NaN`
   * where that cannot be told.
   */
  readonly asleep: (duration: number, cpu: number, waited: number) => number
  /** ns that a thread waited for a CPU; `NaN` where that cannot be told. */
  readonly lost: (waited: number) => number
}

export type RunQueue = Reader & {
  /** Whether CPU time can be told batch by batch, and not only over many. */
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
 */
export function openRunQueue(): RunQueue {
  const descriptor = openSchedstat()
  const reader = descriptor === undefined ? portable : schedstat(descriptor)
  return { ...reader, fine: isFine(reader) }
}

function schedstat(descriptor: number): Reader {
  const buffer = Buffer.alloc(96)
  return {
    read(into) {
      const { user, system } = processCpu()
      const text = buffer.toString('latin1', 0, readSync(descriptor, buffer, 0, 96, 0))
      const space = text.indexOf(' ')
      into.cpu = Number(text.slice(0, space))
      into.waited = Number(text.slice(space + 1, text.indexOf(' ', space + 1)))
      into.helpers = (user + system) * 1_000 - into.cpu
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
    const own = threadCpu?.()
    into.cpu = own ? (own.user + own.system) * 1_000 : Number.NaN
    into.helpers = (user + system) * 1_000 - into.cpu
  },
  contaminated: (waited) => waited > 0,
  // How long a thread waited that was switched away is not known here.
  asleep: (duration, cpu, waited) => (waited > 0 ? Number.NaN : Math.max(0, duration - cpu)),
  lost: (waited) => (waited > 0 ? Number.NaN : 0),
}

/**
 * Whether CPU time can be told batch by batch: it moves by no more than the clock while a thread does nothing but
 * look. Windows and some sandboxes count in ticks of up to 16 ms.
 */
export function isFine(reader: Reader): boolean {
  const before: Reading = { waited: 0, cpu: 0, helpers: 0 }
  const after: Reading = { waited: 0, cpu: 0, helpers: 0 }
  reader.read(before)
  const start = now()
  while (elapsed(start, now()) < 200_000);
  const duration = elapsed(start, now())
  reader.read(after)
  const cpu = after.cpu - before.cpu
  return cpu > 0 && cpu < 2 * duration
}

function openSchedstat(): number | undefined {
  try {
    return openSync('/proc/thread-self/schedstat', 'r')
  } catch {
    return undefined
  }
}
