import type { Baseline } from '../../model/baseline.ts'
import { isSampled, type MetricName, metric } from '../../model/metric.ts'
import type { BenchmarkResult, Run } from '../../model/run.ts'
import { formatPercent, formatQuantity } from '../../model/unit.ts'
import { median } from '../../stats/quantile.ts'
import { sessionShift } from '../../stats/sessions.ts'
import { studentUpper } from '../../stats/student.ts'
import type { Objection } from './objection.ts'
import { recordedOf } from './recorded.ts'
import type { UpdatePlan } from './update-plan.ts'

/**
 * Sessions of the same code that disagree: the centre of the new one lies further from that of a recorded one than a
 * recorded number may drift (`gate.drift`), proven by what their forks leave open. Alpha is shared by all pairs of
 * sessions and both directions (Bonferroni), so that an update is refused wrongly with probability alpha at most. Of a
 * benchmark's sessions the one that lies furthest away is named.
 *
 * Note: the exact test of ranks has no p small enough for five forks against five, once twenty benchmarks share alpha.
 */
export function disagreements(baselines: readonly Baseline[], run: Run, plan: UpdatePlan): Objection[] {
  const pairs = run.benchmarks
    .filter(({ id }) => plan.get(id)?.state === 'appended')
    .flatMap((benchmark) => pairsOf(benchmark, baselines, run))
  const level = run.policy.alpha / (2 * Math.max(1, pairs.length))
  const furthest = new Map<string, Pair>()
  for (const pair of pairs.filter((one) => isFurther(one, run.policy.drift, level))) {
    const key = JSON.stringify([pair.id, pair.name])
    const known = furthest.get(key)
    if (!known || distance(pair) > distance(known)) furthest.set(key, pair)
  }
  return [...furthest.values()].map((pair) => words(pair, run.policy.drift))
}

/** One metric of one benchmark in two sessions. One value per fork. */
type Pair = {
  readonly id: string
  readonly name: MetricName
  readonly date: string
  readonly then: readonly number[]
  readonly now: readonly number[]
}

function pairsOf(benchmark: BenchmarkResult, baselines: readonly Baseline[], run: Run): Pair[] {
  const { id, metrics } = benchmark
  const { baseline, recorded } = recordedOf(benchmark, baselines) ?? {}
  return run.policy.metrics.filter(isSampled).flatMap((name) => {
    const now = metrics[name]?.values ?? []
    return Object.entries(recorded?.[name] ?? {})
      .map(([session, then]) => ({ id, name, date: baseline?.sessions[session]?.date ?? '', then, now }))
      .filter(isComparable)
  })
}

/** There must be a spread to tell a distance from: values of zero, or all the same, tell none. */
function isComparable({ then, now }: Pair): boolean {
  const all = [...then, ...now]
  return all.every((value) => value > 0) && new Set(then).size > 1 && new Set(now).size > 1
}

function isFurther({ then, now }: Pair, drift: number, level: number): boolean {
  const free = then.length + now.length - 2
  // Nothing but the forks: whether something lies between the sessions is the question.
  const { estimate, error } = sessionShift(now.map(Math.log), [then.map(Math.log)], { variance: 0, df: free })
  return Math.abs(estimate) - studentUpper(level, free) * error > Math.log1p(drift)
}

function distance({ then, now }: Pair): number {
  return Math.abs(Math.log(median(now) / median(then)))
}

function words({ id, name, date, then, now }: Pair, drift: number): Objection {
  const { unit, title } = metric(name)
  const [before, after] = [then, now].map((values) => formatQuantity(median(values), unit))
  const detail = `${title} ${before} then, ${after} now`
  const text = `${id} disagrees with the session of ${date.slice(0, 10)}, which measured the same code: ${detail}, further apart than gate.drift (${formatPercent(drift)}) allows`
  return { reason: 'disagrees', subject: id, detail, text }
}
