import { AssayError } from '../model/assay-error.ts'
import type { Benchmark } from '../model/benchmark.ts'
import { type Budget, budgetSchema, type Config } from '../model/config.ts'
import type { MetricName } from '../model/metric.ts'
import type { Failure } from '../model/outcome.ts'
import type { BudgetResult, Estimate } from '../model/run.ts'
import { matches } from './filter.ts'

/** The limits of a benchmark: its own, then those of the configuration whose pattern fits; the tightest counts. */
export function budgetResults(
  benchmark: Benchmark,
  metrics: Partial<Record<MetricName, Estimate>>,
  config: Config,
): BudgetResult[] {
  const limits: Budget = {}
  for (const budget of [ownBudget(benchmark), ...configured(benchmark, config)]) {
    for (const [name, limit] of Object.entries(budget) as [MetricName, number][]) {
      limits[name] = Math.min(limit, limits[name] ?? Number.POSITIVE_INFINITY)
    }
  }
  return (Object.entries(limits) as [MetricName, number][]).flatMap(([name, limit]) => {
    const observed = metrics[name]?.high
    return observed === undefined ? [] : [{ metric: name, limit, observed, kept: observed <= limit }]
  })
}

/** A benchmark whose own budget cannot be read has failed before it starts; says why. */
export function budgetFailure(benchmark: Benchmark): Failure | undefined {
  const parsed = budgetSchema.safeParse(benchmark.budget ?? {})
  if (parsed.success) return undefined
  const [issue] = parsed.error.issues
  const path = ['budget', ...(issue?.path ?? [])].join('.')
  return { reason: 'invalid-budget', message: `${path}: ${issue?.message ?? 'cannot be read'}` }
}

/** Throws when a pattern under `budgets` fits no benchmark: a limit that guards nothing is a mistake. */
export function checkBudgetPatterns(benchmarks: readonly Benchmark[], config: Config): void {
  for (const pattern of Object.keys(config.budgets)) {
    if (benchmarks.some((benchmark) => matches(pattern, benchmark))) continue
    const known = benchmarks.slice(0, 3).map(({ id }) => `'${id}'`)
    throw new AssayError(
      'unknown-benchmark',
      `budgets['${pattern}'] in the configuration fits no benchmark`,
      `Patterns are matched against 'file/group/name' and 'group/name'; there are ${known.join(', ')}${benchmarks.length > 3 ? ', …' : ''}; 'assay list' shows all.`,
    )
  }
}

function ownBudget(benchmark: Benchmark): Budget {
  const parsed = budgetSchema.safeParse(benchmark.budget ?? {})
  return parsed.success ? parsed.data : {}
}

function configured(benchmark: Benchmark, config: Config): Budget[] {
  return Object.entries(config.budgets)
    .filter(([pattern]) => matches(pattern, benchmark))
    .map(([, budget]) => budget)
}
