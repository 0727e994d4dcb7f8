import type { Check } from '../../../model/verification.ts'

/** At most so many of each kind are shown; the rest is counted. */
const mostShown = 5

/** The worst first, the rest counted: a thousand lines say no more than six. */
export function limitChecks(checks: readonly Check[]): Check[] {
  const sorted = [
    ...checks.filter(({ result }) => result === 'invalid'),
    ...checks.filter(({ result }) => result !== 'invalid'),
  ]
  const rest = sorted.slice(mostShown)
  if (rest.length === 0) return sorted
  const { check } = sorted[0]!
  const result = rest.some((one) => one.result === 'invalid') ? 'invalid' : 'unknown'
  return [...sorted.slice(0, mostShown), { check, result, message: `and ${rest.length} more` }]
}

/** A statement of somebody else in a message. */
export function shorten(text: string): string {
  return text.length > 160 ? `${text.slice(0, 159)}…` : text
}
