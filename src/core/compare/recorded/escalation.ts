import type { Baseline } from '../../../model/baseline.ts'
import type { Benchmark } from '../../../model/benchmark.ts'
import type { Comparison } from '../../../model/comparison.ts'
import { type Config, policy } from '../../../model/config.ts'
import { isSampled } from '../../../model/metric.ts'
import { comparableSessions, recordedOf } from '../../baseline/recorded.ts'
import { sessionNoise } from '../../baseline/session-noise.ts'

/**
 * Benchmarks about which the recorded numbers leave something open that pairs can decide: suspects, the undecided,
 * and those without numbers that could be compared. What is counted exactly is a fact already, unless too few recorded
 * forks could be counted.
 */
export function needsPairs(comparisons: readonly Comparison[]): ReadonlySet<string> {
  const open = comparisons.filter((one) => {
    if (one.method === 'exact') return !isCounted(one)
    return one.verdict === 'inconclusive' || one.verdict === 'regressed'
  })
  return new Set(open.map(({ id }) => id))
}

/** Benchmarks whose memory needs no second look: everything exact was counted in enough forks. */
export function hasExactCounts(comparisons: readonly Comparison[]): ReadonlySet<string> {
  const exact = comparisons.filter(({ method }) => method === 'exact')
  const open = new Set(exact.filter((one) => !isCounted(one)).map(({ id }) => id))
  return new Set(exact.map(({ id }) => id).filter((id) => !open.has(id)))
}

/** More forks of what cannot be repeated often enough today would be no better. */
function isCounted({ n }: Comparison): boolean {
  return n.base >= policy.memoryForks || n.head < policy.memoryForks
}

/** What pairs have decided takes the place of what was recorded about the same metric, or that nothing was. */
export function replaceRecorded(
  recorded: readonly Comparison[],
  paired: readonly Comparison[],
): Comparison[] {
  const key = ({ id, metric, standsFor }: Comparison) => JSON.stringify([id, standsFor ?? metric])
  const decided = new Set(paired.map(key))
  const measured = new Set(paired.map(({ id }) => id))
  const left = recorded.filter((one) => !(one.verdict === 'new' && measured.has(one.id)))
  return [...left.filter((one) => !decided.has(key(one))), ...paired]
}

/**
 * Of benchmarks that can be measured in pairs, those whose recorded numbers can pass nothing: because there are none for
 * this class of machines, or because their sessions do not show how far sessions scatter. Measuring them for a look that
 * leaves them open in any case would only take time. What pairs cannot see (an edited benchmark file) and what is only
 * counted goes the usual way.
 */
export function selectUnprovable(
  benchmarks: readonly Benchmark[],
  baselines: readonly Baseline[],
  edited: ReadonlySet<string>,
  config: Config,
): Benchmark[] {
  const noise = sessionNoise(baselines, config)
  const sampled = config.gate.metrics.filter(isSampled)
  return benchmarks.filter((benchmark) => {
    const found = recordedOf(benchmark, baselines)
    if (!found) return true
    if (edited.has(benchmark.file) || sampled.length === 0) return false
    const { baseline, recorded } = found
    return sampled.every((name) => {
      const sessions = comparableSessions(baseline, recorded[name], config).map(({ values }) => values)
      return noise(name, sessions) === undefined
    })
  })
}
