/**
 * The lines of the stack above the function that asks, its own line first; none where the engine tells none. A source of
 * others may have said what a stack is (`Error.prepareStackTrace`): loaders do, to tell the lines of TypeScript, and are
 * heard. What throws, or returns no text, is put aside for as long as it takes to ask.
 */
export function callerLines(): string[] {
  const stack = stackText() ?? plainly(stackText)
  // Below the title: this function and what it calls.
  const lines = stack?.split('\n') ?? []
  return lines.slice(lines.findLastIndex((line) => line.includes('callerLines')) + 1)
}

function stackText(): string | undefined {
  try {
    const stack: unknown = new Error().stack
    return typeof stack === 'string' ? stack : undefined
  } catch {
    return undefined
  }
}

function plainly<T>(ask: () => T): T {
  const kept = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace')
  // Where somebody has frozen Error, nothing is put aside, and nothing is thrown.
  Reflect.set(Error, 'prepareStackTrace', undefined)
  try {
    return ask()
  } finally {
    if (kept) Reflect.defineProperty(Error, 'prepareStackTrace', kept)
  }
}

/** Line of a benchmark file in which it calls the function that asks, where the engine tells. */
export function callerLine(): number | undefined {
  const frame = callerLines()[2]
  const line = Number(/:(\d+):\d+\)?$/u.exec(frame ?? '')?.[1])
  return Number.isInteger(line) && line > 0 ? line : undefined
}
