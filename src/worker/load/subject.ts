import { isDeepStrictEqual, types } from 'node:util'
import type { Agreement, Registered } from '../../api/registry.ts'
import type { KeyedFailures, Phase } from '../../model/failure.ts'
import { elapsedBetween, now } from '../engine/clock.ts'
import { engine } from '../engine/engine.ts'
import { hasThen } from '../engine/thenable.ts'
import { describe, Failed, toFailure } from './failure.ts'
import { finishFiles } from './loading.ts'
import type { ResultDigest } from './result-digest.ts'
import { contentOf, hasChanged } from './state-change.ts'

/** A benchmark that has run once and was right: ready to be measured. */
export type Subject = {
  readonly benchmark: Registered
  readonly state: unknown
  readonly asynchronous: boolean
  /** Whether it is known to return a promise in some calls only. */
  readonly mixed: boolean
  /** What the first call returned, awaited. */
  readonly result: unknown
  /** Of the result, where it is asked for. */
  readonly digest?: ResultDigest | undefined
  /** How long the first call took, until what it returned was there; ns. */
  readonly firstCall: number
  /** Whether the first call changed the state; absent if unknown. */
  readonly changedState: boolean | undefined
}

type Say = (phase: Phase, key?: string) => void

/** What has been set up and not yet been taken down. */
const standing: { readonly benchmark: Registered; readonly state: unknown }[] = []

/**
 * Takes down whatever is set up, in that order; also of a benchmark that failed afterwards. A file that waits goes on then: it
 * may close what it has opened.
 */
export async function tearDown(): Promise<void> {
  for (const { benchmark, state } of standing.splice(0))
    await benchmark.spec.teardown?.(state, benchmark.params)
  await finishFiles()
}

/**
 * Sets a benchmark up, runs it once, and checks the result before anything is timed. `compared`: whether the result
 * is to be compared with that of another revision, in another process or of other classes.
 */
export async function prepareSubject(benchmark: Registered, say: Say, compared: boolean): Promise<Subject> {
  const { spec, params, key } = benchmark
  say('setup', key)
  const memory = usedMemory()
  const state = await spec.setup?.(params)
  standing.push({ benchmark, state })
  const grown = usedMemory() - memory
  const input = spec.prepare ? spec.prepare(state, params) : state
  if (spec.prepare && isPromise(input)) refuse(unawaited.prepare)
  say('calling', key)
  const before = contentOf(benchmark, state, grown)
  const start = now()
  const returned = spec.run(input, params)
  const asynchronous = hasThen(returned)
  const result = await returned
  const firstCall = elapsedBetween(start, now())
  if (Array.isArray(result) && result.some(isPromise)) refuse(unawaited.list)
  if (types.isGeneratorFunction(spec.run)) refuse(unawaited.generator)
  const after = before && contentOf(benchmark, state, grown)
  const changedState = hasChanged(before, after)
  if (spec.verify) {
    say('verifying', key)
    await verify(benchmark, result)
  }
  // Loaded only where it is needed: hashing takes milliseconds to load.
  const digest = compared ? (await import('./result-digest.ts')).resultDigest(result) : undefined
  return { benchmark, state, asynchronous, mixed: false, result, digest, firstCall, changedState }
}

/**
 * Whether one more call changes the state, asked only where the first one did; absent if unknown, for
 * example because it has grown too large to be copied.
 */
export async function stillChanges(subject: Subject): Promise<boolean | undefined> {
  const { benchmark, state, changedState } = subject
  if (!changedState) return changedState
  const before = contentOf(benchmark, state, 0)
  if (!before) return undefined
  await benchmark.spec.run(state, benchmark.params)
  return hasChanged(before, contentOf(benchmark, state, 0))
}

/** A promise where nobody awaits one: what it stands for would go on while something else is timed. */
const unawaited = {
  prepare:
    'prepare returns a promise, and nobody awaits it: its work would go on while run is timed; make in setup what has to be awaited, or wrap a promise that is meant as input in an object',
  list: 'run returns a list of promises, and nobody awaits them; return Promise.all of them, or their number if making them is what is timed',
  generator:
    'run is a generator function: to call it runs none of its code; let run be a function that goes through what it yields',
}

function refuse(message: string): never {
  throw new Failed({ reason: 'threw', message })
}

/** Promises of another realm or library count; what only has a `then`, such as a query that is still to be sent, does not. */
function isPromise(value: unknown): boolean {
  return types.isPromise(value) || (hasThen(value) && value.constructor?.name === 'Promise')
}

/** Operations of an asynchronous benchmark that are in flight together. */
export function concurrencyOf({ spec }: Registered): number {
  return spec.concurrency ?? 1
}

/** Bytes in use on and off the heap. */
export const { usedMemory } = engine

/**
 * Compares the results of alternatives. When they are not all equal nobody can say which is right, so none of
 * them is: each is told what another one returned.
 */
export async function compareResults(
  subjects: readonly Subject[],
): Promise<{ failures: KeyedFailures; unknown?: string }> {
  const [first] = subjects
  if (!first) return { failures: [] }
  const answers: Agreeing[] = []
  for (const subject of subjects)
    answers.push(subject === first || (await agrees(first.result, subject.result, first.benchmark.agree)))
  const place = answers.indexOf(false)
  if (place < 0) {
    const unknown = answers.find((answer) => typeof answer === 'object')
    return { failures: [], ...(unknown && { unknown: unknown.unknown }) }
  }
  const failures: KeyedFailures = subjects.map((subject, index) => {
    const against = answers[index] === false ? first : subjects[place]!
    const message = `its result differs from that of '${against.benchmark.key}': ${describe(subject.result)} against ${describe(against.result)}`
    return { key: subject.benchmark.key, failure: { reason: 'disagrees', message } }
  })
  return { failures }
}

/** Whether two results are equal, or why nobody knows. */
type Agreeing = boolean | { readonly unknown: string }

async function verify(benchmark: Registered, result: unknown): Promise<void> {
  let answer: unknown
  try {
    answer = await benchmark.spec.verify?.(result, benchmark.params)
  } catch (thrown) {
    throw new Failed(toFailure(thrown, 'wrong-result'))
  }
  if (answer === false) {
    throw new Failed({ reason: 'wrong-result', message: `verify refused the result ${describe(result)}` })
  }
}

/** A function that compares may be asynchronous: a promise would always be true. */
async function agrees(a: unknown, b: unknown, agreement: Agreement | undefined): Promise<Agreeing> {
  if (typeof agreement === 'function') return Boolean(await agreement(a, b))
  const tolerance = typeof agreement === 'object' ? agreement.tolerance : 0
  const looksEqual = tolerance > 0 ? close(a, b, tolerance) : isDeepStrictEqual(a, b)
  if (!looksEqual || a === b) return looksEqual
  // What looks equal may have content that cannot be seen, and what has properties only is not all that there is.
  const { resultDigest } = await import('./result-digest.ts')
  const [one, other] = [resultDigest(a), resultDigest(b)]
  if ('unknown' in one) return one
  if ('unknown' in other) return other
  return tolerance > 0 || one.digest === other.digest
}

/** Deep equality in which numbers may differ by a relative tolerance. */
function close(a: unknown, b: unknown, tolerance: number): boolean {
  if (typeof a === 'number' && typeof b === 'number') {
    return Object.is(a, b) || Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a), Math.abs(b))
  }
  if (!isObject(a) || !isObject(b)) return Object.is(a, b)
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false
  if (ArrayBuffer.isView(a) || Array.isArray(a)) {
    const [left, right] = [a, b] as unknown as [ArrayLike<unknown>, ArrayLike<unknown>]
    if (left.length !== right.length) return false
    return Array.from(left).every((one, index) => close(one, right[index], tolerance))
  }
  const keys = Object.keys(a)
  if (keys.length === 0) return isDeepStrictEqual(a, b)
  return (
    keys.length === Object.keys(b).length && keys.every((key) => key in b && close(a[key], b[key], tolerance))
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
