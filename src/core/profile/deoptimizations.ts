import type { Deoptimization, FunctionCalls } from '../../model/profile.ts'
import { median } from '../../stats/quantile.ts'

/** Optimised code of one function that was thrown away. */
export type Deoptimizations = {
  /** How often: the median of forks. */
  readonly count: number
  /** Of all forks. */
  readonly rows: readonly Deoptimization[]
}

/** Of those functions that `isMeant` says: rows of their files and lines, but not of functions within them. */
export function deoptimizationsOf(
  isMeant: (one: FunctionCalls) => boolean,
  functions: readonly FunctionCalls[],
  forks: readonly (readonly Deoptimization[])[],
): Deoptimizations | undefined {
  if (forks.length === 0) return undefined
  const isOwn = (row: Deoptimization) => {
    const one = innermost(functions, row)
    return one !== undefined && isMeant(one)
  }
  const own = forks.map((fork) => fork.filter(isOwn))
  return { count: median(own.map(({ length }) => length)), rows: own.flat() }
}

/** V8's log tells places of the files that were loaded. Where a loader has put several functions on the line, nobody knows. */
function innermost(
  functions: readonly FunctionCalls[],
  { url, line }: Deoptimization,
): FunctionCalls | undefined {
  const around = functions
    .map((one) => ({ one, loaded: one.made ?? one }))
    .filter(({ loaded }) => loaded.url === url && loaded.line <= line && line <= loaded.end)
    .toSorted((a, b) => lengthOf(a.loaded) - lengthOf(b.loaded))
  const [shortest, next] = around
  if (shortest?.one.made && next && lengthOf(next.loaded) === lengthOf(shortest.loaded)) return undefined
  return shortest?.one
}

function lengthOf({ line, end }: Pick<FunctionCalls, 'line' | 'end'>): number {
  return end - line
}

/**
 * Where optimised code was thrown away, and why, from what V8 writes with `--log-deopt`. Rows of other kinds, and a last one
 * that was cut short, are passed over; so are those in which it only moves to better code.
 */
export function parseDeoptimizations(log: string): Deoptimization[] {
  return log.split('\n').flatMap((row) => {
    const [, url, line, column, reason] = deoptimized.exec(row) ?? []
    if (url === undefined || reason === undefined || planned.has(reason)) return []
    return [{ url: unescaped(url), line: Number(line), column: Number(column), reason: unescaped(reason) }]
  })
}

/** `code-deopt,<µs>,<size>,<address>,<inlining>,<offset>,<kind>,<file:line:column> inlined at <…>,<reason>` */
const deoptimized =
  /^code-deopt,\d+,\d+,0x[0-9a-f]+,-?\d+,-?\d+,[a-z-]+,<([^>]*):(\d+):(\d+)>(?: inlined at <[^>]*>)*,(.+)$/u

const planned: ReadonlySet<string> = new Set(['prepare for on stack replacement (OSR)', 'OSREarlyExit'])

/** V8 writes what would divide a row as `\x2C`. */
function unescaped(text: string): string {
  return text.replace(/\\x([0-9A-Fa-f]{2})/gu, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
}
