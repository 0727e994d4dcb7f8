import type { Comparison } from '../../model/comparison.ts'
import { metric } from '../../model/metric.ts'
import type { Rendered } from '../../model/rendered.ts'
import type { BenchmarkResult, Run } from '../../model/run.ts'
import { formatQuantity } from '../../model/unit.ts'
import { elapsed } from '../elapsed.ts'
import { findingsOf } from './findings.ts'
import { withoutFile } from './label.ts'
import { isFailure, type Problem, problemDetails, problemSentence, problems } from './problems.ts'
import { element, escaped } from './svg.ts'
import { failureWords } from './words.ts'

type State = 'passed' | 'failure' | 'error' | 'skipped'

/** One thing that can hold or not. */
type Criterion = {
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
 * JUnit XML: a suite for each benchmark file, a test case for each criterion: that a benchmark runs and is right, that it
 * keeps each budget, that it is not worse in each metric that was compared. What could not be decided is skipped, or
 * fails where the policy says so.
 */
export function junit(run: Run): Rendered[] {
  const suites = [...criteriaByFile(run)]
  const all = suites.flatMap(([, criteria]) => criteria)
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    element(
      'testsuites',
      { name: 'assay', ...counted(all), time: seconds(elapsed(run.startedAt, run.finishedAt)) },
      '\n',
      ...suites.map(([file, criteria]) => `${suite(file, criteria, run)}\n`),
    ),
  ]
  return [
    { path: 'junit.xml', mediaType: 'application/xml', text: lines.map((line) => `${line}\n`).join('') },
  ]
}

function criteriaByFile(run: Run): Map<string, Criterion[]> {
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
  const budgets = budget.map(({ metric: name, limit, observed, kept }): Criterion => {
    const { title, unit } = metric(name)
    return {
      name: `${label}: budget of ${title}`,
      state: kept ? 'passed' : 'failure',
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
    state: stateOf(verdict, problem, run),
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
      'forks.head': n.head,
      'forks.base': n.base,
      minimumDetectable,
    },
  }
}

function stateOf(verdict: Comparison['verdict'], problem: Problem | undefined, run: Run): State {
  if (verdict === 'regressed') return 'failure'
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

function suite(file: string, criteria: readonly Criterion[], { startedAt }: Run): string {
  const time = seconds(criteria.reduce((sum, criterion) => sum + (criterion.time ?? 0), 0))
  const attributes = { name: file, ...counted(criteria), time, timestamp: startedAt.slice(0, 19) }
  return element(
    'testsuite',
    attributes,
    '\n',
    ...criteria.map((criterion) => `${testCase(file, criterion)}\n`),
  )
}

function counted(criteria: readonly Criterion[]) {
  const n = (state: State) => String(criteria.filter((criterion) => criterion.state === state).length)
  return {
    tests: String(criteria.length),
    failures: n('failure'),
    errors: n('error'),
    skipped: n('skipped'),
  }
}

function testCase(file: string, criterion: Criterion): string {
  const { name, state, reason = '', problem, line, time, statistics = {} } = criterion
  const properties = Object.entries(statistics)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([key, value]) => element('property', { name: key, value: String(value) }))
  const message = problem ? problemSentence(problem) : reason
  return element(
    'testcase',
    {
      classname: file,
      name,
      ...(time !== undefined && time > 0 && { time: seconds(time) }),
      file,
      ...(line !== undefined && { line: String(line) }),
    },
    ...(properties.length > 0 ? [element('properties', {}, ...properties)] : []),
    ...(state === 'skipped' ? [element('skipped', { message })] : []),
    ...(state === 'failure' || state === 'error' ? [failure(state, reason, message, problem)] : []),
  )
}

function failure(
  state: 'failure' | 'error',
  type: string,
  message: string,
  problem: Problem | undefined,
): string {
  const output = problem?.output?.split('\n') ?? []
  const lines = [...(problem ? problemDetails(problem) : []), ...output]
  return element(state, { type, message }, lines.map(escaped).join('\n'))
}

function seconds(ns: number): string {
  return (ns / 1e9).toFixed(3)
}
