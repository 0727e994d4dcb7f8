/** Signals by which a person, a terminal or a system asks a command to end; the last one is Ctrl-Break of Windows. */
export type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGQUIT' | 'SIGBREAK'

/** A process as far as it can be asked to stop. */
export type Stoppable = {
  readonly on: (signal: StopSignal, listener: () => void) => unknown
  readonly off: (signal: StopSignal, listener: () => void) => unknown
  readonly exit: (code: number) => void
  readonly stdout?: Stream
  readonly stderr?: Stream
}

type Stream = { readonly on?: (event: 'error', listener: () => void) => unknown }

/** The wish of somebody that the command ends, and how not to hear of it any more. */
export type Stop = { readonly signal: AbortSignal; readonly release: () => void }

export const interrupted = 130

/** What a gate stands on has changed while it ran. */
export const emergencyStop = 4

const stopSignals: readonly StopSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGBREAK']

/** Package managers hand a signal on that the terminal has sent to all: that is once, not twice. ms. */
const echo = 200

/**
 * Hears signals. The first one asks: what was measured is kept. The second one is meant: this process ends at once. A
 * terminal that is closed asks once, however often it says so.
 */
export function listen(program: Stoppable): Stop {
  const stop = new AbortController()
  let asked = 0
  const ask = () => {
    if (!stop.signal.aborted) {
      asked = performance.now()
      stop.abort()
    }
  }
  const insist = () => {
    if (stop.signal.aborted && performance.now() - asked > echo) program.exit(interrupted)
    else ask()
  }
  const hangUp = () => {
    // The terminal is gone, and writing to it fails. What was measured is written into files all the same.
    for (const stream of [program.stdout, program.stderr]) stream?.on?.('error', () => {})
    ask()
  }
  const heard = (signal: StopSignal) => (signal === 'SIGHUP' ? hangUp : insist)
  for (const signal of stopSignals) program.on(signal, heard(signal))
  return {
    signal: stop.signal,
    release: () => {
      for (const signal of stopSignals) program.off(signal, heard(signal))
    },
  }
}
