import { type ErasedMeasure, listMeasures } from '../../api/measure.ts'
import type { OwnReading, OwnReadings } from '../../model/own-reading.ts'
import { elapsedBetween, now } from '../engine/clock.ts'
import { hasThen } from '../engine/thenable.ts'
import { describe, toFailure } from '../load/failure.ts'
import type { Subject } from '../load/subject.ts'
import { batchOf, leastOperations, sink } from './batch.ts'
import { countMethodCalls } from './method-calls.ts'

/**
 * Operations that metrics of one's own are read over: the same in every fork, so that what depends on how often a function
 * was called before is the same, too. A part of the fork's time is a bound for slow ones.
 */
const wanted = 100
const share = 0.1
/** ns that a fork has for it, however short it is: the first operations run code that nobody has compiled. */
const leastTime = 10e6

/**
 * Reads what a benchmark measures itself, before anything is timed: how many operations come before is the same on every
 * machine then. Calls of a method are read by {@link readLate}.
 *
 * @param budget time of the whole fork, ns
 */
export async function readEarly(subject: Subject, budget: number): Promise<OwnReadings | undefined> {
  return replacesMethods(subject) ? undefined : readOwnMetrics(subject, budget)
}

/**
 * Reads it once everything else has been measured, where methods are replaced for that: the engine never forgets that it has
 * seen another function there, and a call took twice as long ever after.
 */
export async function readLate(subject: Subject, budget: number): Promise<OwnReadings | undefined> {
  return replacesMethods(subject) ? readOwnMetrics(subject, budget) : undefined
}

function replacesMethods({ benchmark: { spec } }: Subject): boolean {
  return spec.measure !== undefined && listMeasures(spec.measure).some(({ calls }) => calls !== undefined)
}

/** Operations are read one by one, or as many as are in flight together. */
export async function readOwnMetrics(subject: Subject, budget: number): Promise<OwnReadings | undefined> {
  const { benchmark, firstCall } = subject
  if (benchmark.spec.measure === undefined || benchmark.timed) return undefined
  const meters: Meter[] = []
  for (const measure of listMeasures(benchmark.spec.measure)) meters.push(openMeter(measure, subject))
  const batch = batchOf(subject, 'called')
  const size = leastOperations(subject)
  // One of what takes longer than a fork has to do.
  const least = firstCall > budget ? 1 : 2
  const limit = Math.max(budget * share, leastTime)
  const start = now()
  let blocks = 0
  while (blocks * size < wanted && (blocks < least || elapsedBetween(start, now()) < limit)) {
    const inputs = batch.prepare(size)
    for (const meter of meters) meter.before()
    await batch.take(inputs, size)
    for (const meter of meters) meter.after(sink.last, size)
    blocks++
  }
  const isWhole = blocks * size >= wanted
  const readings: Record<string, OwnReading> = {}
  for (const { name, told } of meters) readings[name] = told(isWhole)
  return readings
}

/** The same once, to see what reading runs and reads. What it throws is nobody's news here. */
export function readOnce(subject: Subject): void {
  for (const measure of listMeasures(subject.benchmark.spec.measure)) {
    const meter = openMeter(measure, subject)
    meter.before()
    meter.after(subject.result, 1)
  }
}

type Meter = {
  readonly name: string
  readonly before: () => void
  readonly after: (result: unknown, operations: number) => void
  readonly told: (isWhole: boolean) => OwnReading
}

/** Reads one metric around blocks of operations. The first problem is what it tells, and it is not read again. */
function openMeter(measure: ErasedMeasure, { benchmark, state, result }: Subject): Meter {
  const { name, as, states } = measure
  const isCounter = as === 'count'
  let problem: Extract<OwnReading, { problem: unknown }> | undefined
  const counter = openCounter(measure, state, benchmark.params)
  if ('problem' in counter) problem = counter
  const calls = 'problem' in counter ? undefined : counter.calls
  const read = calls ? calls.calls : (measure.read ?? (() => 0))
  let [begin, sum, operations] = [0, 0, 0]
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  let last = result
  const look = (): number => {
    if (problem) return 0
    const seen = lookAt(read, state, benchmark.params, last)
    if (typeof seen === 'number') return seen
    problem = seen
    return 0
  }
  return {
    name,
    before() {
      if (!problem) calls?.begin()
      if (isCounter) begin = look()
    },
    after(latest, size) {
      last = latest
      const end = look()
      if (!problem) calls?.end()
      if (problem) return
      if (isCounter && end < begin) {
        problem = { problem: 'backwards', saw: `${begin}, then ${end}` }
        return
      }
      const each = isCounter ? shortened((end - begin) / size) : end
      sum += each * size
      operations += size
      if (each < low) low = each
      if (each > high) high = each
    },
    told(isWhole) {
      if (problem) return problem
      // A sum of fractions is not what all of them are.
      const value = low === high ? low : sum / operations
      const { unit } = states
      return { value, low, high, operations, whole: isWhole, ...(typeof unit === 'string' && { unit }) }
    },
  }
}

/** What counts calls, where that is asked for. */
function openCounter({ calls }: ErasedMeasure, state: unknown, params: unknown): OpenedCounter {
  if (calls === undefined) return { calls: undefined }
  try {
    const counting = countMethodCalls(typeof calls === 'function' ? calls(state, params) : calls)
    // Whether it can be replaced.
    counting.begin()
    counting.end()
    return { calls: counting }
  } catch (thrown) {
    return { problem: 'threw', saw: toFailure(thrown, 'threw').message }
  }
}

type OpenedCounter =
  | { readonly calls: ReturnType<typeof countMethodCalls> | undefined }
  | Extract<OwnReading, { problem: unknown }>

/** Differences of fractions are off in their last digits. */
function shortened(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(9))
}

function lookAt(
  read: NonNullable<ErasedMeasure['read']>,
  state: unknown,
  params: unknown,
  result: unknown,
): number | Extract<OwnReading, { problem: unknown }> {
  let value: unknown
  try {
    value = read(state, params, result)
    if (hasThen(value)) {
      // Nobody waits for it, and what it comes to must not end the process.
      value.then(undefined, () => {})
      return { problem: 'promise', saw: 'a promise' }
    }
  } catch (thrown) {
    return { problem: 'threw', saw: toFailure(thrown, 'threw').message }
  }
  if (typeof value !== 'number') {
    const saw =
      value === undefined || value === null ? String(value) : `the ${typeof value} ${describe(value)}`
    return { problem: 'no-number', saw }
  }
  if (!Number.isFinite(value)) return { problem: 'not-finite', saw: String(value) }
  if (value < 0) return { problem: 'negative', saw: String(value) }
  if (value > Number.MAX_SAFE_INTEGER) return { problem: 'too-large', saw: String(value) }
  return value
}
