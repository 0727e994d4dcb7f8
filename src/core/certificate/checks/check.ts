import type { Check } from '../../../model/verification.ts'

/** Without a `subject` it is about the certificate itself. */
export function makeCheck(
  check: Check['check'],
  result: Check['result'],
  message: string,
  subject?: string,
): Check {
  return { check, result, ...(subject === undefined ? {} : { subject }), message }
}

/** Valid when everything is; invalid when anything is. What is absent or unknown leaves it open. */
export function verdictOf(checks: readonly Check[]): 'valid' | 'invalid' | 'unknown' {
  if (checks.some(({ result }) => result === 'invalid')) return 'invalid'
  return checks.some(({ result }) => result !== 'valid') ? 'unknown' : 'valid'
}

/** At most so many of each kind are shown; the rest is counted. */
const mostShown = 5

/** The worst first, the rest counted: a thousand lines say no more than six. */
export function limitChecks(checks: readonly Check[]): Check[] {
  const isLesser = ({ result }: Check) => Number(result !== 'invalid')
  const sorted = checks.toSorted((a, b) => isLesser(a) - isLesser(b))
  const [first, ...others] = sorted.slice(mostShown)
  if (!first) return sorted
  const result = first.result === 'invalid' ? 'invalid' : 'unknown'
  return [...sorted.slice(0, mostShown), makeCheck(first.check, result, `and ${others.length + 1} more`)]
}

/** A statement of somebody else in a message. */
export function shorten(text: string): string {
  return text.length > 160 ? `${text.slice(0, 159)}…` : text
}
