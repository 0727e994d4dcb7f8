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
