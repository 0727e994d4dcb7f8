import { Bench } from 'tinybench'
import { median } from '../stats/quantile.ts'
import type { Batch } from './batch.ts'
import { elapsed, now } from './clock.ts'
import { openRunQueue, type Reading, type RunQueue } from './run-queue.ts'
import { optimized } from './tier.ts'

/** What one batch cost; ns per operation. */
export type Sample = {
  readonly perOperation: number
  readonly contaminated: boolean
  /** CPU time of the measuring thread; `NaN` where it cannot be read. */
  readonly cpu: number
  /** Time in which the thread neither ran nor waited for a CPU; `NaN` where that cannot be told. */
  readonly asleep: number
  /** Time in which the thread waited for a CPU; `NaN` where that cannot be told. */
  readonly waited: number
}

/** Samples in the order taken, and what was seen beside them. */
export type Taken = {
  readonly samples: readonly Sample[]
  /** Whether CPU time can be told batch by batch, and not only over many. */
  readonly fineCpu: boolean
  /** CPU time of the process's other threads while samples were taken, ns per operation; `NaN` where unknown. */
  readonly helperCpu: number
  /** How often the optimised code was thrown away; absent where V8 does not tell. */
  readonly deoptimizations: number | undefined
}

/** The median ns per operation. A loop and no method of arrays: the benchmark file may have changed those. */
export function typicalOf(samples: readonly Pick<Sample, 'perOperation'>[]): number {
  const times = new Float64Array(samples.length)
  for (let index = 0; index < times.length; index++) times[index] = samples[index]!.perOperation
  return median([...times])
}

/** A budget may take so many times as long by the clock as it would on a machine with a CPU to spare. */
const patience = 4

const realNow = performance.now.bind(performance)

/** What the batches of one function cost. */
type Meter = {
  readonly samples: Sample[]
  /** Call them just before a batch runs and just after it, with its ns. */
  readonly begin: () => void
  readonly end: (duration: number) => void
  /**
   * What of a budget has been spent: ns since the beginning, less what was spent waiting for a CPU. By the clock that
   * may be so many times as long, and no longer.
   */
  readonly spent: () => number
  readonly taken: () => Taken
}

/** Reads what the system says of this process around batches of n operations. */
export function meterOf({ hot }: Batch, n: number, runQueue: RunQueue): Meter {
  const samples: Sample[] = []
  const before: Reading = { waited: 0, cpu: 0, helpers: 0 }
  const after: Reading = { waited: 0, cpu: 0, helpers: 0 }
  runQueue.read(before, 'before')
  const helpersBefore = before.helpers
  const waitedBefore = before.waited
  const start = now()
  let wasOptimized = optimized(hot)
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
        cpu: cpu / n,
        asleep: runQueue.asleep(duration, cpu, waited) / n,
        waited: runQueue.lost(waited) / n,
      })
      const isOptimized = optimized(hot)
      if (wasOptimized && !isOptimized) deoptimizations++
      wasOptimized = isOptimized
    },
    spent() {
      const wall = elapsed(start, now())
      const lost = runQueue.lost(after.waited - waitedBefore)
      return lost > 0 ? Math.max(wall - lost, wall / patience) : wall
    },
    taken: () => ({
      samples,
      fineCpu: runQueue.fine,
      // The last batch's reading is the last one of all.
      helperCpu: Math.max(0, after.helpers - helpersBefore) / (n * samples.length),
      deoptimizations: wasOptimized === undefined ? undefined : deoptimizations,
    }),
  }
}

/** Takes batches of n operations under tinybench's loop until the budget in ns is spent and there are enough of them. */
export async function takeSamples(
  batch: Batch,
  n: number,
  budget: number,
  minimum: number,
  runQueue: RunQueue = openRunQueue(),
): Promise<Taken> {
  const meter = meterOf(batch, n, runQueue)
  let spent = 0
  const keep = (duration: number) => {
    meter.end(duration)
    const before = spent
    spent = meter.spent()
    // The cost of an iteration includes preparing its inputs, so that the budget covers all of it.
    return { overriddenDuration: duration / n / 1e6, overriddenIterationCost: (spent - before) / 1e6 }
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
