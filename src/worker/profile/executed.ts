import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { FileCoverage, IdleFunction } from '../../model/coverage.ts'
import { type Coverage, type CoveredFunction, nestingOf, scriptTexts, type TextRange } from './coverage.ts'
import { openInspector } from './inspector.ts'

/** A whole function; `count` is 1 where it has run, however often. */
type Counted = TextRange & { readonly count: number }

/**
 * Watches from now on which functions run at all. Before user code is loaded: what ran earlier is not known.
 *
 * @returns tells, when all is done, which functions of these files (absolute paths) did not run. A file that was loaded as
 * several modules comes several times. Of a function that did not run V8 tells none that stand in it.
 */
export function watchExecution(): (files: Iterable<string>) => FileCoverage[] {
  const inspector = openInspector()
  inspector.post('Profiler.enable')
  // Note: with counts nothing is optimised that has loops, and a benchmark takes thirty times as long.
  inspector.post('Profiler.startPreciseCoverage', { callCount: false, detailed: false })
  return (files) => {
    const { result } = inspector.post<Coverage<Counted>>('Profiler.takePreciseCoverage')
    const asked = new Set(files)
    const textOf = scriptTexts(inspector)
    return result.flatMap(({ url, scriptId, functions }) => {
      const file = pathOf(url)
      if (file === undefined || !asked.has(file)) return []
      const text = createHash('sha1')
        .update(withoutAddress(textOf(scriptId), url))
        .digest('hex')
      return [{ file, text, idle: idleOf(functions) }]
    })
  }
}

function pathOf(url: string): string | undefined {
  try {
    return url.startsWith('file:') ? fileURLToPath(url) : undefined
  } catch {
    return undefined
  }
}

/** Node writes below TypeScript where it is from. */
function withoutAddress(text: string, url: string): string {
  const address = `\n\n//# sourceURL=${url}`
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
