import type { Script } from '../../model/profile.ts'
import type { Inspector } from '../engine/v8-inspector.ts'
import { type Coverage, type CoveredFunction, lineIndex, nestingOf, scriptTexts } from './coverage.ts'
import { originsOf } from './source-positions.ts'
import { type MovedModule, plainUrl } from './unique-lines.ts'

/** Where Assay's own files lie: those that are loaded before modules are moved. */
const harness = new URL('../..', import.meta.url).href

/** Where the functions stand of every file of the user's that was loaded, in its own lines. */
export function scriptsOf(inspector: Inspector, moved: ReadonlyMap<string, MovedModule>): Script[] {
  const { result } = inspector.post<Coverage>('Profiler.getBestEffortCoverage')
  const seen = new Map<string, readonly CoveredFunction[]>()
  for (const { url, functions } of result) seen.set(url, [...(seen.get(url) ?? []), ...functions])
  // CommonJS that was imported with a query is told without.
  const told = new Map([...moved].map(([url, its]) => [seen.has(url) ? url : plainUrl(url), its]))
  const others = result.filter(
    ({ url }) => url.startsWith('file:') && !told.has(url) && !url.startsWith(harness),
  )
  const textOf = scriptTexts(inspector)
  return [
    ...[...told].map(([url, its]) => scriptOf(url, its, seen.get(url) ?? [])),
    ...others.map(({ url, scriptId, functions }) =>
      scriptOf(url, { text: textOf(scriptId), by: 0 }, functions),
    ),
  ]
}

/** A module and its functions, by where V8 says that they stand: without the module itself. */
export function scriptOf(
  url: string,
  { text, by }: MovedModule,
  functions: readonly CoveredFunction[],
): Script {
  const at = lineIndex(text)
  const originOf = originsOf(url)
  const once = new Map(functions.map((one) => [JSON.stringify([one.functionName, one.ranges[0]]), one]))
  const ordered = [...once.values()].toSorted((a, b) => a.ranges[0].startOffset - b.ranges[0].startOffset)
  const within = ordered.filter((one) => !isModule(one, text.length))
  const placed = nestingOf(within).map(({ one: { functionName: name }, whole: range, outer }) => {
    const start = at(Math.max(0, range.startOffset - by))
    const end = at(Math.max(0, range.endOffset - by))
    const origin = originOf?.(start.line, start.column)
    const standsIn = name === '' && outer !== undefined ? { outer } : {}
    return { name, ...standsIn, ...start, end: end.line, ...(origin && { origin }) }
  })
  const lines = text.split('\n')
  // What an indented line was made from is told of where it begins.
  const origins = originOf && lines.map((line, index) => originOf(index + 1, line.search(/\S|$/u)) ?? null)
  return { url, by, lines: lines.length, functions: placed, ...(origins && { origins }) }
}

/**
 * The function around a whole module comes first while it is there: that of CommonJS is called once and collected, and
 * the first one that is told is then one of the user's.
 */
function isModule({ functionName, ranges: [range] }: CoveredFunction, length: number): boolean {
  return functionName === '' && range.startOffset === 0 && range.endOffset >= length
}
