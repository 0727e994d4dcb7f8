import type { Timing } from '../model/outcome.ts'
import { median } from '../stats/quantile.ts'
import { enter, inputsOf, sink } from './batch.ts'
import { elapsed, now } from './clock.ts'
import { aliases, countingLoop, type SyncLoop, turns } from './loop.ts'
import type { Subject } from './subject.ts'

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
 * Takes loops of one, two and four calls in turn, and one that calls an empty function instead. Times are ns per iteration, medians over the rounds.
 *
 * @param perOperation rough time of one operation, ns
 * @param target duration of one batch, ns
 */
export function countCalls(subject: Subject, perOperation: number, target: number): Calls {
  const { benchmark } = subject
  const nothing = {
    ...subject,
    benchmark: { ...benchmark, spec: { ...benchmark.spec, run: () => undefined } },
  }
  const [none, one, two, four] = [
    lane(nothing, 1, perOperation, target),
    lane(subject, 1, perOperation, target),
    lane(subject, 2, perOperation, target),
    lane(subject, 4, perOperation, target),
  ] as const
  for (let round = 0; round < rounds.warm + rounds.counted; round++) {
    none.take(round)
    one.take(round)
    two.take(round)
    four.take(round)
  }
  return { none: none.median(), one: one.median(), two: two.median(), four: four.median() }
}

function lane(subject: Subject, calls: 1 | 2 | 4, perOperation: number, target: number) {
  const { benchmark, state } = subject
  const inputs = benchmark.spec.prepare ? inputsOf(subject, turns) : new Array<unknown>(aliases).fill(state)
  const params = new Array<unknown>(aliases).fill(benchmark.params)
  const loop: [SyncLoop] = [countingLoop(benchmark, calls)]
  const n = Math.max(1, Math.round(target / (perOperation * calls)))
  const times = new Float64Array(rounds.counted)
  return {
    take(round: number) {
      const start = now()
      const last = enter(loop, benchmark.spec.run, inputs, params, n)
      const end = now()
      sink.last = last
      if (round >= rounds.warm) times[round - rounds.warm] = elapsed(start, end) / n
    },
    median: () => median([...times]),
  }
}
