import { applyRules, type Finding, type FindingRules } from '../../../model/finding.ts'
import type { Timing } from '../../../model/outcome.ts'
import { formatPercent, formatQuantity } from '../../../model/unit.ts'
import { median } from '../../../stats/quantile.ts'
import type { Sorted } from '../../../stats/sample.ts'
import { twoGroups } from '../../../stats/two-groups.ts'
import { type CourseKind, classifySteadiness } from './course.ts'

/** What the course of a benchmark's samples tells, in most of its forks or between them. */
export function courseFindings(subject: string, timings: readonly Timing[]): Finding[] {
  return [...within(subject, timings), ...applyRules(rules, subject, timings)]
}

/** What most forks did while they were sampled. Forks that most do differently, but do not stand still, agree in that. */
function within(subject: string, timings: readonly Timing[]): Finding[] {
  const seen = timings.map(seenIn)
  const moving = seen.filter(({ kind }) => kind !== 'flat')
  if (moving.length * 2 <= timings.length) return []
  const alike = (['warming-up', 'slowing-down', 'bimodal'] as const).find(
    (kind) => moving.filter((one) => one.kind === kind).length * 2 > timings.length,
  )
  const counted = alike ? moving.filter(({ kind }) => kind === alike) : moving
  const code = alike === 'warming-up' ? 'still-warming-up' : (alike ?? 'never-steady')
  const forks = `${counted.length} of ${timings.length} forks`
  return applyRules({ [code]: words[code] }, subject, { seen: counted, forks })
}

/**
 * What a fork did: its course, where it can be told. Otherwise (a few slow samples, or a CPU shared with others,
 * which moves the samples of any code) what its warm-up saw.
 */
function seenIn({ cleanOnly, series, steady }: Timing): Seen {
  const course = cleanOnly ? classifySteadiness(series) : undefined
  return course ?? (steady ? { kind: 'flat' } : { kind: 'unsteady' })
}

type Seen = { readonly kind: CourseKind; readonly low?: number; readonly high?: number }
type Moving = { readonly seen: readonly Seen[]; readonly forks: string }

const words: FindingRules<Moving> = {
  'still-warming-up': ({ seen, forks }) => [
    `In ${forks} its time fell from ${level(seen, 'high')} to ${level(seen, 'low')} while it was sampled: the warm-up was not over`,
    'Give it more time (--time).',
  ],
  'slowing-down': ({ seen, forks }) => [
    `In ${forks} its time rose from ${level(seen, 'low')} to ${level(seen, 'high')} while it was sampled`,
    'Look for what grows with every call (a cache, an array, listeners), and let prepare make it afresh for each.',
  ],
  bimodal: ({ seen, forks }) => [
    `In ${forks} its samples alternate between ${level(seen, 'low')} and ${level(seen, 'high')}; their median says little`,
    'Find what only some calls do (a collection, a buffer that is flushed, another branch), and measure the two cases apart.',
  ],
  'never-steady': ({ seen, forks }) => [
    seen.some(({ low }) => low !== undefined)
      ? `${forks} did not reach a steady state: their samples go on changing, between ${level(seen, 'low')} and ${level(seen, 'high')}`
      : `${forks} did not reach a steady state during warm-up`,
    'Give it more time (--time), or make the work of an operation smaller and equal each time.',
  ],
}

/** Median over the forks of one of the levels that they saw. */
function level(seen: readonly Seen[], end: 'low' | 'high'): string {
  return formatQuantity(median(seen.flatMap((one) => one[end] ?? [])), 'ns')
}

/**
 * Two groups of forks: at least two in each of at least five, this far apart as a ratio, and by more than a
 * multiple of the range inside either. One gap in five values is easily wide beside the others, so the fewer
 * there are, the larger the multiple is: 1 + forks ÷ count (test/core/kind/function/course-simulation.test.ts).
 */
const groups = { fewest: 5, each: 2, ratio: 0.1, forks: 15 } as const

const rules: FindingRules<readonly Timing[]> = {
  /** Whether each process settles on one of two speeds. A fork that shared its CPU may be slow for that alone. */
  'bimodal-forks'(timings) {
    const values = timings.filter(({ cleanOnly, value }) => cleanOnly && value > 0).map(({ value }) => value)
    if (values.length < groups.fewest) return undefined
    const { low, high } = twoGroups(values.map(Math.log))
    if (Math.min(low.length, high.length) < groups.each) return undefined
    const inside = Math.max(range(low), range(high))
    const gap = high[0]! - low.at(-1)!
    if (gap < Math.max(Math.log1p(groups.ratio), (1 + groups.forks / values.length) * inside))
      return undefined
    const [fast, slow] = [low, high].map((group) => formatQuantity(Math.exp(median(group)), 'ns'))
    return [
      `Its forks fall into two groups: ${low.length} at ${fast} and ${high.length} at ${slow}, which differ by at most ${formatPercent(Math.expm1(inside))} inside; its median depends on which of them is larger`,
      'The code or the data settles differently from process to process (what was compiled when, memory layout): make more forks (--forks), and look for what differs.',
    ]
  },

  deoptimized(timings) {
    const counts = timings.flatMap(({ deoptimizations = 0 }) => (deoptimizations > 0 ? deoptimizations : []))
    if (counts.length * 2 <= timings.length) return undefined
    const times = median(counts)
    return [
      `In ${counts.length} of ${timings.length} forks optimised code was thrown away while it was sampled, ${times === 1 ? 'once' : `${times} times`} in the median`,
      'Give every call values of the same types and shapes; node --trace-deopt tells what was assumed and did not hold.',
    ]
  },
}

function range(ascending: Sorted): number {
  return ascending.at(-1)! - ascending[0]!
}
