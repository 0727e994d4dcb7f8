import type { Comparison } from '../../model/comparison.ts'
import type { Finding } from '../../model/finding.ts'
import { type MetricName, metric } from '../../model/metric.ts'
import type { BenchmarkResult, Run, RunVerdict } from '../../model/run.ts'
import { isDecided, isFailure } from '../compare/comparison-state.ts'

type Judged = {
  readonly benchmarks: readonly BenchmarkResult[]
  readonly comparisons: readonly Comparison[]
  readonly findings: readonly Finding[]
  readonly anchor?: Pick<NonNullable<Run['anchor']>, 'comparisons'> | undefined
  readonly policy?: Pick<Run['policy'], 'metrics'> | undefined
}

/**
 * The verdict of a run; the first line that fits decides. A gate demands that something was decided; a run only
 * looks.
 */
export function judge(
  { benchmarks, comparisons, findings, anchor, policy }: Judged,
  mode: 'run' | 'gate',
): RunVerdict {
  const compared = (verdict: Comparison['verdict']) => comparisons.some((one) => one.verdict === verdict)
  if (benchmarks.length === 0) return 'nothing-measured'
  if (isBroken({ benchmarks, comparisons, findings })) return 'fail'
  if (benchmarks.some(({ budget }) => budget?.some(({ kept, excused }) => !kept && !excused))) return 'fail'
  // What is undecided against the anchor decides nothing: the baseline's word stands.
  if ([...comparisons, ...(anchor?.comparisons ?? [])].some(isFailure)) return 'fail'
  if (compared('invalid')) return 'invalid'
  if (comparisons.some(({ verdict, decisive }) => verdict === 'inconclusive' && decisive))
    return 'inconclusive'
  if (compared('missing') || benchmarks.some(isUnmeasured)) return 'inconclusive'
  if (mode === 'gate' && !hasEvidence(comparisons, benchmarks)) return 'inconclusive'
  if (mode === 'gate' && policy?.metrics.some((name) => isPassedOver(name, benchmarks, comparisons)))
    return 'inconclusive'
  return 'pass'
}

/**
 * Exit code of a run or a gate (DESIGN.md, "Errors and endings"). A run only looks: it fails when something is
 * broken, not when something is slower.
 */
export function exitCode(
  run: Judged & { readonly verdict: RunVerdict; readonly partial: boolean },
  mode: 'run' | 'gate',
  inconclusive: 'warn' | 'fail',
): 0 | 1 | 2 | 3 | 130 {
  if (run.partial) return 130
  if (run.verdict === 'nothing-measured') return 2
  if (mode === 'run') return isBroken(run) ? 1 : 0
  if (run.verdict === 'fail') return 1
  if (run.verdict === 'invalid') return 3
  return run.verdict === 'inconclusive' && inconclusive === 'fail' ? 3 : 0
}

/** A benchmark that does not run or is wrong, or a file that does not load. */
function isBroken({ benchmarks, findings }: Judged): boolean {
  return (
    benchmarks.some(({ state }) => state === 'failed') ||
    findings.some(({ severity }) => severity === 'error')
  )
}

/** The machine kept every fork from measuring it. */
export function isUnmeasured({ state, skipped }: BenchmarkResult): boolean {
  return state === 'skipped' && skipped === 'disturbed'
}

/** Something was decided: by a comparison, or by budgets alone in a project that keeps no baselines. */
function hasEvidence(comparisons: readonly Comparison[], benchmarks: readonly BenchmarkResult[]): boolean {
  const decided = comparisons.some(isDecided)
  return decided || benchmarks.every(({ budget }) => budget !== undefined)
}

/** An exact metric that was measured of a benchmark, and not compared where something else of it was: no pass. */
function isPassedOver(
  name: MetricName,
  benchmarks: readonly BenchmarkResult[],
  comparisons: readonly Comparison[],
): boolean {
  if (metric(name).distribution !== 'exact') return false
  const compared = new Set(comparisons.filter((one) => one.metric === name).map(({ id }) => id))
  const decided = comparisons.filter((one) => isDecided(one) && one.method !== 'identical')
  const looked = new Set(decided.map(({ id }) => id))
  return benchmarks.some(({ id, metrics }) => metrics[name] && looked.has(id) && !compared.has(id))
}
