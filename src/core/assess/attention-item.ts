import type { Tone } from '../wording/verdict-words.ts'

/** Worst first. */
export const attentionKinds = [
  'error',
  'failed',
  'wrong result',
  'over budget',
  'regressed',
  'invalid',
  'missing',
  'inconclusive',
  'warning',
] as const
export type AttentionKind = (typeof attentionKinds)[number]

/** Something that a person should look at. All text is as it came in: renderers escape it. */
export type Attention = {
  readonly kind: AttentionKind
  readonly tone: Tone
  /** Ids of benchmarks, files, or `run`. */
  readonly subjects: readonly [string, ...string[]]
  /** What tells it from other items about the same subject, in every run: a metric, a budget, the code of a finding. */
  readonly about: string
  /** Continues the subject: "is 48.2 % slower than the baseline". */
  readonly what: string
  readonly cause?: string
  /** What the process printed before it failed, in lines. */
  readonly output?: string
  readonly next: string
  readonly command?: string
}

/** A cause of all these sentences, if there are any. */
export function optionalCause(...parts: string[]): { cause?: string } {
  const sentences = parts.filter((part) => part !== '')
  const cause = sentences.map((part) => (/[.:!?…]$/u.test(part) ? part : `${part}.`)).join(' ')
  return cause === '' ? {} : { cause }
}
