import { median } from '../stats/quantile.ts'
import { type Batch, inputsOf, Promised } from './batch.ts'
import { clockStep, elapsed, now } from './clock.ts'
import { isThenable, type Subject, usedMemory } from './subject.ts'
import { optimized } from './tier.ts'

/** What the warm-up found. Durations in ns. */
export type Warm = {
  /** Operations per batch. */
  readonly n: number
  readonly steady: boolean
  /** Of the last batches. */
  readonly perOperation: number
  readonly duration: number
  readonly clockStep: number
}

/** Batches in each of the two windows whose medians are compared. */
const window = 10
/** Two windows whose medians differ by less than this are level. */
const level = 0.03
/** A batch is at least this many steps of the clock long. */
const stepsPerBatch = 1_000
/** Inputs prepared for one batch may take this much memory, in bytes. */
const inputLimit = 64e6
const batchLimit = 2 ** 30
/** Calls whose results are looked at one by one, and the share of the warm-up that this may take. */
const lookedAt = { calls: 1_000, share: 0.02 }

/**
 * Runs batches until their times are level and the code is optimised, or for `cap` ns; then chooses the number
 * of operations in a batch from several warm timings, never from cold calls (a decision from cold calls is
 * bistable: MEASUREMENT.md section 1).
 */
export async function warmUp(subject: Subject, batch: Batch, target: number, cap: number): Promise<Warm> {
  const step = clockStep()
  const aim = Math.max(target, stepsPerBatch * step)
  const start = now()
  const spent = () => elapsed(start, now())

  if (!batch.asynchronous) lookForPromises(subject, cap * lookedAt.share)

  let n = 1
  let limit = batchLimit
  let perOperation: number[] = []
  let steady = false
  while (spent() < cap) {
    const before = usedMemory()
    const inputs = batch.prepare(n)
    if (subject.benchmark.spec.prepare && usedMemory() - before > inputLimit / 2) limit = n
    const duration = await batch.take(inputs, n)
    perOperation.push(duration / n)
    if (duration < aim / 2 && n < limit) {
      n = Math.min(limit, n * 2)
      perOperation = []
    } else if (
      perOperation.length >= 2 * window &&
      isLevel(perOperation) &&
      settled(subject, batch, spent() / cap)
    ) {
      steady = true
      break
    }
  }
  const recent = perOperation.slice(-5)
  while (recent.length === 0 || (recent.length < 5 && spent() < cap)) {
    recent.push((await batch.take(batch.prepare(n), n)) / n)
  }
  const typical = median(recent)
  n = Math.max(1, Math.min(limit, Math.round(aim / Math.max(typical, aim / batchLimit))))
  // A function so slow that two windows do not fit under the cap cannot be seen to be unsteady.
  const testable = perOperation.length >= 2 * window
  return { n, steady: steady || !testable, perOperation: typical, duration: spent(), clockStep: step }
}

/** Whoever returns a promise sometimes may do so in the middle of a batch, where nobody looks at the result. */
function lookForPromises(subject: Subject, cap: number): void {
  const { spec, params } = subject.benchmark
  const start = now()
  for (let call = 0; call < lookedAt.calls && elapsed(start, now()) < cap; call++) {
    const input = spec.prepare ? inputsOf(subject, 1)[0] : subject.state
    if (isThenable(spec.run(input, params))) throw new Promised()
  }
}

function isLevel(perOperation: readonly number[]): boolean {
  const later = median(perOperation.slice(-window))
  const earlier = median(perOperation.slice(-2 * window, -window))
  return Math.abs(Math.log(later / earlier)) < level
}

/** Optimised code is worth waiting for, but only for half of the time there is. */
function settled(subject: Subject, batch: Batch, share: number): boolean {
  return share > 0.5 || optimized(batch.loop, subject.benchmark.spec.run) !== false
}
