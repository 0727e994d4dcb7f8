import { normalTail } from './normal.ts'
import { midranks } from './ranks.ts'
import { assertFinite, sum } from './sample.ts'

export interface MannKendallTest {
  /** S: pairs of which the later value is larger, less those of which it is smaller. */
  readonly statistic: number
  /** Variance of S without a trend, given the ties, times the correction. */
  readonly variance: number
  /** P of so much of a rise, or more, without a trend, in [0, 1]. */
  readonly rising: number
  /** The same of a fall, and of a trend in either direction. */
  readonly falling: number
  readonly either: number
}

/**
 * Mann and Kendall's test: does a series rise or fall? Only the order of its values counts (Mann 1945, Econometrica 13, 245;
 * Kendall 1975, Rank Correlation Methods, chapter 4, for ties). The normal approximation with a correction for continuity,
 * which is good from ten values on. `correction` says how many times larger the variance is where a value depends on the one
 * before: see `trendCorrelation`.
 * Throws RangeError when there is no value, one is not finite, or the correction is below 1.
 */
export function mannKendallTest(
  values: readonly number[],
  { correction = 1 }: { readonly correction?: number } = {},
): MannKendallTest {
  assertFinite(values, 'the values of a series')
  if (!(correction >= 1))
    throw new RangeError(`a correction makes a variance larger, not ${correction} times`)
  let statistic = 0
  for (let late = 1; late < values.length; late++) {
    for (let early = 0; early < late; early++) statistic += Math.sign(values[late]! - values[early]!)
  }
  const { groups } = midranks(values)
  const variance = correction * (pairVariance(values.length) - sum(groups.map(pairVariance)))
  const tail = (s: number) => (variance === 0 ? 1 : normalTail((s - 1) / Math.sqrt(variance)))
  return {
    statistic,
    variance,
    rising: tail(statistic),
    falling: tail(-statistic),
    either: Math.min(1, 2 * tail(Math.abs(statistic))),
  }
}

/** Variance of S of so many independent values, and what goes off for so many equal ones: n(n − 1)(2n + 5) ÷ 18. */
function pairVariance(count: number): number {
  return (count * (count - 1) * (2 * count + 5)) / 18
}
