import type { Registered } from '../../api/registry.ts'
import type { Timing } from '../../model/outcome.ts'
import { median } from '../../stats/quantile.ts'
import { elapsedBetween, now } from '../engine/clock.ts'
import type { Subject } from '../load/subject.ts'
import { callWithoutFeedback, inputsOf, sink } from './batch.ts'
import { aliases, countingLoop, inputRing, type SyncLoop } from './loop.ts'

export type Calls = NonNullable<Timing['calls']>

/** Batches of each loop before and while its time counts. */
const rounds = { warm: 30, counted: 30 }

/** Share of a fork's time that counting may take. */
const share = 0.3

/** ns of a batch of counting at the most, in a fork of so many ns. */
export function longestCounting(budget: number): number {
  return (budget * share) / countingTime(1)
}

/** ns that counting takes with batches of so many ns. */
export function countingTime(batch: number): number {
  return batch * 4 * (rounds.warm + rounds.counted)
}

/**
 * What one more call in the same iteration costs: near the floor a loop's own instructions weigh as much as the
 * function, and work that was optimised away costs nothing however often it is asked for. Nothing is subtracted
 * that was not measured on the function itself.
 *
 * Takes loops of one, two and four calls in turn, and one that calls an empty function instead. Times are ns per
 * iteration, medians over the rounds.
 *
 * @param perOperation rough time of one operation, ns
 * @param target duration of one batch, ns
 */
export function countCalls(subject: Subject, perOperation: number, target: number): Calls {
  const { benchmark } = subject
  const nothing = { ...benchmark, spec: { ...benchmark.spec, run: () => undefined } }
  const inputs = benchmark.spec.prepare
    ? inputsOf(subject, inputRing)
    : new Array<unknown>(aliases).fill(subject.state)
  const lane = (counted: Registered, calls: 1 | 2 | 4) =>
    laneOf(counted, calls, inputs, Math.max(1, Math.round(target / (perOperation * calls))))
  const [none, one] = [lane(nothing, 1), lane(benchmark, 1)]
  const [two, four] = [lane(benchmark, 2), lane(benchmark, 4)]
  for (let round = 0; round < rounds.warm + rounds.counted; round++) {
    none.take(round)
    one.take(round)
    two.take(round)
    four.take(round)
  }
  return { none: none.median(), one: one.median(), two: two.median(), four: four.median() }
}

/** Batches of n iterations with so many calls each. */
function laneOf(benchmark: Registered, calls: 1 | 2 | 4, inputs: readonly unknown[], n: number) {
  const params = new Array<unknown>(aliases).fill(benchmark.params)
  const loop: [SyncLoop] = [countingLoop(benchmark, calls)]
  const times = new Float64Array(rounds.counted)
  return {
    take(round: number) {
      const start = now()
      const last = callWithoutFeedback(loop, benchmark.spec.run, inputs, params, n)
      const end = now()
      sink.last = last
      if (round >= rounds.warm) times[round - rounds.warm] = elapsedBetween(start, end) / n
    },
    median: () => median([...times]),
  }
}
