import type { Failure, FailureReason } from '../../model/failure.ts'

/** An end that the worker knows the reason of; anything else that is thrown comes from the user's code. */
export class Failed extends Error {
  readonly failure: Failure

  constructor(failure: Failure) {
    super(failure.message)
    this.failure = failure
  }
}

/** Nothing of a fork's batches is left when what others took of them is taken off: another fork may have more luck. */
export const disturbed = {
  reason: 'disturbed',
  message: 'other processes had the CPU for as long as its batches took: none of its own time is left',
} as const satisfies Failure

/** Words whatever was thrown: not every `throw` throws an Error. */
export function toFailure(thrown: unknown, reason: FailureReason): Failure {
  if (thrown instanceof Failed) return thrown.failure
  if (thrown instanceof Error) {
    const { name, message, stack } = thrown
    return { reason, message: message ? `${name}: ${message}` : name, ...(stack ? { stack } : {}) }
  }
  return { reason, message: `threw ${describe(thrown)}` }
}

/** A short text for any value, safe against objects that refuse to be printed. */
export function describe(value: unknown): string {
  try {
    const text = typeof value === 'string' ? JSON.stringify(value) : String(value)
    return text.length > 200 ? `${text.slice(0, 200)}…` : text
  } catch {
    return 'a value that cannot be printed'
  }
}
