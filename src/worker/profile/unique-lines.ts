import { registerHooks } from 'node:module'

/** A module that was loaded: its text, and by how many lines it was moved down. */
export type Moved = { readonly text: string; readonly by: number }

/** Lines from here on belong to modules that were moved; fewer have all others. */
const firstLine = 100_000
/** Where more lines are there in all, the rest stays where it is: the empty ones cost memory. */
const lastLine = 2_000_000

/**
 * Loads every module from now on with so many empty lines before it that no two have a line in common. Of a function
 * that was copied into another one V8 tells samples under the other one's name, with the line that they were taken in
 * (`Symbolizer::SymbolizeTickSample` in its src/profiler/symbolizer.cc asks for what was copied only of callers): the
 * line alone must say which function of which file it was.
 *
 * @returns by URL; it grows as modules load
 */
export function spreadLines(): ReadonlyMap<string, Moved> {
  const moved = new Map<string, Moved>()
  let by = firstLine
  registerHooks({
    load(url, context, load) {
      const loaded = load(url, context)
      const { source, format } = loaded
      if (!isCode(format) || source === undefined || source === null || by > lastLine) return loaded
      // A line for the shell is one only at the very beginning.
      const text = textOf(source).replace(/^#!/u, '//')
      const padded = '\n'.repeat(by) + text
      moved.set(url, { text, by })
      by += text.split('\n').length
      return { ...loaded, source: padded }
    },
  })
  return moved
}

function isCode(format: string | null | undefined): boolean {
  return /^(?:module|commonjs)(?:-typescript)?$/u.test(format ?? '')
}

function textOf(source: string | ArrayBuffer | NodeJS.TypedArray): string {
  return typeof source === 'string' ? source : new TextDecoder().decode(source)
}
