import { clockStep, elapsedBetween, now } from '../engine/clock.ts'
import { engine } from '../engine/engine.ts'
import { hasThen } from '../engine/thenable.ts'
import { type Subject, usedMemory } from '../load/subject.ts'
import {
  type Batch,
  batchOf,
  type CallMode,
  doubledInputs,
  inputsOf,
  leastOperations,
  Promised,
} from './batch.ts'
import { type OwnTime, openOwnTime, patience } from './own-time.ts'
import { addBatch, recentOf, type SeriesTerms, startSeries, type WarmUpSeries } from './warm-up-series.ts'

/** What the warm-up found. Durations in ns. */
export type WarmedUp = {
  /** What was warmed up. */
  readonly batch: Batch
  /** Operations per batch. */
  readonly n: number
  readonly steady: boolean
  /** Of the last batches. */
  readonly perOperation: number
  /** What it took: by the clock, and of the thread's own time. */
  readonly duration: number
  readonly own: number
  readonly clockStep: number
  /** Calls of an asynchronous benchmark that returned no promise, before this batch was made. */
  readonly plainCalls: number
}

/** Time of a fork, and of a batch, ns; and when the fork is to be over. */
export type WarmUpTerms = { readonly budget: number; readonly batch: number; readonly last: bigint }

/** A batch is at least this many steps of the clock long. */
const stepsPerBatch = 1_000
const batchLimit = 2 ** 30
/**
 * ns of own time that warm-up may take, however short the fork: the optimiser's way does not depend on it. Or so many batches,
 * where somebody asks for batches that are much shorter than usual.
 */
const leastCap = { time: 50e6, batches: 330 }
/** ns of an operation that is called rather than inlined: a call is a few thousandths of it. */
const longestInlined = 500
/** ns of a batch of the loop that is to be compiled as a whole. */
const shortBatch = 5_000
/** Calls whose results are looked at one by one, and the share of the warm-up that this may take. */
const lookedAt = { calls: 1_000, share: 0.02 }

/** A series of batches of one function. */
type Lane = { readonly subject: Subject; readonly batch: Batch; readonly series: WarmUpSeries }

/** When the fork is to be over, of which it leaves at least half to measuring, and the clock by which it is limited. */
export type ForkLimits = { readonly last: bigint; readonly ownTime?: OwnTime }

/**
 * Runs batches until their times are level and the code is optimised, or for `cap` ns (50 ms as a rule, if that is longer);
 * then chooses the number of operations in a batch from several warm timings, never from cold calls (a decision
 * from cold calls is bistable: MEASUREMENT.md section 1).
 *
 * What counts is the thread's own time. By the clock, a thread that gets a tenth of a CPU would be measured before
 * its code is optimised.
 *
 * The function is first called as a function of its own. One that turns out to be short then goes on inside the
 * loop.
 */
export async function warmUp(
  subject: Subject,
  target: number,
  cap: number,
  limits: ForkLimits,
): Promise<WarmedUp> {
  const [warm] = await warmUpTogether([subject], target, cap, limits)
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
  { last, ownTime = openOwnTime() }: ForkLimits,
): Promise<WarmedUp[]> {
  const step = clockStep()
  const aim = Math.max(target, stepsPerBatch * step)
  const half = Math.max(cap, Math.min(leastCap.time, leastCap.batches * target)) / 2
  const start = now()
  const end = start + (last - start) / 2n
  const ownStart = ownTime()
  const go = (lane: Lane) => {
    return reachSteadyState(lane, ownTime, {
      aim,
      cap: half,
      most: Math.min(patience * half, elapsedBetween(now(), end)),
    })
  }

  const called: Lane[] = []
  for (const subject of subjects) {
    if (!subject.asynchronous && subject.firstCall < 2 * half) lookForPromises(subject, half * lookedAt.share)
    const lane = laneOf(subject, 'called', leastOperations(subject), batchLimit)
    called.push(lane)
    await go(lane)
  }
  const short = typicalOf(called) < longestInlined
  const lanes = short ? [] : called
  for (const lane of called) {
    const { subject, series } = lane
    if (short) {
      const inlined = laneOf(subject, 'inlined', series.n, series.limit)
      lanes.push(inlined)
      await compileLoop(inlined, recentOf(series), ownTime, half / 2)
      await go(inlined)
    } else if (!series.steady) {
      await go(lane)
    }
  }

  let n = Math.round(aim / Math.max(typicalOf(lanes), aim / batchLimit))
  for (const { series } of lanes) n = Math.min(n, series.limit)
  for (const subject of subjects) n = Math.max(n, leastOperations(subject))
  const took = { duration: elapsedBetween(start, now()), own: ownTime() - ownStart }
  // Loops and no methods of arrays: the benchmark file may have changed those.
  const warm: WarmedUp[] = []
  for (let place = 0; place < lanes.length; place++) {
    const { batch, series } = lanes[place]!
    const plainCalls = short ? called[place]!.batch.plainCalls() : 0
    const { steady } = series
    warm[place] = { batch, n, steady, perOperation: recentOf(series), ...took, clockStep: step, plainCalls }
  }
  return warm
}

/** What a fork of `budget` ns has left after its warm-up; half of it in any case. */
export function timeLeft(budget: number, { own }: Pick<WarmedUp, 'own'>): number {
  return Math.max(budget - own, budget / 2)
}

/**
 * Takes batches for what the warm-up has left of a fork of `budget` ns, by the clock: so many operations, in so many ns. What is
 * looked into here needs no number of samples, and must not take ten times as long on a busy machine.
 */
export async function takeRest(
  warm: WarmedUp,
  budget: number,
): Promise<{ operations: number; time: number }> {
  const { batch, n } = warm
  const start = now()
  let operations = 0
  do {
    await batch.take(batch.prepare(n), n)
    operations += n
  } while (elapsedBetween(start, now()) < timeLeft(budget, warm))
  return { operations, time: elapsedBetween(start, now()) }
}

function laneOf(subject: Subject, manner: CallMode, n: number, limit: number): Lane {
  return { subject, batch: batchOf(subject, manner), series: startSeries(n, limit) }
}

/** Runs batches until they are level and optimised, or until time is up. */
async function reachSteadyState(
  { subject, batch, series }: Lane,
  ownTime: OwnTime,
  terms: SeriesTerms,
): Promise<void> {
  const start = now()
  const ownStart = ownTime()
  series.since = 0
  series.awaited = true
  for (let goesOn = true; goesOn; ) {
    const memory = usedMemory()
    const inputs = batch.prepare(series.n)
    if (subject.benchmark.spec.prepare && usedMemory() - memory > doubledInputs) series.limit = series.n
    const before = ownTime()
    const taken = await batch.take(inputs, series.n)
    const after = ownTime()
    const heard = {
      // The second one has reading the clocks in it, and may be nothing where that was interrupted.
      duration: Math.max(1, Math.min(taken, after - before)),
      own: after - ownStart,
      wall: elapsedBetween(start, now()),
      optimized: engine.isOptimized(batch.hot) !== false,
    }
    goesOn = addBatch(series, heard, terms)
  }
}

/** Enters the loop often, for which V8 compiles it as a whole and not from the middle of a batch. */
async function compileLoop(
  { subject, batch, series }: Lane,
  perOperation: number,
  ownTime: OwnTime,
  cap: number,
) {
  const wanted = Math.round(shortBatch / Math.max(perOperation, 1))
  const few = Math.min(series.limit, Math.max(leastOperations(subject), wanted))
  const start = now()
  const ownStart = ownTime()
  while (
    engine.isOptimized(batch.hot) === false &&
    ownTime() - ownStart < cap &&
    elapsedBetween(start, now()) < cap * patience
  ) {
    await batch.take(batch.prepare(few), few)
  }
}

/** Rough time of one operation of any of them, in ns: the geometric mean. */
function typicalOf(lanes: readonly Lane[]): number {
  let sum = 0
  for (const { series } of lanes) sum += Math.log(recentOf(series))
  return Math.exp(sum / lanes.length)
}

/** Whoever returns a promise sometimes may do so in the middle of a batch, where nobody looks at the result. */
function lookForPromises(subject: Subject, cap: number): void {
  const { spec, params } = subject.benchmark
  const start = now()
  for (let call = 0; call < lookedAt.calls && elapsedBetween(start, now()) < cap; call++) {
    const input = spec.prepare ? inputsOf(subject, 1)[0] : subject.state
    if (hasThen(spec.run(input, params))) throw new Promised()
  }
}
