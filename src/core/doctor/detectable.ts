import { policy } from '../../model/config.ts'
import type { Control, Detectable } from '../../model/doctor.ts'
import { detectableDistance, mannWhitneyPower } from '../../stats/power.ts'
import { median } from '../../stats/quantile.ts'

/** What is known of the forks of one benchmark. */
export type Observed = Pick<Control, 'name' | 'spread' | 'cost'>

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
  if (benchmarks.length === 0) return []
  const rows = benchmarks.map((observed) => ({
    name: observed.name,
    effects: times.map((time) => effectWithin(time, observed, claim)),
  }))
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

function effectWithin(time: number, { spread, cost }: Observed, claim: Claim): Detectable['effects'][number] {
  const forks = cost === null ? 0 : Math.floor(time / cost)
  // Values that are all equal are not compared: they say nothing about how far others would lie apart.
  const effect = spread ? minimumDetectable(forks, spread, claim) : undefined
  return { time, forks, effect: effect ?? null }
}

/** As ratio − 1, of so many forks on each side; `undefined` when these cannot reach the level, however large it is. */
export function minimumDetectable(
  forks: number,
  spread: number,
  { tolerance, level, power: wanted }: Claim,
): number | undefined {
  const power = mannWhitneyPower(forks, forks, level)
  return power && Math.expm1(Math.log1p(tolerance) + spread * detectableDistance(power, wanted))
}
