import { type MetricName, metricNames } from '../model/metric.ts'
import {
  type Insight,
  impactSchema,
  longestNote,
  type OutcomeEntry,
  outcomeEntrySchema,
} from '../model/note.ts'
import { parsePercent } from '../model/unit.ts'
import type { FlagValues } from './invocation.ts'
import { usageError } from './usage-error.ts'

/** What the flags of `assay log` mean. All of these throw an AssayError `usage` where they are wrong. */

/** What a note says; several words may go without quotes. */
export function textOf(words: readonly string[]): string {
  return bounded(words.join(' '), 'a note needs a text', 'Write it after the command, in quotes.')
}

export function reasonOf({ why = '' }: FlagValues<'why'>): string {
  return bounded(why, 'this needs a reason', 'Add --why "…": it explains the entry to later readers.')
}

export function aboutOf({ about }: FlagValues<'about'>): string[] {
  return about.map((filter) => filter.trim()).filter((filter) => filter !== '')
}

/** The one id that `done`, `close` and `show` are given. */
export function only(words: readonly string[]): string {
  const [id, ...others] = words
  if (id !== undefined && others.length === 0) return id
  throw usageError(
    id === undefined ? 'this needs the id of an entry' : `'${words.join(' ')}' is no single id`,
    "'assay log show' lists the newest entries; the last four characters of an id are mostly enough.",
  )
}

export function weightOf({
  area: given,
  impact,
  confidence,
}: FlagValues<'area' | 'impact' | 'confidence'>): Pick<Insight, 'area' | 'impact' | 'confidence'> {
  const area = trimText(given)?.toLowerCase()
  return {
    ...(area !== undefined && { area }),
    ...(impact !== undefined && { impact: oneOf(impactSchema, impact, '--impact') }),
    ...(confidence !== undefined && { confidence: shareOf(confidence) }),
  }
}

export function hypothesisOf({ metric = 'time', target }: FlagValues<'metric' | 'target'>): {
  metric: MetricName
  target: string
} {
  if (target !== undefined) return { metric: oneOf({ options: metricNames() }, metric, '--metric'), target }
  throw usageError('a hypothesis needs a target', "Add --target '50 ms', or a change: --target '-20 %'.")
}

export function readOwner({ owner: given }: FlagValues<'owner'>): { owner?: string } {
  const owner = trimText(given)
  return owner === undefined ? {} : { owner }
}

export function closingOf(flags: FlagValues<'as' | 'why'>): {
  verdict: OutcomeEntry['verdict']
  why: string
} {
  return { verdict: oneOf(outcomeEntrySchema.shape.verdict, flags.as ?? '', '--as'), why: reasonOf(flags) }
}

export function trimText(text: string | undefined): string | undefined {
  return text?.trim() || undefined
}

function bounded(text: string, missing: string, advice: string): string {
  const found = text.trim()
  if (found === '') throw usageError(missing, advice)
  if (found.length <= longestNote) return found
  throw usageError(
    `a text of ${found.length} characters is no note; ${longestNote} is the most`,
    'Shorten it.',
  )
}

function oneOf<T extends string>(
  { options }: { readonly options: readonly T[] },
  text: string,
  flag: string,
): T {
  const found = options.find((option) => option === text)
  if (found !== undefined) return found
  throw usageError(`${flag} '${text}' is none of ${options.join(', ')}`, 'Write one of them.')
}

/** `0.8` or `80 %`. */
function shareOf(text: string): number {
  const share = parsePercent(text) ?? (text.trim() === '' ? Number.NaN : Number(text))
  if (share >= 0 && share <= 1) return share
  throw usageError(`--confidence '${text}' is no share such as 0.8 or '80 %'`, 'Write a number from 0 to 1.')
}
