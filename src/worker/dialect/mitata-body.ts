import type { Timed } from '../../api/registry.ts'
import { elapsedBetween, now } from '../engine/clock.ts'
import { mitataYields, wordsIn } from './ignored-words.ts'
import { callOf, type LibraryCase } from './library-case.ts'

export type MitataArgs = Readonly<Record<string, unknown>>

/** A function whose shape tells what it is: a generator, one that loops over the state it is given, or one that is called. */
// biome-ignore lint/suspicious/noExplicitAny: what a file gives is called as its shape says.
export type MitataBody = (...given: any[]) => unknown

type Part = Pick<LibraryCase, 'fn' | 'run' | 'setup' | 'teardown' | 'timed'>
type State = { get(name: string): unknown }

const generators: readonly unknown[] = [function* () {}.constructor, async function* () {}.constructor]

export function isBody(fn: unknown): fn is MitataBody {
  return typeof fn === 'function'
}

/** What it yields beside functions, and has no meaning here. */
export function ignoredOfYield(body: MitataBody): readonly string[] {
  return isGenerator(body) ? wordsIn(body, mitataYields) : []
}

function isGenerator(body: MitataBody): boolean {
  return generators.includes(body.constructor)
}

export function bodyOf(body: MitataBody, args: MitataArgs): Part {
  const state = { get: (name: string) => args[name] }
  if (isGenerator(body)) return yieldedBy(body, state)
  return body.length > 0 ? loopOver(body, state) : { fn: body }
}

type Yielded = MitataBody & { readonly bench?: MitataBody; readonly manual?: MitataBody } & Readonly<
    Record<number, MitataBody>
  >

/** What is called with inputs of its own, or tells by itself how many ns it took. */
type Prepared = {
  readonly call: MitataBody
  readonly inputs: readonly MitataBody[]
  readonly isManual: boolean
}

/** A generator is started once in a process: what it yields is measured, and what follows is its end. */
function yieldedBy(body: MitataBody, given: State): Part {
  let generator: AsyncGenerator | Generator
  return {
    fn: body,
    async setup(): Promise<MitataBody | Prepared> {
      generator = body(given) as AsyncGenerator
      const { value, done } = (await generator.next()) as { value: Yielded | undefined; done: boolean }
      if (!done && typeof value === 'function') return value
      const own = value?.bench ?? value?.manual
      if (done || !isBody(own)) throw new TypeError('expected benchmarkable yield from generator')
      const inputs = Array.from({ length: own.length }, (_, place) => value![place]!)
      if (!inputs.every(isBody)) throw new TypeError('expected function for benchmark parameter')
      const call = callOf(own, undefined, inputs.length) as MitataBody
      return { call, inputs, isManual: value?.bench === undefined }
    },
    async teardown() {
      const { done } = await generator.next()
      if (!done) throw new TypeError('expected generator to yield once')
    },
    run: callOfState(),
    timed: (state) => (isBody(state) ? undefined : timePrepared(state as Prepared)),
  }
}

let calls = 0

/** What was set up is called as it is, or with inputs. A text of its own, as in `callOf`. */
function callOfState(): (state: unknown) => unknown {
  const make = new Function(
    'callPrepared',
    `/* yielded ${++calls} */ return (state) => typeof state === 'function' ? state() : callPrepared(state)`,
  ) as (call: typeof callPrepared) => (state: unknown) => unknown
  return make(callPrepared)
}

function callPrepared({ call, inputs }: Prepared): unknown {
  return call(...inputs.map((make) => make()))
}

/** Inputs are made for a whole batch, before its clock starts. */
function timePrepared({ call, inputs, isManual }: Prepared): Timed {
  const make = () => inputs.map((input) => input())
  const loop = loopWithInputs(inputs.length)
  return {
    plain(operations) {
      let sum = 0
      if (isManual) {
        for (let count = 0; count < operations; count++) sum += Number(call(...make()))
        return sum
      }
      const given = inputs.map((input) => Array.from({ length: operations }, () => input()))
      const start = now()
      loop(call, given, operations)
      return elapsedBetween(start, now())
    },
    async awaited(operations) {
      let sum = 0
      for (let count = 0; count < operations; count++) {
        const given = await Promise.all(make())
        const start = now()
        const result = await call(...given)
        sum += isManual ? Number(result) : elapsedBetween(start, now())
      }
      return sum
    },
  }
}

type LoopWithInputs = (
  call: MitataBody,
  given: readonly (readonly unknown[])[],
  operations: number,
) => unknown

/** A loop of its own, in which the function has so many inputs: V8 keeps one feedback for all loops of one text. */
function loopWithInputs(count: number): LoopWithInputs {
  const places = Array.from({ length: count }, (_, place) => place)
  return new Function(
    'call',
    'given',
    'operations',
    `/* inputs ${++calls} */ ${places.map((place) => `const a${place} = given[${place}]`).join('; ')}
    let last
    for (let i = 0; i < operations; i++) last = call(${places.map((place) => `a${place}[i]`).join(', ')})
    return last`,
  ) as LoopWithInputs
}

/** It loops over the state itself: timed from the first of its operations to the last. */
function loopOver(body: MitataBody, state: State): Part {
  const count = (operations: number) => {
    let left = operations
    let [start, end] = [0n, 0n]
    const next = () => {
      if (left === operations) start = now()
      if (left-- > 0) return { done: false, value: undefined }
      end = now()
      return { done: true, value: undefined }
    }
    const given = {
      ...state,
      [Symbol.iterator]: () => ({ next }),
      [Symbol.asyncIterator]: () => ({ next: async () => next() }),
    }
    return { given, taken: () => elapsedBetween(start, end) }
  }
  return {
    fn: () => body(count(1).given),
    timed: () => ({
      plain(operations) {
        const { given, taken } = count(operations)
        body(given)
        return taken()
      },
      async awaited(operations) {
        const { given, taken } = count(operations)
        await body(given)
        return taken()
      },
    }),
  }
}
