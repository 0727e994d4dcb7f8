/**
 * Calls `late` after so many ns, unless it is taken back before: returns how. What came until then is read first. In a
 * process that was stopped for a while (Ctrl-Z) timers are due before anything is read that came meanwhile.
 */
export function limitTime(limit: number, late: () => void): () => void {
  let reading: NodeJS.Immediate | undefined
  // What is over already is told as soon as it can be.
  const timer = setTimeout(() => (reading = setImmediate(late)), Math.max(0, limit) / 1e6)
  return () => {
    clearTimeout(timer)
    clearImmediate(reading)
  }
}

/** Waits for something, but no longer than so many ns. */
export function waitAtMost(limit: number, something: Promise<unknown>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const over = limitTime(limit, resolve)
  something.finally(() => {
    over()
    resolve()
  })
  return promise
}
