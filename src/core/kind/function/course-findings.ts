import { applyRules, type Finding, type FindingRules } from '../../../model/finding.ts'
import type { Timing } from '../../../model/outcome.ts'
import { formatPercent, formatQuantity } from '../../../model/unit.ts'
import { median } from '../../../stats/quantile.ts'
import { twoSpeeds } from '../../ledger/two-speeds.ts'
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

const rules: FindingRules<readonly Timing[]> = {
  /** Whether each process settles on one of two speeds. A fork that shared its CPU may be slow for that alone. */
  'bimodal-forks'(timings) {
    const speeds = twoSpeeds(timings.filter(({ cleanOnly }) => cleanOnly).map(({ value }) => value))
    if (!speeds) return undefined
    const { fast, slow, inside } = speeds
    const [quick, long] = [fast, slow].map((group) => formatQuantity(median(group), 'ns'))
    return [
      `Its forks fall into two groups: ${fast.length} at ${quick} and ${slow.length} at ${long}, which differ by at most ${formatPercent(inside)} inside; its median depends on which of them is larger`,
      'The code or the data settles differently from process to process (what was compiled when, memory layout), or a CPU is slower while the one that it shares a core with is busy: make more forks (--forks), and look for what differs.',
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
