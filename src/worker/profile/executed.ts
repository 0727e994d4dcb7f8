import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { FileCoverage, IdleFunction } from '../../model/coverage.ts'
import { openInspector } from '../engine/v8-inspector.ts'
import { type Coverage, type CoveredFunction, nestingOf, scriptTexts, type TextRange } from './coverage.ts'

/** A whole function; `count` is 1 where it has run, however often. */
type Counted = TextRange & { readonly count: number }

/**
 * Watches from now on which functions run at all. Before user code is loaded: what ran earlier is not known.
 *
 * @returns tells, when all is done, which functions of these files (absolute paths) did not run. A file that was loaded as
 * several modules comes several times. Of a function that did not run V8 tells none that stand in it. `textAt` is what was
 * loaded from an address, where that is known.
 */
export function watchExecution(): (
  files: Iterable<string>,
  textAt: (url: string) => string | undefined,
) => FileCoverage[] {
  const inspector = openInspector()
  inspector.post('Profiler.enable')
  // Note: with counts nothing is optimised that has loops, and a benchmark takes thirty times as long.
  inspector.post('Profiler.startPreciseCoverage', { callCount: false, detailed: false })
  return (files, textAt) => {
    const { result } = inspector.post<Coverage<Counted>>('Profiler.takePreciseCoverage')
    const asked = new Set(files)
    let textOf: ((scriptId: string) => string) | undefined
    // Note: a debugger takes 50 ms to attach, half of a trace: it reads every script of Node's.
    const askDebugger = (scriptId: string) => {
      textOf ??= scriptTexts(inspector)
      return textOf(scriptId)
    }
    return result.flatMap(({ url, scriptId, functions }) => {
      const file = pathOf(url)
      if (file === undefined || !asked.has(file)) return []
      const known = wholeText(textAt(url), url, functions)
      const text = createHash('sha1')
        .update(known ?? withoutAddress(askDebugger(scriptId), url))
        .digest('hex')
      return [{ file, text, idle: idleOf(functions) }]
    })
  }
}

/**
 * A text that was loaded, where it is as long as what V8 runs: a loader may have made something else of it. Of a module that
 * was loaded before, which is the harness's own, V8 tells only the functions in it.
 */
function wholeText(
  text: string | undefined,
  url: string,
  functions: readonly CoveredFunction<Counted>[],
): string | undefined {
  const [first] = functions
  const isModule = first?.functionName === '' && first.ranges[0].startOffset === 0
  if (text === undefined || !isModule) return text
  const length = first.ranges[0].endOffset
  return length === text.length || length === withAddress(text, url).length ? text : undefined
}

function pathOf(url: string): string | undefined {
  try {
    return url.startsWith('file:') ? fileURLToPath(url) : undefined
  } catch {
    return undefined
  }
}

/** Node writes below TypeScript where it is from. */
function withAddress(text: string, url: string): string {
  return `${text}\n\n//# sourceURL=${url}`
}

function withoutAddress(text: string, url: string): string {
  const address = withAddress('', url)
  return text.endsWith(address) ? text.slice(0, -address.length) : text
}

/** Of fields of classes V8 tells one range from the first to the last, in which methods may stand: they are left out. */
function idleOf(functions: readonly CoveredFunction<Counted>[]): IdleFunction[] {
  const written = functions.filter(({ functionName }) => !functionName.startsWith('<'))
  return nestingOf(written).flatMap(({ one: { functionName }, whole, outer }) => {
    if (whole.count > 0) return []
    const anonymous = outer === undefined ? '(anonymous)' : `(anonymous in ${outer})`
    return [{ name: functionName || anonymous, start: whole.startOffset, end: whole.endOffset }]
  })
}
