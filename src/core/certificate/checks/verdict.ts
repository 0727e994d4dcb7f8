import type { Check } from '../../../model/verification.ts'

/** Valid when everything is; invalid when anything is. What is absent or unknown leaves it open. */
export function verdictOf(checks: readonly Check[]): 'valid' | 'invalid' | 'unknown' {
  if (checks.some(({ result }) => result === 'invalid')) return 'invalid'
  return checks.some(({ result }) => result !== 'valid') ? 'unknown' : 'valid'
}
