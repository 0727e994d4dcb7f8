import type { Benchmark } from '../../model/benchmark.ts'
import { policy } from '../../model/config.ts'
import type { Failure } from '../../model/failure.ts'
import { type Finding, finding } from '../../model/finding.ts'
import type { ProfileResult } from '../../model/profile-report.ts'
import { mean } from '../../stats/moments.ts'
import { elsewhereFindings } from '../kind/function/elsewhere.ts'
import { type OwnCost, ownCosts, totalOf } from './call-tree.ts'
import { onceByKey } from './cause.ts'
import { frameKey, functionKey } from './frame.ts'
import { findFeedback, jitOf } from './jit.ts'
import type { ProfileData } from './profile-data.ts'

/** What forks have told of a benchmark. */
type Seen = {
  readonly profiles: ProfileData
  readonly counts: ProfileData
  readonly withoutInlining: boolean
}

/** Where an operation of the head spends its time, as far as its forks have told. */
export function profileResult(
  { id, file }: Pick<Benchmark, 'id' | 'file'>,
  { profiles, counts, withoutInlining }: Seen,
  artifacts: readonly string[],
): ProfileResult {
  const heads = [...profiles.profiles.values()].flatMap(({ head }) => head ?? [])
  const costs = heads.map(({ tree }) => ownCosts(tree))
  const forks = heads.map(({ tree }) => totalOf(tree))
  const tree = counts.allocations.head
  const [failure] = profiles.failures
  const functions = functionsOf(costs, counts)
  return {
    id,
    file,
    ...(heads.length === 0 && { error: failure ?? nothingSeen }),
    replicates: heads.length,
    samples: heads.reduce((sum, one) => sum + one.samples, 0),
    operation: forks.length === 0 ? 0 : mean(forks),
    forks,
    ...(withoutInlining && { withoutInlining }),
    ...(tree && { allocated: totalOf(tree) }),
    ...(counts.eventLoops.head && { eventLoop: counts.eventLoops.head }),
    functions,
    jit: jitOf(
      counts,
      new Map(functions.map((one) => [functionKey({ name: one.name, url: one.file }), one.cost])),
    ),
    counters: [],
    artifacts: [...artifacts],
  }
}

const nothingSeen: Failure = { reason: 'crashed', message: 'no fork was profiled to its end' }

function functionsOf(
  costs: readonly ReadonlyMap<string, OwnCost>[],
  counts: ProfileData,
): ProfileResult['functions'] {
  const calls = onceByKey(counts.calls.head)
  const frames = new Map(
    costs.flatMap((one) => [...one.values()].map(({ frame }) => [frameKey(frame), frame])),
  )
  const bytes = counts.allocations.head && ownCosts(counts.allocations.head)
  const all = [...frames].map(([key, { name, file, line }]) => {
    const hottest = hottestLine(costs, key)
    const tier = findFeedback({ name, file, line }, counts.feedback.head)?.tier
    const [called, allocated] = [calls.get(key)?.calls, bytes?.get(key)?.cost]
    return {
      ...{ name, file, line },
      cost: mean(costs.map((one) => one.get(key)?.cost ?? 0)),
      ...(hottest !== undefined && { hottest }),
      ...(called !== undefined && { calls: called }),
      ...(allocated !== undefined && { allocated }),
      ...(tier && { tier }),
    }
  })
  const whole = all.reduce((sum, { cost }) => sum + cost, 0)
  return all
    .filter(({ cost }) => cost > 0 && cost >= policy.profile.limits.least * whole)
    .sort((a, b) => b.cost - a.cost)
}

/** The line of a function on which most is spent; `undefined` where no line is known. */
export function hottestLine(costs: readonly ReadonlyMap<string, OwnCost>[], key: string): number | undefined {
  const lines = new Map<number, number>()
  for (const one of costs) {
    for (const [line, cost] of one.get(key)?.lines ?? []) lines.set(line, (lines.get(line) ?? 0) + cost)
  }
  return [...lines].sort(([, a], [, b]) => b - a)[0]?.[0]
}

/** What keeps the profile of a benchmark from telling all that it should. Of one that failed the failure tells everything. */
export function profileFindings(
  { id: subject }: Pick<Benchmark, 'id'>,
  { error, samples }: Pick<ProfileResult, 'error' | 'samples'>,
  failures: ProfileData['failures'],
  spent: ProfileData['spent'] = [],
): Finding[] {
  if (error) return []
  const findings = elsewhereFindings(subject, spent)
  if (samples < policy.profile.fewestSamples) {
    const message = `${samples} ${samples === 1 ? 'sample was' : 'samples were'} taken in its batches: too few to show where its CPU time goes`
    const advice = 'Give it more time (`--time`); one that mostly waits takes next to none.'
    findings.push(finding('few-samples', subject, message, advice))
  }
  for (const why of new Set(failures.map((failure) => failure.message))) {
    const message = `Some of its forks did not deliver their profile: ${why}`
    findings.push(finding('profile-missing', subject, message, ''))
  }
  return findings
}
