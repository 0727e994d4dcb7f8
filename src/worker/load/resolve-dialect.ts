import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { noteLibrary } from '../../api/held-runs.ts'
import { type Dialect, dialects } from '../dialect/dialects.ts'
import { guardExit } from './exit-guard.ts'
import { setVitestEnvironment } from './vitest-environment.ts'

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
const ours = new URL('../../', import.meta.url).href

/**
 * Where the words of another library are, for a file that imports it: Assay's own module for them, new for each benchmark file,
 * which is told the version that the project has.
 *
 * @param resolve where the library itself is; throws where the project does not have it
 *
 * Returns `undefined` for everything else: what packages import is theirs, and a library's own repository means itself.
 */
export function resolveDialect(
  specifier: string,
  parent: string | undefined,
  resolve: () => { readonly url: string },
): string | undefined {
  if (areLeft || !isDialect(specifier) || parent === undefined) return undefined
  if (parent.startsWith(ours) || parent.includes('/node_modules/')) return undefined
  const place = placeOf(resolve)
  if (place !== undefined && !place.includes('node_modules')) return undefined
  const version = place && versionAt(specifier, place)
  guardExit()
  if (specifier === 'vitest') setVitestEnvironment()
  const url = new URL(`../dialect/words/${specifier}.${extension}`, import.meta.url)
  if (version !== undefined) url.searchParams.set('version', version)
  if (place !== undefined) url.searchParams.set('place', place)
  url.searchParams.set('load', String(noteLibrary()))
  return url.href
}

let areLeft = false

/** From now on libraries are what they are: the project's own Vitest runs its files. */
export function leaveLibraries(): void {
  areLeft = true
}

function isDialect(specifier: string): specifier is Dialect {
  return (dialects as readonly string[]).includes(specifier)
}

function placeOf(resolve: () => { readonly url: string }): string | undefined {
  try {
    const { url } = resolve()
    return url.startsWith('file:') ? fileURLToPath(url) : undefined
  } catch {
    return undefined
  }
}

function versionAt(name: string, place: string): string | undefined {
  for (let folder = dirname(place); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = readManifest(join(folder, 'package.json'))
    if (manifest?.name === name) return manifest.version
  }
  return undefined
}

function readManifest(path: string): { readonly name?: string; readonly version?: string } | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as { name?: string; version?: string }
  } catch {
    return undefined
  }
}
