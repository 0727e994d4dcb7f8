type Outputs = Readonly<Record<'stdout' | 'stderr', Pick<NodeJS.WriteStream, 'on' | 'write'>>>

/** Exit code where the result could not be written. */
const undelivered = 2

/**
 * Keeps a stream that fails from ending the process, whose work is not only what it prints. Returns how to tell the exit code: a
 * reader who has seen enough (`assay list | head -1`) changes nothing, and a result that nobody could be given is no success.
 */
export function watchOutput({ stdout, stderr }: Outputs): (code: number) => Promise<number> {
  let lost: string | undefined
  stdout.on('error', ({ code = 'unknown' }: NodeJS.ErrnoException) => {
    if (code !== 'EPIPE') lost ??= code
  })
  // There is nowhere left to say it.
  stderr.on('error', () => {})
  return async (code) => {
    // Written in order: when this one is through, or refused, all are.
    await new Promise<void>((resolve) => stdout.write('', () => setImmediate(resolve)))
    if (lost === undefined) return code
    stderr.write(`assay: the result cannot be written to stdout (${lost}).\n`)
    return undelivered
  }
}
