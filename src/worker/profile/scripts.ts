import type { Script } from '../../model/profile.ts'
import type { Inspector } from './inspector.ts'
import { lineIndex } from './line-index.ts'
import { scriptTexts } from './script-text.ts'
import { originsOf } from './source-positions.ts'
import type { Moved } from './unique-lines.ts'

/** As V8 tells it (Chrome DevTools Protocol, `Profiler.ScriptCoverage`). Offsets are in UTF-16 units. */
type Coverage = {
  readonly result: readonly {
    readonly scriptId: string
    readonly url: string
    readonly functions: readonly {
      readonly functionName: string
      readonly ranges: readonly [{ readonly startOffset: number; readonly endOffset: number }]
    }[]
  }[]
}
/** The first one is the module itself. */
type Functions = Coverage['result'][number]['functions']

/** Where Assay's own files lie: those that are loaded before modules are moved. */
const harness = new URL('../..', import.meta.url).href

/** Where the functions stand of every file of the user's that was loaded, in its own lines. */
export function scriptsOf(inspector: Inspector, moved: ReadonlyMap<string, Moved>): Script[] {
  const { result } = inspector.post<Coverage>('Profiler.getBestEffortCoverage')
  const known = new Map(result.map((one) => [one.url, one]))
  const others = result.filter(
    ({ url }) => url.startsWith('file:') && !moved.has(url) && !url.startsWith(harness),
  )
  const textOf = scriptTexts(inspector)
  return [
    ...[...moved].map(([url, its]) => scriptOf(url, its, known.get(url)?.functions ?? [])),
    ...others.map(({ url, scriptId, functions }) =>
      scriptOf(url, { text: textOf(scriptId), by: 0 }, functions),
    ),
  ]
}

function scriptOf(url: string, { text, by }: Moved, [, ...within]: Functions): Script {
  const at = lineIndex(text)
  const originOf = originsOf(url)
  const functions = within.map(({ functionName, ranges: [range] }) => {
    const start = at(Math.max(0, range.startOffset - by))
    const end = at(Math.max(0, range.endOffset - by))
    const origin = originOf?.(start.line, start.column)
    return { name: functionName, ...start, end: end.line, ...(origin && { origin }) }
  })
  const lines = text.split('\n')
  // What an indented line was made from is told of where it begins.
  const origins = originOf && lines.map((line, index) => originOf(index + 1, line.search(/\S|$/u)) ?? null)
  return { url, by, lines: lines.length, functions, ...(origins && { origins }) }
}
