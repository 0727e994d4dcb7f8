import type { Comparison } from '../../model/comparison.ts'
import type { Finding } from '../../model/finding.ts'
import type { GrowthResult } from '../../model/growth.ts'
import type { ObjectiveResult } from '../../model/objective.ts'
import type { BenchmarkResult, BudgetResult } from '../../model/run.ts'
import type { Tone } from '../wording/verdict-words.ts'

/** What a run is held to, and how it turned out: one item for each criterion, worst first (assess.ts). */
export type Assessment = readonly Item[]

/** What does not simply hold, worst first, and what it means. */
export const attentionMeanings = {
  error: 'Something is broken that belongs to no single number.',
  failed: 'A benchmark could not be measured: it threw, crashed, hung or ran out of memory.',
  'wrong result': 'A benchmark returns something else than its verify, or its group, demands.',
  'over budget': 'The upper end of the interval of what was measured is above the limit of the benchmark.',
  'objective lost':
    'What was observed of the requests of a load is beyond its objective, with its whole interval.',
  'grows faster': 'A benchmark grows faster with its parameter than it declares.',
  regressed: 'A benchmark is worse than its base, by provably more than the tolerance.',
  invalid: 'The numbers of a benchmark and of its base cannot be compared.',
  missing: 'A benchmark is in the base, but was not measured.',
  inconclusive: 'Neither a slowdown nor its absence could be proven.',
  warning: 'A number is weaker than it looks.',
} as const
export type AttentionKind = keyof typeof attentionMeanings
export const attentionKinds = Object.keys(attentionMeanings) as AttentionKind[]

/** What a criterion is about, with what it was decided on. */
type Source =
  /** It runs and is right. */
  | { readonly criterion: 'sound' }
  | { readonly criterion: 'budget'; readonly budget: BudgetResult }
  | { readonly criterion: 'objective'; readonly objective: ObjectiveResult }
  /** It is not worse than its base, or than the anchor. */
  | { readonly criterion: 'comparison' | 'anchor'; readonly comparison: Comparison }
  /** It grows with its parameter no faster than it declares. The subject is all of its sizes. */
  | { readonly criterion: 'growth'; readonly growth: GrowthResult }
  /** Nothing is broken that belongs to no single number. A warning demands nothing. */
  | { readonly criterion: 'finding'; readonly finding: Finding }
  /** A gate decides something, of every metric that it is asked for. */
  | { readonly criterion: 'evidence' }

export type Item = Source & {
  /** Id of a benchmark or of benchmarks that grow, a file, or `run`. */
  readonly subject: string
  /** What tells it from other items about the same subject, in every run: a metric, a budget, the code of a finding. */
  readonly about: string
  /** The subject, where it was measured or should have been. */
  readonly benchmark?: BenchmarkResult | undefined
  /** `open`: nothing was demanded, or nothing can be: of a new benchmark, or of one that was not measured. */
  readonly state: 'met' | 'not-met' | 'undecided' | 'excused' | 'open'
  /** Whether somebody should look at it, and whether it fails a gate. */
  readonly look: 'failure' | 'warning' | 'none'
  /** In words; absent where it is met or open. */
  readonly told?: Told
  readonly numbers?: Numbers
  /** Who accepts it, or has promised to repair it, and until when. */
  readonly owner?: string
  readonly until?: string
}

/** All text is as it came in: writers escape it. */
export type Told = {
  readonly kind: AttentionKind
  readonly tone: Tone
  /** Continues the subject: "is 48.2 % slower than the baseline". */
  readonly what: string
  /** The reason in a few words, without a full stop: what an error says, what profiles say. */
  readonly why?: string
  /** What excuses it, without a full stop. */
  readonly excuse?: string
  /** What it comes from, the same for all that comes from it: a function, else the benchmark itself. */
  readonly source?: string
  /** All that is known of why, in sentences. */
  readonly cause?: string
  /** What the process printed before it failed, in lines. */
  readonly output?: string
  readonly next: string
  readonly command?: string
}

/**
 * What must not be exceeded and what was seen: of a comparison as ratio − 1, of growth as a factor, of a budget and of exact
 * metrics in base units.
 */
export type Numbers = {
  readonly atMost?: number
  readonly observed?: number
  readonly low?: number | null
  readonly high?: number | null
  /** Forks or pairs that it was decided on. */
  readonly samples: number
}

/** A cause of all these sentences, if there are any. */
export function optionalCause(...parts: string[]): { cause?: string } {
  const sentences = parts.filter((part) => part !== '')
  const cause = sentences.map((part) => (/[.:!?…]$/u.test(part) ? part : `${part}.`)).join(' ')
  return cause === '' ? {} : { cause }
}
