import { policy } from '../../../model/config.ts'
import { type Finding, finding } from '../../../model/finding.ts'
import type { MetricName } from '../../../model/metric.ts'
import type { Timing } from '../../../model/outcome.ts'
import type { Estimate } from '../../../model/run.ts'
import { formatQuantity } from '../../../model/unit.ts'
import { medianInterval } from '../../../stats/median-interval.ts'
import { median } from '../../../stats/quantile.ts'

type Calls = NonNullable<Timing['calls']>

/**
 * Calls that do nothing take less than so many times an iteration with an empty function: four take 1.4 times as
 * long on the processor that this was chosen on, and the cheapest work there is (shifting a number) 2.7 times. A
 * modern processor does several instructions in one cycle, so that what a further call adds says nothing by itself.
 *
 * A loop whose code lies badly takes a whole cycle more, which is as much as the empty one takes: 2.1 times were seen, for
 * two calls as for four. Up to 2.5 times, calls that add less than a tenth of a cycle do nothing, too: of those that do
 * nothing, 0.08 of a cycle was seen beside other work, and 0.21 of the cheapest that does something.
 */
const nothings = { surely: 2, if: { most: 2.5, added: 0.1 } } as const
/** ns that a call adds when the compiler ran out of its budget for inlining and calls the function after all. */
const called = 1

/**
 * ns that one more call adds to an iteration. From two calls to four rather than from one: the first may hide
 * beside the loop's own instructions. A function that is not inlined four times is a different one, so that then
 * the second call has to do.
 */
export function marginalCost(calls: Calls): number {
  const { one, two, four } = calls
  return Math.max(0, isInlined(calls) ? (four - two) / 2 : two - one)
}

function isInlined({ one, two, four }: Calls): boolean {
  const further = (four - two) / 2
  return further <= called || two - one >= further / 10
}

/** Whether most forks saw that calling the function several times takes no more time than calling nothing. */
export function isEliminated(timings: readonly Pick<Timing, 'calls'>[]): boolean {
  const seen = timings.filter(({ calls }) => calls && addsNothing(calls)).length
  return seen * 2 > timings.length
}

/** Warns of work that the compiler removed, because its result is not used or its input never changes. */
export function eliminationFindings(subject: string, timings: readonly Timing[]): Finding[] {
  if (!isEliminated(timings)) return []
  const calls = timings.flatMap(({ calls }) => calls ?? [])
  const time = (name: keyof Calls) => formatQuantity(median(calls.map((each) => each[name])), 'ns')
  const evidence = `a loop that calls it once takes ${time('one')} per iteration, one that calls it four times ${time('four')}, and one that calls an empty function ${time('none')}`
  const [reason, advice] = timings.some(({ returned }) => returned === 'nothing')
    ? ['It returns nothing, so the compiler may drop whatever it computes.', 'Return the result.']
    : [
        'Its result is always the same to the compiler, which computes it once or not at all.',
        'Let the input come from setup or prepare: constants and variables around the function are known to the compiler.',
      ]
  const message = `Its work was optimised away: ${evidence}. ${reason}`
  return [finding('optimized-away', subject, message, advice)]
}

/**
 * Near the floor nobody can say which part of an iteration is the loop's and which the function's: the interval
 * begins at what one more call costs, which is zero for work that was optimised away, and ends at the iteration.
 */
export function adjustEstimate(
  name: MetricName,
  estimate: Estimate,
  trials: readonly { readonly detail: unknown }[],
): Estimate {
  if (name !== 'time') return estimate
  const timings = trials.flatMap(({ detail }) => (detail as Kept).timing ?? [])
  const marginal = timings.flatMap(({ calls }) => (calls ? marginalCost(calls) : []))
  if (marginal.length * 2 <= timings.length) return estimate
  const low = isEliminated(timings) ? 0 : medianInterval(marginal, policy.confidence).low
  return { ...estimate, low: Math.min(estimate.low, low) }
}

/** Of a trial as it was measured, or as a Run keeps it. */
type Kept = { readonly timing?: Pick<Timing, 'calls'> }

function addsNothing(calls: Calls): boolean {
  const { none, two, four } = calls
  const counted = isInlined(calls) ? four : two
  if (counted < nothings.surely * none) return true
  const isAdding = marginalCost(calls) >= nothings.if.added * none
  return isInlined(calls) && !isAdding && counted < nothings.if.most * none
}
