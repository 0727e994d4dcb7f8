import type { Limits } from '../limits.ts'
import type { PairedDecision } from './paired.ts'

/**
 * How many pairs of a stage would probably decide what so many have not, if the estimate stays where it is: bounds come
 * nearer with the square root of the number. `undefined` where so few pairs bound nothing. The boundary that is
 * farther from the estimate is the one that is reached first.
 */
export function pairsToDecide(
  { n, estimate, bounds }: Pick<PairedDecision, 'n' | 'estimate' | 'bounds'>,
  { tolerance, margin }: Pick<Limits, 'tolerance' | 'margin'>,
): number | undefined {
  const needed = (halfWidth: number, room: number) =>
    room > 0 ? n * (halfWidth / room) ** 2 : Number.POSITIVE_INFINITY
  const regressed = needed(estimate - bounds.low, estimate - Math.log1p(tolerance))
  const equivalent = needed(bounds.high - estimate, Math.log1p(margin) - estimate)
  const pairs = Math.ceil(Math.min(regressed, equivalent) - 1e-6)
  return Number.isFinite(pairs) ? pairs : undefined
}
