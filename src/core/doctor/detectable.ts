import { policy } from '../../model/config.ts'
import type { Detectable } from '../../model/doctor.ts'
import { detectableDistance, mannWhitneyPower, signedRankPower } from '../../stats/power.ts'
import { median } from '../../stats/quantile.ts'

/** How one benchmark is observed. An observation is a fork on each side, or a pair. */
export type Observed = {
  readonly name: string
  /** Spread of the logarithm between observations; of a pair, of the logarithm of its ratio. Absent: not known. */
  readonly spread: number | undefined
  /** Time of one observation, ns: of a fork on one side, or of a whole pair. Absent: not known. */
  readonly cost: number | undefined
  /** Two sides of forks (Mann–Whitney), or one set of pairs (signed-rank). */
  readonly design: 'two-sample' | 'one-sample'
}

/** What "proven" means: larger than the tolerance, at this level, with this probability. */
export type Claim = { readonly tolerance: number; readonly level: number; readonly power: number }

/**
 * The smallest slowdown that is proven within each time, by benchmark, and of all of them the median and the
 * largest. The noise is taken for normal on the log scale, with the spread that was seen.
 */
export function detectableTable(
  benchmarks: readonly Observed[],
  claim: Claim,
  times: readonly number[] = policy.doctor.columns,
): Detectable[] {
  const rows = benchmarks.map((observed) => ({
    name: observed.name,
    effects: times.map((time) => effectWithin(time, observed, claim)),
  }))
  if (rows.length === 0) return []
  const summary = (name: string, of: (values: readonly number[]) => number): Detectable => ({
    name,
    effects: times.map((time, column) => {
      const cells = rows.map(({ effects }) => effects[column]!)
      const effect = of(cells.map((cell) => cell.effect ?? Number.POSITIVE_INFINITY))
      return {
        time,
        forks: Math.floor(median(cells.map(({ forks }) => forks))),
        effect: Number.isFinite(effect) ? effect : null,
      }
    }),
  })
  return [...rows, summary('typical', median), summary('worst', (values) => Math.max(...values))]
}

function effectWithin(
  time: number,
  { spread, cost, design }: Observed,
  claim: Claim,
): Detectable['effects'][number] {
  const forks = cost === undefined ? 0 : Math.floor(time / cost)
  // Values that are all equal are not compared: they say nothing about how far others would lie apart.
  const effect = spread ? minimumDetectable(forks, spread, design, claim) : undefined
  return { time, forks, effect: effect ?? null }
}

/** As ratio − 1; `undefined` when so few observations cannot reach the level, however large the slowdown. */
export function minimumDetectable(
  observations: number,
  spread: number,
  design: Observed['design'],
  { tolerance, level, power: wanted }: Claim,
): number | undefined {
  const power =
    design === 'two-sample'
      ? mannWhitneyPower(observations, observations, level)
      : signedRankPower(observations, level)
  return power && Math.expm1(Math.log1p(tolerance) + spread * detectableDistance(power, wanted))
}
