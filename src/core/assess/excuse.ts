import type { Comparison } from '../../model/comparison.ts'
import type { BenchmarkResult, Run } from '../../model/run.ts'
import type { Waiver } from '../../model/waiver.ts'
import { matches } from '../identity/filter.ts'

/** Rules that a project has written down beforehand, and the day that they are applied on, `YYYY-MM-DD`. */
export type Rules = Pick<Run['policy'], 'soft' | 'waivers'> & { readonly day: string }

/** The rules that a run was judged under, on the day that it began. */
export function rulesOf({ policy: { soft, waivers }, startedAt }: Pick<Run, 'policy' | 'startedAt'>): Rules {
  return { soft, waivers, day: startedAt.slice(0, 10) }
}

type Excuse = NonNullable<Comparison['excused']>

/**
 * The comparisons with what excuses their regressions: a benchmark that fails softly, or a waiver that has not expired and
 * whose limit the whole interval of the change keeps. Nothing else is ever excused: a wrong result, a benchmark that does
 * not run, a broken budget of one that is not soft.
 */
export function excuseComparisons(
  comparisons: readonly Comparison[],
  benchmarks: readonly BenchmarkResult[],
  rules: Rules,
): Comparison[] {
  const byId = new Map(benchmarks.map((one) => [one.id, one]))
  return comparisons.map(({ excused: _, ...comparison }) => {
    const excused = excuseOf(comparison, byId.get(comparison.id), rules)
    return excused === undefined ? comparison : { ...comparison, excused }
  })
}

/** The same of the budgets that a soft benchmark breaks. */
export function excuseBudgets<B extends BenchmarkResult>(benchmark: B, { soft = [] }: Rules): B {
  if (!benchmark.budget || !isAny(soft, benchmark)) return benchmark
  const budget = benchmark.budget.map((one) => (one.kept ? one : { ...one, excused: 'soft' as const }))
  return { ...benchmark, budget }
}

function excuseOf(
  comparison: Comparison,
  benchmark: BenchmarkResult | undefined,
  rules: Rules,
): Excuse | undefined {
  if (comparison.verdict !== 'regressed' || !benchmark) return undefined
  if (isAny(rules.soft ?? [], benchmark)) return 'soft'
  return waiverOf(comparison, benchmark, rules) && 'waiver'
}

/** The waiver that covers a regression. */
export function waiverOf(
  { change, metric, standsFor }: Comparison,
  benchmark: BenchmarkResult,
  { waivers = [], day }: Omit<Rules, 'soft'>,
): Waiver | undefined {
  const high = change?.high ?? Number.POSITIVE_INFINITY
  return waivers.find(
    (waiver) =>
      day <= waiver.until &&
      high <= waiver.limit &&
      (waiver.metric === undefined || waiver.metric === (standsFor ?? metric)) &&
      matches(waiver.benchmark, benchmark),
  )
}

function isAny(patterns: readonly string[], benchmark: BenchmarkResult): boolean {
  return patterns.some((pattern) => matches(pattern, benchmark))
}
