import type { Inspector } from '../engine/v8-inspector.ts'

/** Where something stands in a text, in UTF-16 units. */
export type TextRange = { readonly startOffset: number; readonly endOffset: number }

/** A function as V8 reports it (Chrome DevTools Protocol, `Profiler.FunctionCoverage`): its own range comes first. */
export type CoveredFunction<R extends TextRange = TextRange> = {
  readonly functionName: string
  readonly ranges: readonly [R, ...R[]]
}

/** The functions of every script (`Profiler.ScriptCoverage`). */
export type Coverage<R extends TextRange = TextRange> = {
  readonly result: readonly {
    readonly scriptId: string
    readonly url: string
    readonly functions: readonly CoveredFunction<R>[]
  }[]
}

/** A function, the one with a name that it stands in, and the ranges of those that stand in it directly. */
type Nested<R extends TextRange> = {
  readonly one: CoveredFunction<R>
  readonly whole: R
  readonly outer: string | undefined
  readonly within: R[]
}

/** Which functions of a script stand in which: V8 tells them in the order in which they begin, those within others after them. */
export function nestingOf<R extends TextRange>(functions: readonly CoveredFunction<R>[]): Nested<R>[] {
  const around: Nested<R>[] = []
  return functions.map((one) => {
    const [whole] = one.ranges
    while (around.length > 0 && around.at(-1)!.whole.endOffset <= whole.startOffset) around.pop()
    around.at(-1)?.within.push(whole)
    const outer = around.findLast(({ one: { functionName } }) => functionName !== '')?.one.functionName
    const nested: Nested<R> = { one, whole, outer, within: [] }
    around.push(nested)
    return nested
  })
}

/**
 * Returns the text of a script as V8 has it: of a file that a loader made into something else, offsets are of that. Ends what
 * can be profiled at full speed, because a debugger is attached then.
 */
export function scriptTexts({ post }: Inspector): (scriptId: string) => string {
  post('Debugger.enable')
  return (scriptId) => {
    return post<{ scriptSource: string }>('Debugger.getScriptSource', { scriptId }).scriptSource
  }
}

/** The place of an offset in a text, in UTF-16 units: lines count from 1, columns from 0. */
export function lineIndex(text: string): (offset: number) => { line: number; column: number } {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => {
    let [low, high] = [0, starts.length]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (starts[middle]! <= offset) low = middle
      else high = middle
    }
    return { line: low + 1, column: offset - starts[low]! }
  }
}
