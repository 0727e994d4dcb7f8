import { median } from '../stats/quantile.ts'
import { type Batch, batchOf, inputsOf, type Manner, Promised } from './batch.ts'
import { clockStep, elapsed, now } from './clock.ts'
import { concurrencyOf, isThenable, type Subject, usedMemory } from './subject.ts'
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
/** ns that warm-up may take, however short the fork: the optimiser's way does not depend on it. */
const leastCap = 50e6
/**
 * Calls after which V8 has optimised a function if it ever will: one with a loop of its own may be entered on the
 * way (on-stack replacement) some 20,000 times before it is compiled as a whole. That is waited for unless it takes
 * longer than so many ns.
 */
const enoughCalls = { calls: 30_000, time: 200e6 }
/** ns of an operation that is called rather than inlined: a call is a few thousandths of it. */
const longestInlined = 500
/** ns of a batch of the loop that is to be compiled as a whole. */
const shortBatch = 5_000
/** Calls whose results are looked at one by one, and the share of the warm-up that this may take. */
const lookedAt = { calls: 1_000, share: 0.02 }

/** A series of batches and what they have shown. */
type Course = {
  readonly subject: Subject
  readonly batch: Batch
  /** Operations per batch, and as many as inputs may be prepared for. */
  n: number
  limit: number
  /** ns, of the batches since they are long enough and, where V8 tells, optimised. */
  perOperation: number[]
  calls: number
  /** ns in batches. */
  spent: number
  optimized: boolean
  steady: boolean
}

/**
 * Runs batches until their times are level and the code is optimised, or for `cap` ns (50 ms if that is longer);
 * then chooses the number of operations in a batch from several warm timings, never from cold calls (a decision
 * from cold calls is bistable: MEASUREMENT.md section 1).
 *
 * The function is first called as a function of its own. One that turns out to be short then goes on inside the
 * loop.
 */
export async function warmUp(subject: Subject, target: number, cap: number): Promise<Warm> {
  const [warm] = await warmUpTogether([subject], target, cap)
  return warm!
}

/**
 * Warms up functions that are to be compared, one after the other, each for `cap`: all of them are reached in the
 * same manner and get batches of the same number of operations, so that nothing but the functions differs.
 */
export async function warmUpTogether(
  subjects: readonly Subject[],
  target: number,
  cap: number,
): Promise<Warm[]> {
  const step = clockStep()
  const aim = Math.max(target, stepsPerBatch * step)
  const half = Math.max(cap, leastCap) / 2
  const start = now()

  const called: Course[] = []
  for (const subject of subjects) {
    if (!subject.asynchronous && subject.firstCall < 2 * half) lookForPromises(subject, half * lookedAt.share)
    const course = courseOf(subject, 'called', leastOf(subject), batchLimit)
    called.push(course)
    await settle(course, aim, half)
  }
  const short = typicalOf(called) < longestInlined
  const courses = short ? [] : called
  for (const course of called) {
    if (short) {
      const inlined = courseOf(course.subject, 'inlined', course.n, course.limit)
      courses.push(inlined)
      await compileLoop(inlined, recentOf(course), half / 2)
      await settle(inlined, aim, half)
    } else if (!course.steady) {
      await settle(course, aim, half)
    }
  }

  let n = Math.round(aim / Math.max(typicalOf(courses), aim / batchLimit))
  for (const { limit } of courses) n = Math.min(n, limit)
  for (const subject of subjects) n = Math.max(n, leastOf(subject))
  const duration = elapsed(start, now())
  // Loops and no methods of arrays: the benchmark file may have changed those.
  const warm: Warm[] = []
  for (let place = 0; place < courses.length; place++) {
    const { batch, steady } = courses[place]!
    const perOperation = recentOf(courses[place]!)
    const plainCalls = short ? called[place]!.batch.plainCalls() : 0
    warm[place] = { batch, n, steady, perOperation, duration, clockStep: step, plainCalls }
  }
  return warm
}

/** What a fork of `budget` ns has left after its warm-up; half of it in any case. */
export function timeLeft(budget: number, { duration }: Pick<Warm, 'duration'>): number {
  return Math.max(budget - duration, budget / 2)
}

/** Takes batches for what the warm-up has left of a fork of `budget` ns: so many operations, in so many ns. */
export async function takeRest(warm: Warm, budget: number): Promise<{ operations: number; time: number }> {
  const { batch, n } = warm
  const start = now()
  let operations = 0
  do {
    await batch.take(batch.prepare(n), n)
    operations += n
  } while (elapsed(start, now()) < timeLeft(budget, warm))
  return { operations, time: elapsed(start, now()) }
}

function courseOf(subject: Subject, manner: Manner, n: number, limit: number): Course {
  const start = { perOperation: [], calls: 0, spent: 0, optimized: true, steady: false }
  return { subject, batch: batchOf(subject, manner), n, limit, ...start }
}

/** Operations of a batch at the least: fewer than are to be in flight would be another benchmark. */
function leastOf({ asynchronous, benchmark }: Subject): number {
  return asynchronous ? concurrencyOf(benchmark) : 1
}

/** Runs batches until they are level and optimised, or for `cap` ns. */
async function settle(course: Course, aim: number, cap: number): Promise<void> {
  const { subject, batch } = course
  const start = now()
  let from = start
  do {
    const before = usedMemory()
    const inputs = batch.prepare(course.n)
    if (subject.benchmark.spec.prepare && usedMemory() - before > inputLimit / 2) course.limit = course.n
    const duration = await batch.take(inputs, course.n)
    // What was timed before is not level with what is timed from now on.
    const isOptimized = optimized(batch.hot) !== false
    if (isOptimized && !course.optimized) {
      course.perOperation = []
      // Once: code that is thrown away again and again is not waited for.
      if (from === start) from = now()
    }
    course.optimized = isOptimized
    course.perOperation.push(duration / course.n)
    course.calls += course.n
    course.spent += duration
    if (duration < aim / 2 && course.n < course.limit) {
      course.n = Math.min(course.limit, course.n * 2)
      course.perOperation = []
    } else if (isOptimized && isTestable(course) && isLevel(course)) {
      course.steady = true
      return
    }
  } while (mayGoOn(course, elapsed(from, now()), cap))
  // A function so slow that two windows do not fit under the cap cannot be seen to be unsteady.
  course.steady = !isTestable(course) || isLevel(course)
}

function mayGoOn({ optimized, calls, spent, perOperation }: Course, duration: number, cap: number): boolean {
  const isAwaited =
    !optimized && calls < enoughCalls.calls && (spent / calls) * enoughCalls.calls < enoughCalls.time
  return duration < cap || isAwaited || perOperation.length === 0
}

/** Enters the loop often, for which V8 compiles it as a whole and not from the middle of a batch. */
async function compileLoop({ subject, batch, limit }: Course, perOperation: number, cap: number) {
  const wanted = Math.round(shortBatch / Math.max(perOperation, 1))
  const few = Math.min(limit, Math.max(leastOf(subject), wanted))
  const start = now()
  while (optimized(batch.hot) === false && elapsed(start, now()) < cap) {
    await batch.take(batch.prepare(few), few)
  }
}

/** Rough time of one operation of any of them, in ns: the geometric mean. */
function typicalOf(courses: readonly Course[]): number {
  let sum = 0
  for (const course of courses) sum += Math.log(recentOf(course))
  return Math.exp(sum / courses.length)
}

/** Rough time of one operation as it is now, in ns. */
function recentOf({ perOperation }: Course): number {
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

function isTestable({ perOperation }: Course): boolean {
  return perOperation.length >= 2 * window
}

function isLevel({ perOperation }: Course): boolean {
  const later = median(perOperation.slice(-window))
  const earlier = median(perOperation.slice(-2 * window, -window))
  return Math.abs(Math.log(later / earlier)) < level
}
