import type { ControlValues, Run } from '../../model/run.ts'
import { assess } from '../assess/assess.ts'
import { excuseBudgets, excuseComparisons, rulesOf } from '../assess/excuse.ts'
import { judge } from '../assess/verdict.ts'
import { uniteHistories } from '../baseline/history.ts'
import { loosenPolicy } from '../compare/limits.ts'
import { areVoid } from '../compare/paired/null-controls.ts'
import { invalidate } from '../compare/paired/paired-verdict.ts'
import { uniteEnvironmentChanges } from '../compare/unite-environment-changes.ts'
import { judgeGrowth } from '../growth/judge-growth.ts'
import { runId } from '../identity/run-id.ts'
import type { ShardFile } from './check-shards.ts'

/**
 * The run that shards are together, in the order of the listing. Each comparison stands as its shard has decided it, by the
 * number of tests of the whole; verdict and excuses are reached again over all.
 *
 * @param files all shards of one run, as `checkShards` returns them
 */
export function mergeShards(files: readonly ShardFile[]): Run {
  const runs = files.map(({ run }) => run)
  // An empty shard has seen neither a base nor the anchor.
  const first = runs.find(({ benchmarks }) => benchmarks.length > 0) ?? runs[0]!
  const { schema, seed, request, tool, source, environment, policy, configFile, inputs, kinds, metrics } =
    first
  const startedAt = runs.map((one) => one.startedAt).sort()[0]!
  const rules = rulesOf({ policy, startedAt })
  const places = new Map(first.shard.selected.map((id, place) => [id, place]))
  const benchmarks = runs
    .flatMap((one) => one.benchmarks.map((benchmark) => excuseBudgets(benchmark, rules)))
    .toSorted((a, b) => places.get(a.id)! - places.get(b.id)!)
  const known = new Set(benchmarks.map(({ id }) => id))
  const growth = judgeGrowth({ benchmarks, policy })
  const own = mergeCompared(runs, known)
  const anchors = runs.flatMap(({ anchor, ...one }) =>
    anchor ? { ...one, ...anchor, policy: loosenPolicy(policy, anchor) } : [],
  )
  const anchored = mergeCompared(anchors, known)
  const explanations = own.isVoid ? [] : runs.flatMap((one) => one.explanations ?? [])
  const controls = runs.flatMap((one) => (one.controls ? [one.controls] : []))
  const baselines = runs.find((one) => one.baselines)?.baselines
  const recordedControls = runs.find((one) => one.recordedControls)?.recordedControls
  const environmentChanges = uniteEnvironmentChanges(runs.flatMap((one) => one.environmentChanges ?? []))
  const history = uniteHistories(runs.flatMap((one) => one.history ?? []))
  const excused = (comparisons: Run['comparisons']) => excuseComparisons(comparisons, benchmarks, rules)
  const run: Run = {
    schema,
    id: runId(startedAt, source),
    startedAt,
    finishedAt: runs
      .map((one) => one.finishedAt)
      .sort()
      .at(-1)!,
    partial: runs.some(({ partial }) => partial),
    seed,
    request,
    merged: runs.map((one) => ({
      ...{ id: one.id, seed: one.seed, startedAt: one.startedAt, finishedAt: one.finishedAt },
      benchmarks: one.benchmarks.length,
    })),
    tool,
    source,
    environment,
    ...(environmentChanges.length === 0 ? {} : { environmentChanges }),
    policy,
    ...(configFile === undefined ? {} : { configFile }),
    inputs,
    ...(kinds === undefined ? {} : { kinds }),
    ...(metrics === undefined ? {} : { metrics }),
    ...(baselines === undefined ? {} : { baselines }),
    benchmarks,
    ...(controls.length === 0 ? {} : { controls: joinLists(controls) }),
    ...(recordedControls === undefined ? {} : { recordedControls }),
    ...(growth.length === 0 ? {} : { growth }),
    comparisons: excused(own.comparisons),
    ...(own.nullControls.length === 0 ? {} : { nullControls: own.nullControls }),
    ...(anchors[0] === undefined
      ? {}
      : {
          anchor: {
            ...{ ref: anchors[0].ref, tolerance: anchors[0].tolerance, margin: anchors[0].margin },
            comparisons: excused(anchored.comparisons),
            nullControls: anchored.nullControls,
          },
        }),
    ...(history === undefined ? {} : { history }),
    ...(explanations.length === 0 ? {} : { explanations }),
    findings: keepFirst(
      runs.flatMap((one) => one.findings),
      ({ code, subject, message }) => JSON.stringify([code, subject, message]),
    ),
    verdict: 'nothing-measured',
  }
  return { ...run, verdict: judge(assess(run)) }
}

type Compared = Pick<Run, 'comparisons' | 'nullControls' | 'policy' | 'partial'>

/**
 * Where a control of one shard fails, the pairs of none count, as within one run. What only the base has, several shards may
 * have told.
 */
function mergeCompared(lists: readonly Compared[], known: ReadonlySet<string>) {
  const isVoid = lists.some(({ comparisons, nullControls = [], policy, partial }) =>
    areVoid(comparisons, nullControls, policy, partial),
  )
  const all = lists.flatMap(({ comparisons }) => comparisons)
  return {
    isVoid,
    comparisons: keepFirst(isVoid ? all.map(invalidate) : all, ({ id, metric }) =>
      known.has(id) ? undefined : `${metric} ${id}`,
    ),
    nullControls: lists.flatMap(({ nullControls = [] }) => nullControls),
  }
}

/** Of those with the same key the first, and all without one. */
function keepFirst<T>(all: readonly T[], keyOf: (one: T) => string | undefined): T[] {
  const seen = new Set<string>()
  return all.filter((one) => {
    const key = keyOf(one)
    if (key === undefined) return true
    const isFirst = !seen.has(key)
    seen.add(key)
    return isFirst
  })
}

/** All values of a key, one list after the other. */
function joinLists(all: readonly ControlValues[]): ControlValues {
  const lists = Map.groupBy(
    all.flatMap((one) => Object.entries(one)),
    ([key]) => key,
  )
  return Object.fromEntries([...lists].map(([key, own]) => [key, own.flatMap(([, values]) => values)]))
}
