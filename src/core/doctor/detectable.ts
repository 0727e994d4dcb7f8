import { policy } from '../../model/config.ts'
import type { Control, Detectable, Doctor } from '../../model/doctor.ts'
import { detectableDistance, mannWhitneyPower } from '../../stats/power.ts'
import { median } from '../../stats/quantile.ts'

/** What is known of the forks of one benchmark. */
export type Observed = Pick<Control, 'name' | 'spread' | 'cost'>

/** What "proven" means: larger than the tolerance, at this level, with this probability. */
export type Claim = { readonly tolerance: number; readonly level: number; readonly power: number }

/** What a project gives each benchmark, and the slowdown that it wants to find with that. */
export type Aim = { readonly budget: Doctor['budget']; readonly margin: number }

/**
 * The smallest slowdown that is proven at the project's own budget and within each time, and what the margin would take: by
 * benchmark, and of all of them the median and the largest. The noise is taken for normal on the log scale, with the spread
 * that was seen.
 */
export function detectableTable(
  benchmarks: readonly Observed[],
  claim: Claim,
  wanted: Aim,
  times: readonly number[] = policy.doctor.columns,
): Detectable[] {
  if (benchmarks.length === 0) return []
  const rows = benchmarks.map(
    (observed): Detectable => ({
      name: observed.name,
      own: effectOf(wanted.budget.time, forksWithin(wanted.budget, observed), observed, claim),
      effects: times.map((time) => effectOf(time, fitting(time, observed), observed, claim)),
      needed: neededBy(observed, claim, wanted.margin),
    }),
  )
  return [...rows, summaryOf('typical', rows, median), summaryOf('worst', rows, (all) => Math.max(...all))]
}

type Effect = Detectable['own']

function summaryOf(
  name: string,
  rows: readonly Detectable[],
  of: (values: readonly number[]) => number,
): Detectable {
  const most = (values: readonly (number | undefined | null)[]) => {
    const value = of(values.map((one) => one ?? Number.POSITIVE_INFINITY))
    return Number.isFinite(value) ? value : null
  }
  const effect = (cells: readonly Effect[]): Effect => ({
    time: cells[0]!.time,
    forks: Math.floor(median(cells.map(({ forks }) => forks))),
    effect: most(cells.map((cell) => cell.effect)),
  })
  const [forks, time] = [
    most(rows.map((row) => row.needed?.forks)),
    most(rows.map((row) => row.needed?.time)),
  ]
  return {
    name,
    own: effect(rows.map(({ own }) => own)),
    effects: rows[0]!.effects.map((_, column) => effect(rows.map(({ effects }) => effects[column]!))),
    needed: forks === null || time === null ? null : { forks: Math.ceil(forks), time },
  }
}

function effectOf(time: number, forks: number, { spread }: Observed, claim: Claim): Effect {
  // Values that are all equal are not compared: they say nothing about how far others would lie apart.
  return { time, forks, effect: (spread ? minimumDetectable(forks, spread, claim) : undefined) ?? null }
}

function fitting(time: number, { cost }: Observed): number {
  return cost === null ? 0 : Math.floor(time / cost)
}

/** As many as a run makes of a benchmark: never fewer than its least number, and never more than its largest. */
function forksWithin({ time, forks: { min, max } }: Doctor['budget'], observed: Observed): number {
  return observed.cost === null ? 0 : Math.min(max, Math.max(min, fitting(time, observed)))
}

/** The fewest forks on each side that prove a slowdown of the margin; more never prove less. */
function neededBy({ spread, cost }: Observed, claim: Claim, margin: number): Detectable['needed'] {
  if (!spread || cost === null) return null
  const isEnough = (forks: number) => (minimumDetectable(forks, spread, claim) ?? Infinity) <= margin
  let [few, enough]: [number, number] = [0, policy.doctor.mostForks]
  if (!isEnough(enough)) return null
  while (enough - few > 1) {
    const middle = Math.floor((few + enough) / 2)
    if (isEnough(middle)) enough = middle
    else few = middle
  }
  return { forks: enough, time: enough * cost }
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
