import { mannWhitneyTest } from '../../../../src/stats/mann-whitney.ts'
import { quantile } from '../../../../src/stats/quantile.ts'
import { integer, type Random } from '../../../../src/stats/random.ts'
import { sorted } from '../../../../src/stats/sample.ts'
import type { RivalTrial, Told } from './measure.ts'

/** A rule that people gate with, as its documentation says. */
export type Rule = {
  readonly name: string
  /** Names of the functions that it calls slower. */
  readonly alarms: (trial: RivalTrial, random: Random) => readonly string[] | undefined
}

type CellOf<T> = Extract<RivalTrial, { readonly tool: T }>['cells'][string]

/** What a rule says of each function that a tool has measured. */
function rule<T extends RivalTrial['tool']>(
  tool: T,
  name: string,
  isSlower: (cell: CellOf<T>, random: Random) => boolean,
): Rule {
  return {
    name,
    alarms: (trial, random) => {
      if (trial.tool !== tool) return undefined
      const cells = Object.entries(trial.cells) as [string, CellOf<T>][]
      return cells.filter(([, cell]) => isSlower(cell, random)).map(([of]) => of)
    },
  }
}

/** The first four on the same processes of tinybench. */
export const rules: readonly Rule[] = [
  /** Intervals of mean ± margin of error do not meet: what tinybench prints. One process of each revision. */
  rule('tinybench', 'tinybench, intervals apart', ({ base: [base], head: [head] }) => {
    return head!.mean - head!.moe > base!.mean + base!.moe
  }),
  /** Mann–Whitney over ten processes of each, two-sided at 0.05: benchstat's default, with its advice of ten runs. */
  rule('tinybench', 'benchstat’s rule, 10 processes each', ({ base, head }) => {
    return 2 * mannWhitneyTest(means(head), means(base)).p < 0.05
  }),
  /**
   * Bootstrapped t-test of the means at 0.05, and the whole 95 % interval of the change beyond ±1 %: criterion.rs, one
   * process each. A thousand resamples stand for its hundred thousand.
   */
  rule('tinybench', 'criterion’s rule, 1 process each', ({ base: [base], head: [head] }, random) => {
    return criterion(base!.samples, head!.samples, random)
  }),
  /** More than a tenth slower than the last run: the default of CodSpeed. */
  rule('tinybench', 'more than 10 % slower', ({ base: [base], head: [head] }) => {
    return head!.mean > 1.1 * base!.mean
  }),
  /** `expect(head).not.toBeSlowerThan(base)` after `bench.compare`. */
  rule('vitest', 'Vitest, toBeSlowerThan', ({ base, head }) => head > base),
  rule('vitest', 'Vitest, toBeSlowerThan with a delta of 10 %', ({ base, head }) => head > 1.1 * base),
  /** Its own verdict at its default margin of 2 %, over ten interleaved batches. */
  rule('benchforge', 'benchforge, 10 batches', ({ direction }) => direction === 'slower'),
]

const resamples = 1_000

function criterion(base: readonly number[], head: readonly number[], random: Random): boolean {
  const observed = t(Float64Array.from(base), Float64Array.from(head))
  const pooled = [...base, ...head]
  const [some, others] = [new Float64Array(base.length), new Float64Array(head.length)]
  let further = 0
  const changes: number[] = []
  for (let round = 0; round < resamples; round++) {
    const nothing = t(draw(pooled, some, random), draw(pooled, others, random))
    if (Math.abs(nothing) >= Math.abs(observed)) further++
    changes.push(meanOf(draw(head, others, random)) / meanOf(draw(base, some, random)) - 1)
  }
  return further / resamples < 0.05 && quantile(sorted(changes), 0.025) > 0.01
}

function t(base: Float64Array, head: Float64Array): number {
  const [before, now] = [meanOf(base), meanOf(head)]
  return (
    (now - before) /
    Math.sqrt(varianceAbout(head, now) / head.length + varianceAbout(base, before) / base.length)
  )
}

/** Draws as many as there is room for, with replacement. */
function draw(values: readonly number[], into: Float64Array, random: Random): Float64Array {
  for (let index = 0; index < into.length; index++) into[index] = values[integer(random, values.length)]!
  return into
}

function meanOf(values: Float64Array): number {
  let total = 0
  for (let index = 0; index < values.length; index++) total += values[index]!
  return total / values.length
}

/** The variance about a mean. */
function varianceAbout(values: Float64Array, centre: number): number {
  let total = 0
  for (let index = 0; index < values.length; index++) total += (values[index]! - centre) ** 2
  return total / (values.length - 1)
}

function means(side: readonly Told[]): number[] {
  return side.map((one) => one.mean)
}
