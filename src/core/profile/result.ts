import type { Benchmark } from '../../model/benchmark.ts'
import { policy } from '../../model/config.ts'
import type { Failure } from '../../model/outcome.ts'
import type { Deoptimization } from '../../model/profile.ts'
import type { ProfileResult } from '../../model/profile-report.ts'
import { mean } from '../../stats/moments.ts'
import { median } from '../../stats/quantile.ts'
import { totalOf } from './call-tree.ts'
import { deoptimizationsOf, learntOf } from './compiled.ts'
import { functionKey, keyOf } from './frame.ts'
import type { Gathered } from './gathered.ts'
import { loopTimes } from './loop-times.ts'
import { type OwnCost, ownCosts } from './own-cost.ts'

/** Where an operation of the head spends its time, as far as its forks have told. */
export function profileResult(
  { id, file }: Pick<Benchmark, 'id' | 'file'>,
  profiles: Gathered,
  counts: Gathered,
  artifacts: readonly string[],
): ProfileResult {
  const heads = [...profiles.profiles.values()].flatMap(({ head }) => head ?? [])
  const costs = heads.map(({ tree }) => ownCosts(tree))
  const forks = heads.map(({ tree }) => totalOf(tree))
  const tree = counts.allocations.head
  const [failure] = profiles.failures
  return {
    id,
    file,
    ...(heads.length === 0 && { error: failure ?? nothingSeen }),
    replicates: heads.length,
    samples: heads.reduce((sum, { profile }) => sum + profile.samples.length, 0),
    operation: forks.length === 0 ? 0 : median(forks),
    forks,
    ...(tree && { allocated: totalOf(tree) }),
    ...(counts.eventLoops.head && { eventLoop: loopTimes(counts.eventLoops.head) }),
    functions: functionsOf(costs, counts),
    counters: [],
    artifacts: [...artifacts],
  }
}

const nothingSeen: Failure = { reason: 'crashed', message: 'no fork was profiled to its end' }

function functionsOf(
  costs: readonly ReadonlyMap<string, OwnCost>[],
  counts: Gathered,
): ProfileResult['functions'] {
  const calls = new Map(
    (counts.calls.head ?? []).map((one) => {
      return [functionKey(one), one.calls]
    }),
  )
  const frames = new Map(costs.flatMap((one) => [...one.values()].map(({ frame }) => [keyOf(frame), frame])))
  const bytes = counts.allocations.head && ownCosts(counts.allocations.head)
  const all = [...frames].map(([key, { name, file, line }]) => {
    const hottest = hottestLine(costs, key)
    const [called, allocated] = [calls.get(key), bytes?.get(key)?.cost]
    return {
      ...{ name, file, line },
      cost: mean(costs.map((one) => one.get(key)?.cost ?? 0)),
      ...(hottest !== undefined && { hottest }),
      ...(called !== undefined && { calls: called }),
      ...(allocated !== undefined && { allocated }),
      ...compiledOf(key, counts),
    }
  })
  const whole = all.reduce((sum, { cost }) => sum + cost, 0)
  return all
    .filter(({ cost }) => cost > 0 && cost >= policy.profile.limits.least * whole)
    .sort((a, b) => b.cost - a.cost)
}

/** What V8 has made of a function of the head, and what it has thrown away again. */
function compiledOf(
  key: string,
  { calls, feedback, deoptimizations }: Gathered,
): Pick<ProfileResult['functions'][number], 'tier' | 'shapes' | 'deoptimizations'> {
  const learnt = learntOf(key, feedback.head ?? [])
  const thrown = deoptimizationsOf(key, calls.head ?? [], deoptimizations.head)
  return {
    ...(learnt && {
      tier: learnt.tier,
      shapes: { polymorphic: learnt.polymorphic, megamorphic: learnt.megamorphic },
    }),
    ...(thrown &&
      thrown.count > 0 && { deoptimizations: { count: thrown.count, places: placesOf(thrown.rows) } }),
  }
}

/** Each place and reason once. */
function placesOf(rows: readonly Deoptimization[]): { line: number; reason: string }[] {
  return [...new Map(rows.map(({ line, reason }) => [`${line} ${reason}`, { line, reason }])).values()]
}

/** The line of a function on which most is spent; `undefined` where no line is known. */
export function hottestLine(costs: readonly ReadonlyMap<string, OwnCost>[], key: string): number | undefined {
  const lines = new Map<number, number>()
  for (const one of costs) {
    for (const [line, cost] of one.get(key)?.lines ?? []) lines.set(line, (lines.get(line) ?? 0) + cost)
  }
  return [...lines].sort(([, a], [, b]) => b - a)[0]?.[0]
}
