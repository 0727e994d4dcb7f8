import type { Comparison } from '../../../model/comparison.ts'
import type { BenchmarkResult, Run } from '../../../model/run.ts'
import { assess } from '../../assess/assess.ts'
import { keeps, worstOf } from '../../assess/budget.ts'
import { excuseBudgets, excuseComparisons, rulesOf } from '../../assess/excuse.ts'
import { metricsOf, stagesOf } from '../../assess/summarize.ts'
import { judge } from '../../assess/verdict.ts'
import { compareExactly } from '../../compare/exact/compare-exactly.ts'
import { limitsFor, limitsOf, loosenPolicy } from '../../compare/limits.ts'
import { areVoid } from '../../compare/paired/null-controls.ts'
import { invalidate, pairedVerdict, rejectOtherResult } from '../../compare/paired/paired-verdict.ts'
import { type Cell, compareCell } from '../../compare/recorded/compare.ts'
import { withdrawPass } from '../../compare/recorded/withdrawn.ts'
import { kindOf } from '../../kind/kinds.ts'
import { type Moves, movesSince } from '../../machine/moved.ts'
import { type Mismatch, mismatchesOf } from './mismatch.ts'
import { recomputeGrowth } from './recompute-growth.ts'
import { type ComparedList, findUnfounded } from './unfounded.ts'

/**
 * Reaches every estimate, interval and verdict of a run once more, from the values of its forks and its policy alone, and
 * tells what does not agree, and what nothing is there for that it could follow from (unfounded.ts). Taken as facts are
 * that a benchmark failed or is invalid for what it did, that nothing it reads has changed (`identical`), that it is `new`
 * or `missing`, why nothing could be compared, and that results differ.
 *
 * Other versions of Node round logarithms otherwise in the last digit.
 */
export function recompute(run: Run): Mismatch[] {
  return [
    ...run.benchmarks.flatMap((one) => [...estimates(one), ...budgets(one, run), ...objectives(one)]),
    ...recomputeGrowth(run),
    ...listsOf(run).flatMap((list) => [...comparisons(run, list), ...findUnfounded(run, list)]),
    ...mismatchesOf('run')('verdict', run.verdict, judge(assess(run))),
  ]
}

function estimates(benchmark: BenchmarkResult): Mismatch[] {
  const about = mismatchesOf(benchmark.id)
  const found = metricsOf(kindOf(benchmark), stagesOf(benchmark))
  return [...new Set([...Object.keys(benchmark.metrics), ...Object.keys(found)])].flatMap((name) => {
    const [stated, follows] = [benchmark.metrics[name], found[name]]
    return [
      ...about(`values of ${name}`, stated?.values ?? [], follows?.values ?? []),
      ...about(`estimate of ${name}`, stated?.estimate, follows?.estimate),
      ...about(`interval of ${name}`, [stated?.low, stated?.high], [follows?.low, follows?.high]),
      ...about(`coverage of ${name}`, stated?.coverage, follows?.coverage),
    ]
  })
}

function budgets(benchmark: BenchmarkResult, run: Run): Mismatch[] {
  const { id, metrics, budget = [] } = excuseBudgets(benchmark, rulesOf(run))
  const about = mismatchesOf(id)
  return budget.flatMap((one, index) => [
    ...about(`budget of ${one.metric}`, one.observed, worstOf(one.metric, metrics)),
    ...about(
      `whether the budget of ${one.metric} is kept`,
      one.kept,
      keeps(one.metric, one.observed, one.limit),
    ),
    ...about(`excuse for the budget of ${one.metric}`, benchmark.budget?.[index]?.excused, one.excused),
  ])
}

/** By the requests of all trials of the run. */
function objectives(benchmark: BenchmarkResult): Mismatch[] {
  const { id, objectives: stated = [] } = benchmark
  const kind = kindOf(benchmark)
  const held = { objectives: stated.map(({ objective }) => objective) }
  const ends = stagesOf(benchmark)
    .flat()
    .filter(({ task }) => task === kind.task)
    .map(({ end }) => end)
  const follows = stated.length === 0 ? [] : (kind.holdToObjectives?.(held, ends) ?? [])
  return stated.flatMap((one, index) => [
    ...mismatchesOf(id)(`'${one.objective.text}' as observed`, one.observed, follows[index]?.observed),
    ...mismatchesOf(id)(`outcome of '${one.objective.text}'`, one.outcome, follows[index]?.outcome),
  ])
}

/** With the base, and with the anchor. */
function listsOf({ policy, comparisons, nullControls = [], anchor }: Run): ComparedList[] {
  const own = { policy, compared: comparisons, controls: nullControls }
  if (!anchor) return [own]
  const { tolerance, margin } = anchor
  const looser = loosenPolicy(policy, { tolerance, margin })
  return [own, { policy: looser, compared: anchor.comparisons, controls: anchor.nullControls ?? [] }]
}

function comparisons(run: Run, { policy, compared, controls }: ComparedList): Mismatch[] {
  const moves = movesSince(run.recordedControls ?? {}, run.controls ?? {}, limitsOf('time', run.policy))
  const isVoid = areVoid(compared, controls, policy, run.partial)
  const found = compared.map((one) => compareAgain(one, policy, isVoid, moves))
  const excused = excuseComparisons(found, run.benchmarks, rulesOf(run))
  const measured = new Map(run.benchmarks.map((one) => [one.id, one.metrics]))
  return compared.flatMap((stated, index) => [
    ...differences(stated, excused[index]!),
    ...unknownValues(stated, measured.get(stated.id)?.[stated.metric]?.values ?? []),
  ])
}

/** The comparison as its values make it. */
function compareAgain(stated: Comparison, policy: Run['policy'], isVoid: boolean, moves: Moves): Comparison {
  const { id, method, pairs, values, cells, sessions, reason } = stated
  const isOther = reason === 'other-result'
  const asStated = (found: Comparison) => (isOther ? rejectOtherResult(found) : found)
  const most = policy.pairs
  const limits = limitsFor(stated, policy)
  if (pairs && cells !== undefined && most !== undefined) {
    const { judged } = pairedVerdict(pairs, limits, cells, most)
    const found = asStated({ ...withoutSize(stated), ...judged })
    return isVoid ? invalidate(found) : found
  }
  if (method === 'exact' && values) {
    const cell = { id, metric: stated.metric, head: values.head, base: values.base.flat() }
    return asStated({ ...withoutSize(stated), ...compareExactly(cell, policy) })
  }
  if (method === 'recorded' && values && cells !== undefined) {
    const ids = sessions?.ids ?? []
    return withdrawPass(compareCell(cellOf(stated, values, ids), policy, cells), moves(ids), policy)
  }
  return stated
}

/** What values alone may state. */
function withoutSize(stated: Comparison): Comparison {
  const { change: _, difference: __, limit: ___, reason: ____, ...rest } = stated
  return rest
}

function cellOf(stated: Comparison, values: NonNullable<Comparison['values']>, ids: readonly string[]): Cell {
  const { scatter, degrees } = stated.sessions ?? {}
  const isKnown = scatter !== undefined && degrees !== undefined
  return {
    ...stated,
    ...values,
    sessions: values.base,
    sessionIds: ids,
    noise: isKnown ? { variance: scatter ** 2, df: degrees } : undefined,
    base: stated.base,
  }
}

/** What of a comparison follows from its values, with its name. */
const computed: readonly (readonly [what: string, of: (comparison: Comparison) => unknown])[] = [
  ['verdict', ({ verdict }) => verdict],
  ['reason', ({ reason }) => reason],
  ['whether it decides', ({ decisive }) => decisive],
  ['change', ({ change }) => change && [change.estimate, change.low, change.high]],
  ['difference', ({ difference }) => difference],
  ['limit', ({ limit }) => limit],
  ['smallest provable slowdown', ({ minimumDetectable }) => minimumDetectable],
  ['number of forks', ({ n }) => [n.head, n.base]],
  ['excuse', ({ excused }) => excused],
]

function differences(stated: Comparison, found: Comparison): Mismatch[] {
  const about = mismatchesOf(stated.id)
  return computed.flatMap(([what, of]) => about(`${what} in ${stated.metric}`, of(stated), of(found)))
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
  if (strange.length === 0) return []
  const what = `forks compared in ${name}`
  return [{ subject: id, what, stated: strange.join(', '), follows: 'no such fork was measured' }]
}
