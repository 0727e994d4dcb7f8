import { Bench } from 'tinybench'
import { median } from '../../stats/quantile.ts'
import { engine } from '../engine/engine.ts'
import type { Batch } from './batch.ts'
import { type OwnTime, openBudget, openOwnTime } from './own-time.ts'
import { openRunQueue, type Reading, type RunQueue } from './run-queue.ts'

/** What one batch cost; ns per operation. */
export type Sample = {
  readonly perOperation: number
  readonly contaminated: boolean
  /** CPU time of the measuring thread; `NaN` where it cannot be read. */
  readonly cpu: number
  /** Time in which the thread neither ran nor waited for a CPU; `NaN` if unknown. */
  readonly asleep: number
  /** Time in which the thread waited for a CPU; `NaN` if unknown. */
  readonly waited: number
}

/** Samples in the order taken, and what was seen beside them. */
export type Taken = {
  readonly samples: readonly Sample[]
  /** Whether CPU time is known batch by batch, and not only over many. */
  readonly fineCpu: boolean
  /** CPU time of the process's other threads while samples were taken, ns per operation; `NaN` where unknown. */
  readonly helperCpu: number
  /** How often the optimised code was thrown away; absent if V8 does not say. */
  readonly deoptimizations: number | undefined
}

/** The median ns per operation. A loop and no method of arrays: the benchmark file may have changed those. */
export function typicalOf(samples: readonly Pick<Sample, 'perOperation'>[]): number {
  const times = new Float64Array(samples.length)
  for (let index = 0; index < times.length; index++) times[index] = samples[index]!.perOperation
  return median([...times])
}

const realNow = performance.now.bind(performance)

/** What the batches of one function cost. */
type Meter = {
  readonly samples: Sample[]
  /** Call them just before a batch runs and just after it, with its ns. */
  readonly begin: () => void
  readonly end: (duration: number) => void
  readonly taken: () => Taken
}

/** Reads what the system says of this process around batches of n operations. */
export function meterOf({ hot, isTimed }: Batch, n: number, runQueue: RunQueue): Meter {
  const samples: Sample[] = []
  const before: Reading = { waited: 0, cpu: 0, helpers: 0 }
  const after: Reading = { waited: 0, cpu: 0, helpers: 0 }
  runQueue.read(before, 'before')
  const helpersBefore = before.helpers
  let wasOptimized = engine.isOptimized(hot)
  let deoptimizations = 0
  return {
    samples,
    begin: () => runQueue.read(before, 'before'),
    end(duration) {
      runQueue.read(after, 'after')
      const waited = after.waited - before.waited
      const cpu = after.cpu - before.cpu
      samples.push({
        perOperation: duration / n,
        contaminated: runQueue.contaminated(waited, duration),
        // What it does outside its own clock is in the thread's.
        cpu: isTimed ? Number.NaN : cpu / n,
        asleep: isTimed ? Number.NaN : runQueue.asleep(duration, cpu, waited) / n,
        // It may have waited outside of its own clock.
        waited: isTimed ? Number.NaN : runQueue.lost(waited) / n,
      })
      const optimizedNow = engine.isOptimized(hot)
      if (wasOptimized && !optimizedNow) deoptimizations++
      wasOptimized = optimizedNow
    },
    taken: () => ({
      samples,
      // Of what times itself there is none at all.
      fineCpu: runQueue.fine && !isTimed,
      // The last batch's reading is the last one of all.
      helperCpu: Math.max(0, after.helpers - helpersBefore) / (n * samples.length),
      deoptimizations: wasOptimized === undefined ? undefined : deoptimizations,
    }),
  }
}

/** What tells of the measuring thread. Opening it takes files: once in a fork, and not in every turn. */
export type Watch = { readonly runQueue: RunQueue; readonly ownTime: OwnTime }

export function openWatch(): Watch {
  return { runQueue: openRunQueue(), ownTime: openOwnTime() }
}

/**
 * Takes batches of n operations under tinybench's loop until the budget, in ns of own time, is spent and there are enough of
 * them; at `last`, if it is given, the fewest have to do.
 */
export async function takeSamples(
  batch: Batch,
  n: number,
  budget: number,
  minimum: number,
  last: bigint | undefined,
  { runQueue, ownTime }: Watch = openWatch(),
): Promise<Taken> {
  const meter = meterOf(batch, n, runQueue)
  const leftOf = openBudget(budget, ownTime, last)
  let left = budget
  const keep = (duration: number) => {
    meter.end(duration)
    const before = left
    left = leftOf()
    // The cost of an iteration includes preparing its inputs, so that the budget covers all of it.
    return { overriddenDuration: duration / n / 1e6, overriddenIterationCost: (before - left) / 1e6 }
  }
  const bench = new Bench({
    time: budget / 1e6,
    iterations: minimum,
    warmup: false,
    retainSamples: true,
    throws: true,
    now: realNow,
  })
  if (batch.asynchronous) {
    const task = async () => {
      const inputs = batch.prepare(n)
      meter.begin()
      return keep(await batch.take(inputs, n))
    }
    await bench.add('batch', task, { async: true }).run()
  } else {
    const task = () => {
      const inputs = batch.prepare(n)
      meter.begin()
      return keep(batch.take(inputs, n))
    }
    bench.add('batch', task, { async: false }).runSync()
  }
  return meter.taken()
}
