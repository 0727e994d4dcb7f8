import { AssayError } from '../../model/assay-error.ts'
import type { Benchmark } from '../../model/benchmark.ts'
import { type Budget, budgetSchema, type Config } from '../../model/config.ts'
import type { Failure } from '../../model/failure.ts'
import { type Finding, finding } from '../../model/finding.ts'
import { type MetricName, metric } from '../../model/metric.ts'
import type { BudgetResult, Estimate, Run } from '../../model/run.ts'
import { matches } from '../identity/filter.ts'
import { hasMetric } from '../kind/kinds.ts'

type Metrics = Partial<Record<MetricName, Estimate>>

/** What was held against the limits of a benchmark. */
export function budgetResults(benchmark: Benchmark, metrics: Metrics, config: Config): BudgetResult[] {
  return limitsOf(benchmark, config).flatMap(([name, limit]) => {
    const observed = worstOf(name, metrics)
    return observed === undefined
      ? []
      : [{ metric: name, limit, observed, kept: keeps(name, observed, limit) }]
  })
}

/** The end of its interval that a limit is held against: the lower one of what should be high. */
export function worstOf(name: MetricName, { [name]: estimate }: Metrics): number | undefined {
  return metric(name).better === 'lower' ? estimate?.high : estimate?.low
}

export function keeps(name: MetricName, observed: number, limit: number): boolean {
  return metric(name).better === 'lower' ? observed <= limit : observed >= limit
}

/** Limits of metrics that were not measured are held against nothing, which must not go unnoticed. */
export function unheldBudgets(benchmark: Benchmark, metrics: Metrics, config: Config): Finding[] {
  return limitsOf(benchmark, config)
    .filter(([name]) => metrics[name] === undefined)
    .map(([name]) =>
      finding(
        'unheld-budget',
        benchmark.id,
        `Its budget of ${name} was held against nothing: ${metric(name).title} was not measured`,
        metric(name).from === 'memory'
          ? 'Set collect.memory to true, or remove the budget.'
          : metric(name).own
            ? `Let the benchmark read it (measure: { ${name}: … }), or remove the budget.`
            : 'Remove the budget, or fix the benchmark.',
      ),
    )
}

/** Whether a benchmark has no budget, of its own or by a pattern of the configuration. */
export function limitsNothing(benchmark: Benchmark, config: Config): boolean {
  return limitsOf(benchmark, config).length === 0
}

/** Whether a command wants a number of today of what needs none to be compared: all are shown by a run, limits hold in a gate. */
export function needsNumber(
  benchmark: Benchmark,
  command: Run['request']['command'],
  config: Config,
): boolean {
  return command === 'run' || (command === 'gate' && !limitsNothing(benchmark, config))
}

/** A benchmark's own limits and those of the configuration whose pattern fits; the tightest counts. */
function limitsOf(benchmark: Benchmark, config: Config): [MetricName, number][] {
  const { data: own = {} } = budgetSchema.safeParse(benchmark.budget ?? {})
  const fitting = Object.entries(config.budgets).filter(([pattern]) => matches(pattern, benchmark))
  const configured = fitting.map(([, budget]) => measuredOf(benchmark, budget))
  const limits: Budget = {}
  for (const budget of [own, ...configured]) {
    for (const [name, limit] of Object.entries(budget) as [MetricName, number][]) {
      const tighter = metric(name).better === 'lower' ? Math.min : Math.max
      limits[name] = tighter(limit, limits[name] ?? limit)
    }
  }
  return Object.entries(limits) as [MetricName, number][]
}

/** A pattern may fit benchmarks that do not measure what the project brings. */
function measuredOf(benchmark: Benchmark, budget: Budget): Budget {
  return Object.fromEntries(
    Object.entries(budget).filter(([name]) => !metric(name).own || hasMetric(benchmark, name)),
  )
}

/** A benchmark whose own budget cannot be read has failed before it starts; says why. */
export function budgetFailure(benchmark: Benchmark): Failure | undefined {
  const parsed = budgetSchema.safeParse(benchmark.budget ?? {})
  if (parsed.success) return undefined
  const [issue] = parsed.error.issues
  const path = ['budget', ...(issue?.path ?? [])].join('.')
  return { reason: 'invalid-budget', message: `${path}: ${issue?.message ?? 'cannot be read'}` }
}

/** Throws when a pattern of the policy fits no benchmark: a limit that guards nothing, or excuses nothing, is a mistake. */
export function checkPatterns(benchmarks: readonly Benchmark[], { budgets, gate, mayDiffer }: Config): void {
  const patterns = [
    ...Object.keys(budgets).map((pattern) => ({ place: `budgets['${pattern}']`, pattern })),
    ...mayDiffer.map((pattern, index) => ({ place: `mayDiffer[${index}] ('${pattern}')`, pattern })),
    ...gate.soft.map((pattern, index) => ({ place: `gate.soft[${index}] ('${pattern}')`, pattern })),
    ...(['waivers', 'remedies'] as const).flatMap((list) =>
      gate[list].map(({ benchmark: pattern }, index) => {
        return { place: `gate.${list}[${index}].benchmark ('${pattern}')`, pattern }
      }),
    ),
  ]
  for (const { place, pattern } of patterns) {
    if (benchmarks.some((benchmark) => matches(pattern, benchmark))) continue
    const known = benchmarks.slice(0, 3).map(({ id }) => `'${id}'`)
    throw new AssayError(
      'unknown-benchmark',
      `${place} in the configuration fits no benchmark`,
      `Patterns are matched against 'file/group/name' and 'group/name'; there are ${known.join(', ')}${benchmarks.length > 3 ? ', …' : ''}; 'assay list' shows all.`,
    )
  }
}
