import type { EnvironmentChange, EnvironmentDifference } from '../../model/environment-record.ts'
import { count } from './count.ts'
import { displayWidth } from './display-width.ts'
import { visible } from './plain.ts'

/** Differences that are named where room is short, and the longest value that is told. */
const mostNamed = 4
const longest = 40

/** "kernel 6.8.0-31 → 6.11.0-9", "package zod is new (4.1.0)". Text is as it came in: writers escape it. */
export function tellDifference({ what, before, now }: EnvironmentDifference): string {
  const [then, present] = [before, now].map((text) => (text === undefined ? undefined : visible(text)))
  // A sentence of the kernel says nothing when it is cut.
  if ([then, present].some((text) => text !== undefined && displayWidth(text) > longest))
    return `${what} (changed)`
  if (then === undefined && present === undefined) return what
  if (then === undefined) return `${what} is new (${present})`
  if (present === undefined) return `${what} is gone (${then})`
  return `${what} ${then} → ${present}`
}

/** The first differences by name, and how many others there are. */
export function tellDifferences({ differences }: Pick<EnvironmentChange, 'differences'>): string {
  const named = differences.slice(0, mostNamed).map(tellDifference)
  const rest = differences.length - named.length
  return [...named, ...(rest > 0 ? [count(rest, 'more difference')] : [])].join(', ')
}

/**
 * What differs from the newest recorded environment that differs, and that there are others: the most suspicious first, for the
 * end may be cut. `undefined` where nothing is known to differ.
 */
export function tellEnvironment(changes: readonly EnvironmentChange[] | undefined): string | undefined {
  const [first, ...others] = changes ?? []
  if (!first) return undefined
  const since =
    first.class === undefined
      ? `since the baseline of ${first.date.slice(0, 10)}`
      : `from class ${first.class}, whose numbers are not judged`
  const rest =
    others.length === 0 ? '' : `; ${count(others.length, 'other recorded environment')} in the report`
  return `${tellDifferences(first)} ${since}${rest}`
}
