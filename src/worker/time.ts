import { Bench } from 'tinybench'
import type { Timing } from '../model/outcome.ts'
import { median, quantile } from '../stats/quantile.ts'
import { sorted } from '../stats/sample.ts'
import { type Batch, batchOf } from './batch.ts'
import { openRunQueue, type Reading } from './run-queue.ts'
import type { Subject } from './subject.ts'
import { type Warm, warmUp } from './warm-up.ts'

/** How to sample; durations in ns. */
export type Sampling = {
  /** Time for warm-up and sampling together. */
  readonly budget: number
  readonly batch: number
  readonly minimumSamples: number
  readonly minimumCleanShare: number
}

/** What one batch cost. */
type Sample = { readonly perOperation: number; readonly contaminated: boolean; readonly cpu: number }

const realNow = performance.now.bind(performance)

/** What the sampling of one fork gave. */
export type Samples = { readonly subject: Subject; readonly warm: Warm; readonly taken: readonly Sample[] }

/** Times one benchmark in this process: warm-up, calibration, samples. */
export async function time(
  subject: Subject,
  sampling: Sampling,
  say: (phase: 'warming' | 'sampling') => void,
): Promise<Samples> {
  const batch = batchOf(subject)
  say('warming')
  const warm = await warmUp(subject, batch, sampling.batch, sampling.budget / 2)
  say('sampling')
  const left = Math.max(sampling.budget - warm.duration, 0)
  return { subject, warm, taken: await sample(batch, warm.n, left, sampling.minimumSamples) }
}

/** The fork's one value, and what stands beside it. */
export function summarize(
  { subject, warm, taken }: Samples,
  { minimumCleanShare }: Sampling,
): Omit<Timing, 'changedBuiltins'> {
  const clean = taken.filter((one) => !one.contaminated)
  const cleanOnly = clean.length >= Math.max(1, taken.length * minimumCleanShare)
  const values = sorted((cleanOnly ? clean : taken).map((one) => one.perOperation))
  const cpu = mean(taken.map((one) => one.cpu))
  return {
    value: quantile(values, 0.5),
    q25: quantile(values, 0.25),
    mean: mean(values),
    p95: quantile(values, 0.95),
    p99: quantile(values, 0.99),
    max: values[values.length - 1]!,
    samples: taken.length,
    clean: clean.length,
    cleanOnly,
    batch: warm.n,
    ...(Number.isNaN(cpu) ? {} : { cpu }),
    asynchronous: subject.asynchronous,
    mixed: false,
    returned: subject.result === undefined ? 'nothing' : 'value',
    series: stretches(taken.map((one) => one.perOperation)),
    steady: warm.steady,
    warmup: warm.duration,
    clockStep: warm.clockStep,
  }
}

/** Takes batches under tinybench's loop until the budget is spent and there are enough of them. */
async function sample(batch: Batch, n: number, budget: number, minimum: number): Promise<Sample[]> {
  const samples: Sample[] = []
  const runQueue = openRunQueue()
  const before: Reading = { waited: 0, cpu: 0 }
  const after: Reading = { waited: 0, cpu: 0 }
  const keep = (start: number, duration: number) => {
    runQueue.read(after)
    samples.push({
      perOperation: duration / n,
      contaminated: runQueue.contaminated(after.waited - before.waited, duration),
      cpu: (after.cpu - before.cpu) / n,
    })
    // The cost of an iteration includes preparing its inputs, so that the budget covers all of it.
    return { overriddenDuration: duration / n / 1e6, overriddenIterationCost: realNow() - start }
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
      const start = realNow()
      const inputs = batch.prepare(n)
      runQueue.read(before)
      return keep(start, await batch.take(inputs, n))
    }
    await bench.add('batch', task, { async: true }).run()
  } else {
    const task = () => {
      const start = realNow()
      const inputs = batch.prepare(n)
      runQueue.read(before)
      return keep(start, batch.take(inputs, n))
    }
    bench.add('batch', task, { async: false }).runSync()
  }
  return samples
}

/** Medians of at most 32 equal stretches of a series, in order. */
function stretches(values: readonly number[]): number[] {
  const parts = Math.min(32, values.length)
  return Array.from({ length: parts }, (_, part) =>
    median(
      values.slice(
        Math.floor((part * values.length) / parts),
        Math.floor(((part + 1) * values.length) / parts),
      ),
    ),
  )
}

function mean(values: readonly number[]): number {
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}
