import Module, { registerHooks } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** A module that was loaded: its text, and by how many lines it was moved down. */
export type MovedModule = { readonly text: string; readonly by: number }

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
 * What is imported or required passes through a hook, and keeps its source where a hook is not given one: a source of our
 * own would keep CommonJS from its real `require`. What a compiler made and hands to `module._compile` does not pass there.
 *
 * @returns by URL; it grows as modules load
 */
export function spreadLines(): ReadonlyMap<string, MovedModule> {
  const moved = new Map<string, MovedModule>()
  const fewest = '\n'.repeat(firstLine)
  let next = firstLine
  const spread = (url: string, source: string): string => {
    // A line for the shell is one only at the very beginning.
    const text = source.replace(/^\uFEFF?#!/u, '//')
    const known = moved.get(url)
    // What is loaded again, as tests do that empty `require.cache`, has the lines that it had.
    const by = known?.text === text ? known.by : next
    if (by > lastLine) return source
    if (by === next) next += text.split('\n').length
    moved.set(url, { text, by })
    return '\n'.repeat(by) + text
  }
  registerHooks({
    load(url, context, load) {
      const loaded = load(url, context)
      const { source, format } = loaded
      if (!url.startsWith('file:') || !isCode(format) || source === undefined || source === null)
        return loaded
      return { ...loaded, source: spread(url, textOf(source)) }
    },
  })
  const { _compile: compile } = prototype
  prototype._compile = function (content, filename, ...rest) {
    const url = content.startsWith(fewest) ? undefined : urlOf(filename)
    const text = url === undefined ? content : spread(url, content)
    return Reflect.apply(compile, this, [text, filename, ...rest])
  }
  return moved
}

/** The text of an error with the lines of files: what follows a line is its column, or nothing. */
export function inLinesOfFiles(text: string, moved: ReadonlyMap<string, MovedModule>): string {
  const ordered = [...moved.values()].toSorted((a, b) => a.by - b.by)
  return text.replace(/:(\d{6,7})(?=:\d|$)/gmu, (told, number: string) => {
    const at = ordered.findLast(({ by }) => by < Number(number))
    return at && at.by >= firstLine ? `:${Number(number) - at.by}` : told
  })
}

type Compile = (this: unknown, content: string, filename: string, ...rest: readonly unknown[]) => unknown
/** Where whoever makes CommonJS from something else hands it to Node. */
const { prototype } = Module as unknown as { readonly prototype: { _compile: Compile } }

/** Of what is required from a package that does not say what its files are there is no format. */
function isCode(format: string | null | undefined): boolean {
  return /^(?:(?:module|commonjs)(?:-typescript)?|typescript)?$/u.test(format ?? '')
}

/** The one that V8 tells, without the query that the module was asked for with: CommonJS has file names. */
export function plainUrl(url: string): string {
  return url.startsWith('file:') ? (urlOf(fileURLToPath(url)) ?? url) : url
}

/** Callers of `module._compile` name what they like. */
function urlOf(filename: string): string | undefined {
  try {
    return pathToFileURL(filename).href
  } catch {
    return undefined
  }
}

function textOf(source: string | ArrayBuffer | NodeJS.TypedArray): string {
  return typeof source === 'string' ? source : new TextDecoder().decode(source)
}
