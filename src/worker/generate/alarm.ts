import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

/**
 * Wakes this thread at a time, within 0.1 ms, and lets it sleep until then. Timers of Node are up to 1 ms late, and a thread that
 * looks at the clock all the time uses up what the scheduler has for it: beside busy neighbours it is then made to wait for
 * milliseconds when something is due.
 */
export type Alarm = {
  /** @param time on the clock of `readClock`; one call at a time */
  readonly wakeAt: (time: number, wake: () => void) => void
  readonly close: () => Promise<unknown>
}

type Shared = { readonly state: Int32Array; readonly time: Float64Array }
const [asleep, set, closed] = [0, 1, 2]

/** ns before it is due at which the other thread speaks: about as long as that takes to be heard. */
const early = 40e3

/** Resolves when the other thread listens: until then nothing would wake anybody. */
export async function openAlarm(): Promise<Alarm> {
  const state = new Int32Array(new SharedArrayBuffer(8))
  const time = new Float64Array(new SharedArrayBuffer(8))
  const workerData = { state, time, asleep, set, closed, early }
  const thread = new Worker(`(${keepTime})()`, { eval: true, workerData })
  await once(thread, 'message')
  let wake = () => {}
  thread.on('message', () => wake())
  const tell = (value: number) => {
    Atomics.store(state, 0, value)
    Atomics.notify(state, 0)
  }
  return {
    wakeAt(at, body) {
      wake = body
      time[0] = at
      tell(set!)
    },
    close() {
      tell(closed!)
      return thread.terminate()
    },
  }
}

/** What the other thread runs. It is made a text, and so refers to nothing around it. */
function keepTime(): void {
  const { parentPort, workerData } = process.getBuiltinModule('node:worker_threads')
  const { state, time, asleep, closed, early } = workerData as Shared & Record<string, number>
  parentPort!.postMessage(0)
  for (;;) {
    Atomics.wait(state, 0, asleep!)
    if (Atomics.load(state, 0) === closed) return
    const left = time[0]! - Number(process.hrtime.bigint()) - early!
    // Nobody wakes it at the second place.
    if (left > 0) Atomics.wait(state, 1, 0, left / 1e6)
    Atomics.compareExchange(state, 0, 1, asleep!)
    parentPort!.postMessage(0)
  }
}
