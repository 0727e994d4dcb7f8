/**
 * How long explanations took, from the progress that Assay tells on stderr, a line before every fork. From the start of
 * the first profile to the start of the last: what that one takes itself is left with the deciding, which therefore is
 * never told to be quicker than it was.
 */
export function profileClock(now: () => bigint = process.hrtime.bigint) {
  let first: bigint | undefined
  let last: bigint | undefined
  return {
    hear(line: string): void {
      if (!line.startsWith('profiling ')) return
      last = now()
      first ??= last
    },
    /** ns. */
    elapsed: (): number => (first === undefined || last === undefined ? 0 : Number(last - first)),
  }
}
