import { median } from '../stats/quantile.ts'
import { type Batch, batchOf, inputsOf, type Manner, Promised } from './batch.ts'
import { clockStep, elapsed, now } from './clock.ts'
import { isThenable, type Subject, usedMemory } from './subject.ts'
import { optimized } from './tier.ts'

/** What the warm-up found. Durations in ns. */
export type Warm = {
  /** What was warmed up. */
  readonly batch: Batch
  /** Operations per batch. */
  readonly n: number
  readonly steady: boolean
  /** Of the last batches. */
  readonly perOperation: number
  readonly duration: number
  readonly clockStep: number
  /** Calls of an asynchronous benchmark that returned no promise, before this batch was made. */
  readonly plainCalls: number
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
/**
 * Calls after which V8 has optimised a function if it ever will. One that is called so often in time is waited for;
 * others for half of the time.
 */
const enoughCalls = 15_000
/** ns of an operation that is called rather than inlined: a call is a thousandth of it. */
const longestInlined = 2_000
/** ns of a batch of the loop that is to be compiled as a whole. */
const shortBatch = 5_000
/** Calls whose results are looked at one by one, and the share of the warm-up that this may take. */
const lookedAt = { calls: 1_000, share: 0.02 }

/**
 * Runs batches until their times are level and the code is optimised, or for `cap` ns; then chooses the number
 * of operations in a batch from several warm timings, never from cold calls (a decision from cold calls is
 * bistable: MEASUREMENT.md section 1).
 *
 * The function is first called as a function of its own. One that turns out to be short then goes on inside the
 * loop.
 */
export async function warmUp(subject: Subject, target: number, cap: number): Promise<Warm> {
  const step = clockStep()
  const aim = Math.max(target, stepsPerBatch * step)
  const start = now()
  const spent = () => elapsed(start, now())

  if (!subject.asynchronous && subject.firstCall < cap) lookForPromises(subject, cap * lookedAt.share)

  let manner: Manner = 'called'
  let batch = batchOf(subject, manner)
  let plainCalls = 0
  // Fewer operations than are to be in flight would be another benchmark.
  const least = batch.asynchronous ? (subject.benchmark.spec.concurrency ?? 1) : 1
  let n = least
  let limit = batchLimit
  let perOperation: number[] = []
  let calls = 0
  let wasOptimized = true
  let steady = false
  const inline = async (until: number) => {
    plainCalls += batch.plainCalls()
    manner = 'inlined'
    batch = batchOf(subject, manner)
    // Code that is entered often is compiled as a whole, not from the middle of a batch.
    const few = Math.min(limit, Math.max(least, Math.round(shortBatch / Math.max(recentOf(perOperation), 1))))
    while (optimized(batch.hot) === false && spent() < until) await batch.take(batch.prepare(few), few)
    perOperation = []
  }
  const isShort = () => perOperation.length > 0 && recentOf(perOperation) < longestInlined
  while (spent() < cap) {
    const before = usedMemory()
    const inputs = batch.prepare(n)
    if (subject.benchmark.spec.prepare && usedMemory() - before > inputLimit / 2) limit = n
    const duration = await batch.take(inputs, n)
    // What was timed before is not level with what is timed from now on.
    const isOptimized = optimized(batch.hot) !== false
    if (isOptimized && !wasOptimized) perOperation = []
    wasOptimized = isOptimized
    perOperation.push(duration / n)
    const level = perOperation.length >= 2 * window && isLevel(perOperation)
    calls += n
    const soon = calls < enoughCalls && spent() / calls < cap / enoughCalls
    const late = spent() > cap / 2 && !soon
    if (duration < aim / 2 && n < limit) {
      n = Math.min(limit, n * 2)
      perOperation = []
    } else if (manner === 'called' && isShort() && (late || (level && isOptimized))) {
      await inline(cap * 0.75)
    } else if (level && (late || isOptimized)) {
      steady = true
      break
    }
  }
  // Which of the two it is must not depend on how far the warm-up came.
  if (manner === 'called' && isShort()) await inline(0)
  const recent = perOperation.slice(-5)
  while (recent.length === 0 || (recent.length < 5 && spent() < cap)) {
    recent.push((await batch.take(batch.prepare(n), n)) / n)
  }
  const typical = median(recent)
  n = Math.max(least, Math.min(limit, Math.round(aim / Math.max(typical, aim / batchLimit))))
  // A function so slow that two windows do not fit under the cap cannot be seen to be unsteady.
  const testable = perOperation.length >= 2 * window
  return {
    batch,
    n,
    steady: steady || !testable,
    perOperation: typical,
    duration: spent(),
    clockStep: step,
    plainCalls,
  }
}

function recentOf(perOperation: readonly number[]): number {
  return median(perOperation.slice(-5))
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
