import type { Comparison } from '../../model/comparison.ts'
import { metric } from '../../model/metric.ts'
import type { BenchmarkResult, Run } from '../../model/run.ts'
import { formatQuantity } from '../../model/unit.ts'
import { failureWords } from '../wording/failure-words.ts'
import { withoutFile } from '../wording/label.ts'
import { findingsOf } from './findings.ts'
import { isFailure, type Problem, problems } from './problems.ts'

type State = 'passed' | 'failure' | 'error' | 'skipped'

/** One thing that can hold or not. */
export type Criterion = {
  /** The same in every run, so that a test has a history. */
  readonly name: string
  readonly state: State
  /** Of a failure its kind; of anything else that did not pass, why. */
  readonly reason?: string
  readonly problem?: Problem | undefined
  readonly line?: number | undefined
  /** ns */
  readonly time?: number
  readonly statistics?: Readonly<Record<string, string | number | null | undefined>>
}

/**
 * Everything that a run holds its benchmarks to, by file: that each runs and is right, that it keeps its budgets, that it is
 * not worse than its base and its anchor, and errors that belong to a file or to the run. What cannot be decided is
 * skipped, or fails where the policy says so.
 */
export function criteriaByFile(run: Run): Map<string, Criterion[]> {
  const told = new Map(problems(run).map((problem) => [keyOf(problem), problem]))
  const byFile = new Map<string, Criterion[]>()
  const add = (file: string, criteria: readonly Criterion[]) => {
    const found = byFile.get(file)
    if (found) found.push(...criteria)
    else byFile.set(file, [...criteria])
  }
  const known = new Map(run.benchmarks.map((benchmark) => [benchmark.id, benchmark]))
  const compared = comparisonsById(run)
  for (const [id, benchmark] of known) {
    const comparisons = compared.get(id) ?? []
    add(benchmark.file, [
      ...benchmarkCriteria(benchmark, told),
      ...comparisons.map((one) => comparisonCriterion(one, benchmark, told, run)),
    ])
  }
  for (const [id, comparisons] of compared) {
    // What is in the base only: the id begins with the file.
    const gone = { file: id.split(' › ')[0]!, line: undefined }
    if (!known.has(id))
      add(
        gone.file,
        comparisons.map((one) => comparisonCriterion(one, gone, told, run)),
      )
  }
  for (const { subject, code, message } of findingsOf(run).filter(({ severity }) => severity === 'error')) {
    const { file, line } = known.get(subject) ?? { file: subject, line: undefined }
    const name = known.has(subject) ? `${withoutFile(subject, file)}: ${code}` : code
    const problem = told.get(keyOf({ subject, about: code }))
    add(file, [{ name, state: 'error', reason: message, problem, line }])
  }
  return byFile
}

type Against = { readonly comparison: Comparison; readonly against: 'base' | 'anchor' }

function comparisonsById({ comparisons, anchor }: Run): Map<string, Against[]> {
  const all: Against[] = [
    ...comparisons.map((comparison) => ({ comparison, against: 'base' as const })),
    ...(anchor?.comparisons ?? []).map((comparison) => ({ comparison, against: 'anchor' as const })),
  ]
  return Map.groupBy(all, ({ comparison }) => comparison.id)
}

function benchmarkCriteria(benchmark: BenchmarkResult, told: ReadonlyMap<string, Problem>): Criterion[] {
  const { id, file, line, state, error, metrics, budget = [] } = benchmark
  const label = withoutFile(id, file)
  const states = { measured: 'passed', failed: 'failure', skipped: 'skipped' } as const
  const reasons = {
    measured: '',
    failed: error ? failureWords[error.reason] : 'failed',
    skipped: 'not measured',
  }
  const measured: Criterion = {
    name: label,
    state: states[state],
    reason: reasons[state],
    problem: told.get(keyOf({ subject: id, about: 'result' })),
    line,
    time: measuringTime(benchmark),
    statistics: Object.fromEntries(
      Object.entries(metrics).flatMap(([name, { unit, estimate, low, high, coverage, forks }]) => [
        [`${name}.unit`, unit],
        [`${name}.estimate`, estimate],
        [`${name}.low`, low],
        [`${name}.high`, high],
        [`${name}.coverage`, coverage],
        [`${name}.forks`, forks.length],
      ]),
    ),
  }
  const budgets = budget.map(({ metric: name, limit, observed, kept, excused }): Criterion => {
    const { title, unit } = metric(name)
    return {
      name: `${label}: budget of ${title}`,
      state: kept ? 'passed' : excused ? 'skipped' : 'failure',
      reason: `over its budget of ${formatQuantity(limit, unit)}`,
      problem: told.get(keyOf({ subject: id, about: `budget ${name}` })),
      line,
      statistics: { unit, limit, observed },
    }
  })
  return [measured, ...budgets]
}

function comparisonCriterion(
  { comparison, against }: Against,
  { file, line }: { readonly file: string; readonly line?: number | undefined },
  told: ReadonlyMap<string, Problem>,
  run: Run,
): Criterion {
  const { id, metric: name, standsFor = name, verdict, method, change, n, minimumDetectable } = comparison
  const about = against === 'anchor' ? `anchor ${standsFor}` : standsFor
  const problem = told.get(keyOf({ subject: id, about }))
  return {
    name: `${withoutFile(id, file)}: ${metric(standsFor).title} against its ${against}`,
    state: stateOf(comparison, problem, run),
    reason: verdict,
    problem,
    line,
    statistics: {
      metric: name,
      method,
      verdict,
      'change.estimate': change?.estimate,
      'change.low': change?.low,
      'change.high': change?.high,
      difference: comparison.difference,
      limit: comparison.limit,
      'forks.head': n.head,
      'forks.base': n.base,
      minimumDetectable,
    },
  }
}

function stateOf({ verdict, excused }: Comparison, problem: Problem | undefined, run: Run): State {
  if (verdict === 'regressed') return excused ? 'skipped' : 'failure'
  if (verdict === 'invalid') return 'error'
  if (verdict === 'inconclusive' || verdict === 'missing') {
    return problem && isFailure(problem, run) ? 'failure' : 'skipped'
  }
  return verdict === 'new' ? 'skipped' : 'passed'
}

function keyOf({ subject, about }: Pick<Problem, 'subject' | 'about'>): string {
  return JSON.stringify([subject, about])
}

/** Warm-up and batches of all its forks, ns; what it took to start processes is in none of them. */
function measuringTime({ timings }: BenchmarkResult): number {
  return timings.reduce((sum, { warmup, samples, batch, mean }) => sum + warmup + samples * batch * mean, 0)
}
