import type { Failure } from '../../model/failure.ts'
import type { Ending } from './child.ts'

/** What a signal says by itself about why it was sent. Source: setrlimit(2), abort(3). */
const reasons: Readonly<Record<string, string>> = {
  SIGXCPU: 'it used up the CPU time that it may have (ulimit -t)',
  SIGXFSZ: 'it wrote a larger file than it may (ulimit -f)',
  SIGABRT: 'it was aborted, by its own code, an add-on or Node itself',
  SIGSEGV: 'it accessed memory that is not its own, as an add-on may',
  SIGBUS: 'it accessed memory that is not there, as an add-on may',
  SIGILL: 'it ran an instruction that this CPU does not have',
}

/** The same of exit codes of Windows, which are states of its kernel there. Source: [MS-ERREF], NTSTATUS Values. */
const states: Readonly<Record<number, string>> = {
  3221225477: 'it accessed memory that is not its own, as an add-on may (0xC0000005)',
  3221225501: 'it ran an instruction that this CPU does not have (0xC000001D)',
  3221225725: 'its native stack was full (0xC00000FD)',
  3221226505: 'it was aborted, by its own code, an add-on or Node itself (0xC0000409)',
  3221225786: 'Ctrl-C ended it (0xC000013A)',
}

/**
 * How V8 ends a process whose heap is full: it aborts, or traps; codes where there are no signals (the latter two are a
 * breakpoint and an abort of Windows). Others may print its words.
 */
const fatal = {
  signals: ['SIGABRT', 'SIGTRAP', 'SIGILL'],
  codes: [134, 2_147_483_651, 3_221_226_505],
}

/** An end that nobody announced, worded from what is known: whether we did it, and what the system counts. */
export function explainCrash(ending: Ending): Failure {
  const { exitCode, signal, stderr, byUs, closedChannel, starved } = ending
  const isFatal = signal === null ? fatal.codes.includes(exitCode ?? 0) : fatal.signals.includes(signal)
  if (isFatal && /heap out of memory|Allocation failed/u.test(stderr)) {
    return { reason: 'out-of-memory', message: 'the process ran out of heap memory' }
  }
  const crashed = (message: string): Failure => ({ reason: 'crashed', message })
  if (closedChannel) {
    return crashed('it closed its channel to Assay (process.disconnect), so Assay heard nothing more')
  }
  if (byUs) return crashed('Assay ended the process before it answered')
  if (signal === 'SIGKILL') {
    if (starved) {
      return { reason: 'out-of-memory', message: 'the system killed the process because memory ran out' }
    }
    const doubt =
      starved === false
        ? 'the system counts no process killed because memory ran out'
        : 'here nobody can say whether memory ran out'
    return crashed(`the process was ended by SIGKILL, by itself or from outside; ${doubt}`)
  }
  if (signal !== null) {
    const reason = reasons[signal]
    return crashed(`the process was ended by ${signal}${reason === undefined ? '' : `: ${reason}`}`)
  }
  const state = states[exitCode ?? 0]
  if (state !== undefined) return crashed(`the process crashed: ${state}`)
  return {
    reason: 'exited',
    message: `the process exited with code ${exitCode ?? 'unknown'} before it had answered`,
  }
}
