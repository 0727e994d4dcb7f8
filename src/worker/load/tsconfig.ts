import { createRequire } from 'node:module'
import { dirname } from 'node:path'

/** What a project's tsconfig says, as far as running its sources depends on it. */
export type CompilerOptions = {
  /** The tsconfig, or else the folder that was asked about. */
  readonly file: string
  readonly jsx?: string | undefined
  readonly jsxImportSource?: string | undefined
  readonly experimentalDecorators?: boolean | undefined
  /** Files that an import may mean by its `paths`, without endings. */
  readonly candidates: (specifier: string) => readonly string[]
}

const known = new Map<string, CompilerOptions>()

/** Of the tsconfig nearest to a file. */
export function compilerOptionsOf(path: string): CompilerOptions {
  const folder = dirname(path)
  const kept = known.get(folder) ?? readOptions(folder)
  known.set(folder, kept)
  return kept
}

function readOptions(folder: string): CompilerOptions {
  try {
    // Loaded where a project needs it: few do.
    const { createPathsMatcher, getTsconfig } = createRequire(import.meta.url)(
      'get-tsconfig',
    ) as typeof import('get-tsconfig')
    const found = getTsconfig(folder)
    if (!found) return { file: folder, candidates: () => [] }
    const { jsx, jsxImportSource, experimentalDecorators } = found.config.compilerOptions ?? {}
    const candidates = createPathsMatcher(found) ?? (() => [])
    return { file: found.path, jsx, jsxImportSource, experimentalDecorators, candidates }
  } catch {
    // One that cannot be read says nothing; the compiler of the project tells why.
    return { file: folder, candidates: () => [] }
  }
}
