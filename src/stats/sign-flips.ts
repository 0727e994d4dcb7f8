import { assertFinite, sum } from './sample.ts'

/** Differences whose signs are all counted through, at the most: a million ways. */
const most = 20

/**
 * Exact two-sided test of differences that are as likely to have either sign where nothing differs: the share of all
 * ways of giving them signs in which their sum lies at least as far from zero as it does (Fisher 1935, The Design of
 * Experiments, §21). It asks for nothing but that symmetry.
 *
 * @returns p in (0, 1]; with n differences never smaller than 2^(1 − n)
 * @throws RangeError when there is no difference, one is not finite, or there are more than 20
 */
export function signFlipTest(differences: readonly number[]): number {
  assertFinite(differences, 'the differences')
  if (differences.length > most) {
    throw new RangeError(
      `of ${differences.length} differences not all signs can be counted; ${most} at the most`,
    )
  }
  const sizes = differences.map(Math.abs)
  // Sums of the same values in another order differ in their last digits.
  const least = Math.abs(sum(differences)) - 1e-12 * sum(sizes)
  let extreme = 0
  const flip = (index: number, total: number) => {
    if (index === sizes.length) {
      if (Math.abs(total) >= least) extreme++
      return
    }
    flip(index + 1, total + sizes[index]!)
    flip(index + 1, total - sizes[index]!)
  }
  flip(0, 0)
  return extreme / 2 ** sizes.length
}
