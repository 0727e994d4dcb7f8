import type { Comparison } from '../../model/comparison.ts'
import type { GrowthResult } from '../../model/growth.ts'
import { metric } from '../../model/metric.ts'
import type { BenchmarkResult, Run } from '../../model/run.ts'
import { isDecided } from '../compare/comparison-state.ts'
import { isWrongResult } from '../wording/failure-words.ts'
import type { Tone } from '../wording/verdict-words.ts'

/** How a benchmark stands beside its base, the most severe first, and how that should strike the reader. */
export const shortVerdictTones = {
  failed: 'bad',
  wrong: 'bad',
  slower: 'bad',
  heavier: 'bad',
  worse: 'bad',
  'over budget': 'bad',
  'objective lost': 'bad',
  'grows faster': 'bad',
  invalid: 'bad',
  undecided: 'warn',
  'not judged': 'warn',
  excused: 'warn',
  faster: 'good',
  lighter: 'good',
  better: 'good',
  same: 'plain',
  identical: 'plain',
  new: 'plain',
  skipped: 'plain',
} as const satisfies Record<string, Tone>
export type ShortVerdict = keyof typeof shortVerdictTones
const order = Object.keys(shortVerdictTones) as ShortVerdict[]

/**
 * Everything that is to be said of a benchmark in a word, the most severe first; none where it is compared with nothing.
 * `faster`: where it is one of the sizes of what grows faster than declared.
 */
export function shortVerdictsOf(
  benchmark: BenchmarkResult,
  comparisons: readonly Comparison[],
  faster?: GrowthResult,
): ShortVerdict[] {
  const found = new Set([...ownVerdicts(benchmark), ...comparisons.map(shortVerdictOf)])
  if (faster) found.add(faster.excused ? 'excused' : 'grows faster')
  // Of one whose bytes are the same and whose time nobody has compared, that is no whole answer.
  if (found.has('skipped') && found.has('same')) found.add('undecided')
  const all = order.filter((one) => found.has(one))
  // That some of it is the same is no news beside what has changed.
  const news = all.filter((one) => shortVerdictTones[one] !== 'plain' || one === 'new')
  return news.length > 0 ? news : all.slice(0, 1)
}

function ownVerdicts({ state, error, budget = [], objectives = [] }: BenchmarkResult): ShortVerdict[] {
  return [
    ...(state === 'failed' ? [isWrongResult(error) ? ('wrong' as const) : ('failed' as const)] : []),
    ...(state === 'skipped' ? (['skipped'] as const) : []),
    ...(budget.some(({ kept, excused }) => !kept && !excused) ? (['over budget'] as const) : []),
    ...(objectives.some(({ outcome }) => outcome === 'lost') ? (['objective lost'] as const) : []),
  ]
}

/** What a comparison says in a word. */
export function shortVerdictOf(comparison: Comparison): ShortVerdict {
  const { verdict, metric: name, excused } = comparison
  if (verdict === 'regressed') return excused ? 'excused' : worseWord(name)
  if (verdict === 'improved') return betterWord(name)
  if (verdict === 'identical' || verdict === 'new' || verdict === 'invalid') return verdict
  if (isDecided(comparison)) return 'same'
  if (comparison.pairs && comparison.n.head === 0) return 'skipped'
  // The machine, and not the code, keeps recorded numbers from saying anything.
  return comparison.reason === 'machine-moved' ? 'not judged' : 'undecided'
}

/** Slower, heavier, or worse in another way. */
export function worseWord(name: Comparison['metric']): 'slower' | 'heavier' | 'worse' {
  const { unit } = metric(name)
  return unit === 'ns' ? 'slower' : unit === 'byte' ? 'heavier' : 'worse'
}

function betterWord(name: Comparison['metric']): 'faster' | 'lighter' | 'better' {
  const { unit } = metric(name)
  return unit === 'ns' ? 'faster' : unit === 'byte' ? 'lighter' : 'better'
}

/** How many benchmarks stand so, each by the most severe of its words. */
export function countShortVerdicts({ benchmarks, comparisons }: Run): ReadonlyMap<ShortVerdict, number> {
  const byId = Map.groupBy(comparisons, ({ id }) => id)
  const found = new Map<ShortVerdict, number>()
  for (const benchmark of benchmarks) {
    const [worst] = shortVerdictsOf(benchmark, byId.get(benchmark.id) ?? [])
    if (worst !== undefined) found.set(worst, (found.get(worst) ?? 0) + 1)
  }
  return found
}
