import { pathToFileURL } from 'node:url'
import { sourceMapOf } from '../engine/source-maps.ts'

/** A place in the source that something was made from; lines count from 1. */
export type Origin = { readonly url: string; readonly line: number }

/**
 * Says where lines of a file come from (from 1, columns from 0), where a loader or a compiler left a source map;
 * `undefined` where there is none.
 */
export function originsOf(url: string): ((line: number, column: number) => Origin | undefined) | undefined {
  const map = sourceMapOf(url)
  if (!map) return undefined
  return (line, column) => {
    const entry = map.findEntry(line - 1, column)
    if (!('originalSource' in entry)) return undefined
    const { originalSource, originalLine } = entry
    const source = originalSource.includes('://') ? originalSource : pathToFileURL(originalSource).href
    return { url: source, line: originalLine + 1 }
  }
}
