import type { Finding } from '../model/finding.ts'
import type { Timing } from '../model/outcome.ts'
import { formatQuantity } from '../model/unit.ts'
import { median } from '../stats/quantile.ts'

type Calls = NonNullable<Timing['calls']>

/**
 * One more call costs nothing when it adds less than this to an iteration: half a cycle of the processor, in ns, or
 * a share of the iteration. What is removed adds 0.00 ns, or up to 0.12 (a check of an import that stays).
 */
const nothing = { ns: 0.14, share: 0.08 }
/**
 * ns of an iteration with one call, from which on something is computed in it: a loop's own instructions take 0.3 to
 * 1.5. That further calls are free then only says that they ask for the same.
 */
const work = 2
/** Four calls of nothing take less than so many times an iteration with one: about 1.4 times it. */
const nothings = 3
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

/** Whether most forks saw that calling the function more often takes no more time. */
export function isEliminated(timings: readonly Timing[]): boolean {
  const seen = timings.filter(({ calls }) => calls && addsNothing(calls)).length
  return seen * 2 > timings.length
}

/** Warns of work that the compiler removed, because its result is not used or its input never changes. */
export function eliminationFindings(subject: string, timings: readonly Timing[]): Finding[] {
  if (!isEliminated(timings)) return []
  const calls = timings.flatMap(({ calls }) => calls ?? [])
  const [one, four] = [median(calls.map((each) => each.one)), median(calls.map((each) => each.four))]
  const evidence = `a loop that calls it once takes ${formatQuantity(one, 'ns')} per iteration, one that calls it four times ${formatQuantity(four, 'ns')}`
  const why = timings.some(({ returned }) => returned === 'nothing')
    ? {
        message: `Its work was optimised away: ${evidence}. It returns nothing, so the compiler may drop whatever it computes.`,
        advice: 'Return the result.',
      }
    : {
        message: `Its work was optimised away: ${evidence}. Its result is always the same to the compiler, which computes it once or not at all.`,
        advice:
          'Let the input come from setup or prepare: constants and variables around the function are known to the compiler.',
      }
  return [{ code: 'optimized-away', severity: 'warning', subject, ...why }]
}

/**
 * Two things must hold, because a modern processor does several instructions in one cycle: the cheapest work there
 * is (adding a number) may hide behind the loop's and seem to cost nothing more, but four times it is not nothing.
 */
function addsNothing(calls: Calls): boolean {
  const { none, one, two, four } = calls
  const all = isInlined(calls) ? four : two
  return (
    one < work && marginalCost(calls) < Math.max(nothing.ns, nothing.share * one) && all < nothings * none
  )
}
