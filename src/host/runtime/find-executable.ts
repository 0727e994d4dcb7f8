import { readdirSync, realpathSync, statSync } from 'node:fs'
import { basename, delimiter, dirname, isAbsolute, join, resolve } from 'node:path'
import type { RuntimeName } from '../../model/runtime.ts'
import { attempt } from '../process/attempt.ts'
import type { RuntimePackages } from './runtime.ts'
import { runtimes } from './runtimes.ts'

/** Where a runtime is looked for; for tests another machine. */
export type Surroundings = {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly platform: string
  readonly arch: string
  /** The executable that runs Assay, which may be what is asked for. */
  readonly own: string
  /** ms that it may take to say its version: on a busy machine a large executable is read from the disk first. */
  readonly patience: number
}

/** Executables that may be it: of Node the one that runs Assay, then those of packages from the project up, then those on PATH. */
export function* candidatesFor(
  root: string,
  name: RuntimeName,
  { platform, arch, own, environment }: Surroundings,
): Generator<string> {
  const seen = new Set<string>()
  const isNew = (path: string) => {
    const real = isFile(path) ? realpathSync(path) : undefined
    return real !== undefined && !seen.has(real) && seen.add(real) !== undefined
  }
  if (name === 'node' && isNew(own)) yield own
  const packages = runtimes[name].packages(platform, arch)
  for (let folder = resolve(root); ; folder = dirname(folder)) {
    for (const path of inPackages(join(folder, 'node_modules'), name, packages)) if (isNew(path)) yield path
    if (dirname(folder) === folder) break
  }
  for (const folder of (environment.PATH ?? '').split(delimiter)) {
    const path = join(folder, platform === 'win32' ? `${name}.exe` : name)
    // npm puts the packages' own commands there, which are scripts that are started by Node.
    if (isAbsolute(folder) && basename(folder) !== '.bin' && isNew(path)) yield path
  }
}

/** People may have given a package a name of its own to have it twice: `node22@npm:node@22`. */
function* inPackages(folder: string, name: RuntimeName, packages: RuntimePackages): Generator<string> {
  const named = new RegExp(`^${name}(?:-?\\d.*)?$`, 'u')
  for (const one of namesIn(folder, named)) {
    const own = join(folder, one)
    yield* ofPlatform(join(own, 'node_modules'), packages)
    // pnpm links packages, beside which is what they depend on.
    const real = attempt(() => realpathSync(own))
    if (real !== undefined && dirname(real) !== folder) yield* ofPlatform(dirname(real), packages)
    yield join(own, packages.file)
  }
  yield* ofPlatform(folder, packages)
}

function* ofPlatform(
  folder: string,
  { platform: { scope = '', name, file } }: RuntimePackages,
): Generator<string> {
  for (const one of namesIn(join(folder, scope), name)) yield join(folder, scope, one, file)
}

function namesIn(folder: string, fitting: RegExp): string[] {
  return (attempt(() => readdirSync(folder)) ?? []).filter((name) => fitting.test(name)).sort()
}

export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}
