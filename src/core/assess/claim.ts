import type { Comparison } from '../../model/comparison.ts'
import { basePhrase } from '../wording/commit.ts'

/** What was compared with, where all were compared with the same. */
export function sharedBase(comparisons: readonly Comparison[], otherwise = 'the baseline'): string {
  const bases = new Set(comparisons.filter(({ verdict }) => verdict !== 'missing').map(basePhrase))
  return bases.size === 1 ? [...bases][0]! : otherwise
}

/** Where nothing had to be measured, because nothing has changed: without a full stop. */
export function unchangedWords(comparisons: readonly Comparison[]): string | undefined {
  if (!comparisons.every(({ verdict }) => verdict === 'identical')) return undefined
  const benchmarks = new Set(comparisons.map(({ id }) => id)).size
  const verb = comparisons.some(({ unexecuted }) => unexecuted) ? 'run' : 'read'
  const who = benchmarks === 1 ? `the benchmark ${verb}s` : `${benchmarks} benchmarks ${verb}`
  return `nothing that ${who} has changed since ${sharedBase(comparisons)}`
}
