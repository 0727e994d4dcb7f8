import type { Failure } from '../model/outcome.ts'
import type { Ending } from './child.ts'

/** An end that nobody announced, worded from what the system says. */
export function sudden({ exitCode, signal, stderr }: Ending): Failure {
  if (/heap out of memory|Allocation failed/u.test(stderr)) {
    return { reason: 'out-of-memory', message: 'the process ran out of heap memory' }
  }
  if (signal === 'SIGKILL') {
    return {
      reason: 'out-of-memory',
      message: 'the process was killed by the system, most likely for want of memory',
    }
  }
  if (signal !== null) return { reason: 'crashed', message: `the process was ended by ${signal}` }
  return {
    reason: 'exited',
    message: `the process exited with code ${exitCode ?? 'unknown'} before it had answered`,
  }
}
