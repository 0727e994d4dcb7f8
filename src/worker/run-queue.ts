import { openSync, readSync } from 'node:fs'

/** Share of a batch that its thread may wait without harm: 1 µs of 0.5 ms. */
const bearable = 0.002

/** What the scheduler says of the measuring thread at one moment. */
export type Reading = {
  /** Grows whenever the thread had to wait for a CPU: ns on Linux, involuntary switches elsewhere. */
  waited: number
  /** CPU time of the thread in ns; on Linux it moves in steps of 0.1–3 ms. `NaN` where it cannot be read. */
  cpu: number
}

export type RunQueue = {
  /** Writes the present state into `into`: reading allocates as little as it can. */
  readonly read: (into: Reading) => void
  /** Whether a thread that waited so much during a batch of so many ns did not have the CPU to itself. */
  readonly contaminated: (waited: number, duration: number) => boolean
}

/**
 * Opens `/proc/thread-self/schedstat` (time on the CPU, time waiting for one, both in ns), keeps it open and
 * reads it again and again, about 3 µs each. Elsewhere `getrusage` stands in.
 */
export function openRunQueue(): RunQueue {
  const descriptor = openSchedstat()
  if (descriptor === undefined) return portable
  const buffer = Buffer.alloc(96)
  return {
    read(into) {
      const text = buffer.toString('latin1', 0, readSync(descriptor, buffer, 0, 96, 0))
      const space = text.indexOf(' ')
      into.cpu = Number(text.slice(0, space))
      into.waited = Number(text.slice(space + 1, text.indexOf(' ', space + 1)))
    },
    contaminated: (waited, duration) => waited > duration * bearable,
  }
}

const portable: RunQueue = {
  read(into) {
    into.waited = process.resourceUsage().involuntaryContextSwitches
    const usage = process.threadCpuUsage?.()
    into.cpu = usage ? (usage.user + usage.system) * 1_000 : Number.NaN
  },
  contaminated: (switches) => switches > 0,
}

function openSchedstat(): number | undefined {
  try {
    return openSync('/proc/thread-self/schedstat', 'r')
  } catch {
    return undefined
  }
}
