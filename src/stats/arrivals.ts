import type { Random } from './random.ts'

/** A part of a load whose rate goes evenly from one value to another: requests per second, and how long, ns. */
export type RateStage = { readonly from: number; readonly to: number; readonly duration: number }

/** `even`: as evenly as the rate allows. `poisson`: as users who do not know of each other come. */
export type Spacing = 'even' | 'poisson'

const second = 1e9
/** Of an arrival: what rounding may take from a sum of stages without losing the last one. */
const rounding = 1e-9

/**
 * When requests are due, one after the other: ns since the start of the load, `undefined` when it is over. The rate is
 * integrated over the stages, and that integral inverted: at its whole numbers where arrivals are even, at sums of
 * exponential numbers where they are a Poisson process (Çinlar 1975, Introduction to Stochastic Processes, 4.7).
 *
 * @throws RangeError for a rate that is negative or no number, or a stage that lasts no time
 */
export function scheduleArrivals(
  stages: readonly RateStage[],
  spacing: Spacing,
  random: Random,
): () => number | undefined {
  for (const { from, to, duration } of stages) {
    if (!(from >= 0 && to >= 0 && from < Number.POSITIVE_INFINITY && to < Number.POSITIVE_INFINITY))
      throw new RangeError(`a rate is a number of at least 0, not ${from} to ${to}`)
    if (!(duration > 0 && duration < Number.POSITIVE_INFINITY))
      throw new RangeError(`a stage lasts some ns, not ${duration}`)
  }
  let [place, begun, before] = [0, 0, 0]
  let due = spacing === 'even' ? 0 : exponential(random)
  return () => {
    for (; place < stages.length; place++) {
      const stage = stages[place]!
      const within = expectedOf(stage)
      if (due - before < within - rounding) {
        const at = begun + timeOf(stage, due - before)
        due += spacing === 'even' ? 1 : exponential(random)
        return at
      }
      before += within
      begun += stage.duration
    }
    return undefined
  }
}

/** Requests that a load is expected to have; where they are even, the next whole number. */
export function expectedArrivals(stages: readonly RateStage[]): number {
  return stages.reduce((all, stage) => all + expectedOf(stage), 0)
}

/** How long a load lasts, ns. */
export function durationOf(stages: readonly RateStage[]): number {
  return stages.reduce((all, { duration }) => all + duration, 0)
}

function expectedOf({ from, to, duration }: RateStage): number {
  return (((from + to) / 2) * duration) / second
}

/** When so many requests of a stage are due: ns since its start. The stable root of a quadratic equation. */
function timeOf({ from, to, duration }: RateStage, count: number): number {
  if (count === 0) return 0
  if (from === to) return (count / from) * second
  const [rate, growth] = [from / second, (to - from) / second / duration]
  const root = Math.sqrt(Math.max(0, rate * rate + 2 * growth * count))
  return (2 * count) / (rate + root)
}

function exponential(random: Random): number {
  return -Math.log1p(-random())
}
