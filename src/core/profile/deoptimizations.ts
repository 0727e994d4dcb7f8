import type { Deoptimization, FunctionCalls } from '../../model/profile.ts'
import { median } from '../../stats/quantile.ts'
import { functionKey } from './frame.ts'

/** Optimised code of one function that was thrown away. */
export type Deoptimizations = {
  /** How often: the median of forks. */
  readonly count: number
  /** Of all forks. */
  readonly rows: readonly Deoptimization[]
}

/** Of a function, by its key: rows of its file and lines, but not of functions within it. */
export function deoptimizationsOf(
  key: string,
  functions: readonly FunctionCalls[],
  forks: readonly (readonly Deoptimization[])[],
): Deoptimizations | undefined {
  if (forks.length === 0) return undefined
  const own = forks.map((fork) => fork.filter((one) => innermost(functions, one) === key))
  return { count: median(own.map(({ length }) => length)), rows: own.flat() }
}

function innermost(functions: readonly FunctionCalls[], { url, line }: Deoptimization): string | undefined {
  const around = functions.filter((one) => one.url === url && one.line <= line && line <= one.end)
  const [shortest] = around.toSorted((a, b) => a.end - a.line - (b.end - b.line))
  return shortest && functionKey(shortest)
}
