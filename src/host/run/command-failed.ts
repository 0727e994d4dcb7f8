import type { Failure } from '../../model/failure.ts'

/** What ends a step: why a command cannot be measured. */
export class CommandFailed extends Error {
  readonly failure: Failure

  constructor(failure: Failure) {
    super(failure.message)
    this.failure = failure
  }
}
