import { mannWhitneyTest } from '../../../src/stats/mann-whitney.ts'
import { quantile } from '../../../src/stats/quantile.ts'
import { integer, type Random } from '../../../src/stats/random.ts'
import { sorted, sum } from '../../../src/stats/sample.ts'

/** What one process of tinybench tells about one function: ms, and at most a hundred averages over stretches. */
export type Told = { readonly mean: number; readonly moe: number; readonly samples: readonly number[] }

/** Processes of one revision, in the order run. */
export type Side = readonly Told[]

/** Whether a rule calls head slower than base. */
export type Rule = (base: Side, head: Side, random: Random) => boolean

/** Rules that people gate with, each on the same processes, as its documentation says. */
export const rules = {
  /** Intervals of mean ± margin of error do not meet: what tinybench prints. One process of each revision. */
  'tinybench, intervals apart': ([base], [head]) => head!.mean - head!.moe > base!.mean + base!.moe,
  /** Mann–Whitney over ten processes of each, two-sided at 0.05: benchstat's default, with its advice of ten runs. */
  'benchstat, 10 processes each': (base, head) => {
    const [from, to] = [means(base), means(head)]
    return 2 * mannWhitneyTest(to, from).p < 0.05
  },
  /**
   * Bootstrapped t-test of the means at 0.05, and the whole 95 % interval of the change beyond ±1 %: criterion.rs, one
   * process each. A thousand resamples stand for its hundred thousand.
   */
  'criterion, 1 process each': ([base], [head], random) => criterion(base!.samples, head!.samples, random),
  /** More than a tenth slower than the last run: the default of CodSpeed. */
  'more than 10 % slower': ([base], [head]) => head!.mean > 1.1 * base!.mean,
} as const satisfies Record<string, Rule>

const resamples = 1_000

function criterion(base: readonly number[], head: readonly number[], random: Random): boolean {
  const observed = t(base, head)
  const pooled = [...base, ...head]
  let further = 0
  const changes: number[] = []
  for (let round = 0; round < resamples; round++) {
    const nothing = t(draw(pooled, base.length, random), draw(pooled, head.length, random))
    if (Math.abs(nothing) >= Math.abs(observed)) further++
    changes.push(mean(draw(head, head.length, random)) / mean(draw(base, base.length, random)) - 1)
  }
  return further / resamples < 0.05 && quantile(sorted(changes), 0.025) > 0.01
}

function t(base: readonly number[], head: readonly number[]): number {
  return (mean(head) - mean(base)) / Math.sqrt(variance(head) / head.length + variance(base) / base.length)
}

function draw(values: readonly number[], size: number, random: Random): number[] {
  return Array.from({ length: size }, () => values[integer(random, values.length)]!)
}

function means(side: Side): number[] {
  return side.map((one) => one.mean)
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length
}

function variance(values: readonly number[]): number {
  const centre = mean(values)
  return sum(values.map((value) => (value - centre) ** 2)) / (values.length - 1)
}
