/**
 * Who calls, by the lines of the stack from the caller of whoever asks on. A program may have its own idea of what a stack
 * is (`Error.prepareStackTrace`); it is set aside.
 */
export function callerLines(): string[] {
  const { prepareStackTrace } = Error
  Error.prepareStackTrace = undefined as never
  try {
    return (new Error().stack ?? '').split('\n').filter((line) => / at /u.test(line) && !ours.test(line))
  } finally {
    Error.prepareStackTrace = prepareStackTrace
  }
}

const ours = /[\\/]worker[\\/]trace[\\/]/u
