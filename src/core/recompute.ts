import type { Comparison } from '../model/comparison.ts'
import type { BenchmarkResult, NullControl, Run } from '../model/run.ts'
import { type Cell, compare } from './compare.ts'
import { compareExactly } from './compare-exactly.ts'
import { excuseBudgets, excuseComparisons, rulesOf } from './excuse.ts'
import { type Moves, movesSince, withdrawn } from './machine-moved.ts'
import { doubted, hasFailed, pairedVerdict, voided } from './paired-verdict.ts'
import { estimateOf } from './summarize.ts'
import { judge } from './verdict.ts'

/** A statement of a Run document that does not follow from its raw values. */
export type Mismatch = {
  /** Id of a benchmark, or `run`. */
  readonly subject: string
  /** What is stated, e.g. `verdict in time`. */
  readonly what: string
  readonly stated: string
  readonly follows: string
}

/**
 * Reaches every estimate, interval and verdict of a run once more, from the values of its forks and its policy alone, and
 * tells what does not agree. What the document has no values of is taken from it as a fact: that a benchmark failed, that
 * nothing it reads has changed (`identical`), that it is `new` or `missing`, that results differ.
 *
 * Numbers agree to nine digits: other versions of Node round logarithms otherwise in the last one.
 */
export function recompute(run: Run): Mismatch[] {
  return [
    ...run.benchmarks.flatMap((one) => [...estimates(one), ...budgets(one, run)]),
    ...comparisons(run),
    ...whole(run),
  ]
}

function estimates(benchmark: BenchmarkResult): Mismatch[] {
  const { id, metrics, timings } = benchmark
  const about = mismatchesOf(id)
  const times = timings.map(({ value }) => value)
  return [
    ...about('times of the forks', times, metrics.time?.forks ?? []),
    ...Object.entries(metrics).flatMap(([name, stated]) => {
      const { estimate, low, high, coverage } = estimateOf(
        name as keyof typeof metrics,
        stated.forks,
        timings,
      )
      return [
        ...about(`estimate of ${name}`, stated.estimate, estimate),
        ...about(`interval of ${name}`, [stated.low, stated.high], [low, high]),
        ...about(`coverage of ${name}`, stated.coverage, coverage),
      ]
    }),
  ]
}

function budgets(benchmark: BenchmarkResult, run: Run): Mismatch[] {
  const { id, metrics, budget = [] } = excuseBudgets(benchmark, rulesOf(run))
  const about = mismatchesOf(id)
  return budget.flatMap((one, index) => [
    ...about(`budget of ${one.metric}`, one.observed, metrics[one.metric]?.high),
    ...about(`whether the budget of ${one.metric} is kept`, one.kept, one.observed <= one.limit),
    ...about(`excuse for the budget of ${one.metric}`, benchmark.budget?.[index]?.excused, one.excused),
  ])
}

function comparisons(run: Run): Mismatch[] {
  const { policy, anchor } = run
  const moves = movesSince(run.recordedControls ?? {}, run.controls ?? {}, policy)
  const lists = [
    { policy, compared: run.comparisons, controls: run.nullControls ?? [] },
    ...(anchor
      ? [
          {
            policy: { ...policy, tolerance: anchor.tolerance, margin: anchor.margin },
            compared: anchor.comparisons,
            controls: anchor.nullControls ?? [],
          },
        ]
      : []),
  ]
  const measured = new Map(run.benchmarks.map((one) => [one.id, one.metrics]))
  return lists.flatMap((list) => {
    const found = list.compared.map((one) => again(one, { ...list, moves }))
    const excused = excuseComparisons(found, run.benchmarks, rulesOf(run))
    return list.compared.flatMap((stated, index) => [
      ...differences(stated, excused[index]!),
      ...unknownValues(stated, measured.get(stated.id)?.[stated.metric]?.forks ?? []),
    ])
  })
}

type Circumstances = {
  readonly policy: Run['policy']
  readonly controls: readonly NullControl[]
  readonly moves: Moves
}

/** The comparison as its values make it. */
function again(stated: Comparison, { policy, controls, moves }: Circumstances): Comparison {
  const { id, method, pairs, values, cells, sessions, findings } = stated
  const isOther = findings.some(({ code }) => code === 'different-result')
  const most = policy.pairs
  if (pairs && cells !== undefined && most !== undefined) {
    const { judged } = pairedVerdict(pairs, policy, cells, most)
    const verdict = isOther ? doubted(judged.verdict) : judged.verdict
    const found = { ...withoutSize(stated), ...judged, verdict }
    return controls.some((control) => hasFailed(control, policy, most)) ? voided(found) : found
  }
  if (method === 'exact' && values) {
    const judged = compareExactly(
      { id, metric: stated.metric, head: values.head, base: values.base.flat() },
      policy,
    )
    return { ...withoutSize(stated), ...judged, verdict: isOther ? doubted(judged.verdict) : judged.verdict }
  }
  if (method === 'recorded' && values && cells !== undefined) {
    const ids = sessions?.ids ?? []
    return withdrawn(compare(cellOf(stated, values, ids), policy, cells), moves(ids), policy)
  }
  return stated
}

/** What values alone may state. */
function withoutSize(stated: Comparison): Comparison {
  const { change: _, difference: __, limit: ___, ...rest } = stated
  return rest
}

function cellOf(stated: Comparison, values: NonNullable<Comparison['values']>, ids: readonly string[]): Cell {
  const { id, metric: name, standsFor, base, sessions } = stated
  const { scatter, degrees } = sessions ?? {}
  return {
    id,
    metric: name,
    ...(standsFor === undefined ? {} : { standsFor }),
    head: values.head,
    confirmation: values.confirmation,
    sessions: values.base,
    sessionIds: ids,
    noise:
      scatter === undefined || degrees === undefined ? undefined : { variance: scatter ** 2, df: degrees },
    baseCommit: base.commit,
    baseline: base.baseline ?? '',
  }
}

function differences(stated: Comparison, found: Comparison): Mismatch[] {
  const about = mismatchesOf(stated.id)
  const of = (what: string) => `${what} in ${stated.metric}`
  const { change, verdict, decisive, difference, limit, minimumDetectable, n, excused } = found
  return [
    ...about(of('verdict'), stated.verdict, verdict),
    ...about(of('whether it decides'), stated.decisive, decisive),
    ...about(of('change'), numbersOf(stated.change), numbersOf(change)),
    ...about(of('difference'), stated.difference, difference),
    ...about(of('limit'), stated.limit, limit),
    ...about(of('smallest provable slowdown'), stated.minimumDetectable, minimumDetectable),
    ...about(of('number of forks'), [stated.n.head, stated.n.base], [n.head, n.base]),
    ...about(of('excuse'), stated.excused, excused),
  ]
}

function numbersOf(change: Comparison['change']): unknown {
  return change && [change.estimate, change.low, change.high]
}

/** What is compared must have been measured: the forks of the head are among those of its benchmark. */
function unknownValues({ id, metric: name, values }: Comparison, measured: readonly number[]): Mismatch[] {
  if (!values) return []
  const forks = [...measured]
  const strange = [...values.head, ...values.confirmation].filter((value) => {
    const place = forks.indexOf(value)
    if (place >= 0) forks.splice(place, 1)
    return place < 0
  })
  return strange.length === 0
    ? []
    : [
        {
          subject: id,
          what: `forks compared in ${name}`,
          stated: strange.map(String).join(', '),
          follows: 'no such fork was measured',
        },
      ]
}

function whole(run: Run): Mismatch[] {
  const mode = run.request.command === 'run' ? 'run' : 'gate'
  return mismatchesOf('run')('verdict', run.verdict, judge(run, mode))
}

function mismatchesOf(subject: string) {
  return (what: string, stated: unknown, follows: unknown): Mismatch[] =>
    agree(stated, follows) ? [] : [{ subject, what, stated: words(stated), follows: words(follows) }]
}

function words(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'none')
}

const digits = 1e-9

function agree(one: unknown, other: unknown): boolean {
  if (typeof one === 'number' && typeof other === 'number') {
    return one === other || Math.abs(one - other) <= digits * Math.max(Math.abs(one), Math.abs(other), 1e-9)
  }
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => agree(item, other[index]))
  }
  return one === other
}
