import { AssayError } from '../../model/assay-error.ts'

/**
 * Asked before something long begins, and after it: what a person has stopped is no failure.
 *
 * @throws AssayError `interrupted`
 */
export function refuseInterrupted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AssayError('interrupted', 'It was interrupted.', 'Run it again.')
}
