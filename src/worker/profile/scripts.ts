import type { Script } from '../../model/profile.ts'
import type { Inspector } from './inspector.ts'
import { lineIndex } from './line-index.ts'
import { originsOf } from './source-positions.ts'
import type { Moved } from './unique-lines.ts'

/** As V8 tells it (Chrome DevTools Protocol, `Profiler.ScriptCoverage`). Offsets are in UTF-16 units. */
type Coverage = {
  readonly result: readonly {
    readonly url: string
    readonly functions: readonly {
      readonly functionName: string
      readonly ranges: readonly [{ readonly startOffset: number; readonly endOffset: number }]
    }[]
  }[]
}

/** Where the functions stand of every module that was moved, in lines of its own. */
export function scriptsOf({ post }: Inspector, moved: ReadonlyMap<string, Moved>): Script[] {
  const { result } = post<Coverage>('Profiler.getBestEffortCoverage')
  const known = new Map(result.map(({ url, functions }) => [url, functions]))
  return [...moved].map(([url, { text, by }]) => {
    const at = lineIndex(text)
    const lines = at(text.length).line
    const originOf = originsOf(url)
    // The first one is the module itself.
    const functions = (known.get(url) ?? []).slice(1).map(({ functionName, ranges: [range] }) => {
      const start = at(Math.max(0, range.startOffset - by))
      const end = at(Math.max(0, range.endOffset - by))
      const origin = originOf?.(start.line, start.column)
      return { name: functionName, ...start, end: end.line, ...(origin && { origin }) }
    })
    const origins = originOf && Array.from({ length: lines }, (_, index) => originOf(index + 1, 0) ?? null)
    return { url, by, lines, functions, ...(origins && { origins }) }
  })
}
