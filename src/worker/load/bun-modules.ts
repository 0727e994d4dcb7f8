import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { BenchmarkSource } from '../../model/message.ts'
import { dialects } from '../dialect/dialects.ts'
import { resolveDialect } from './resolve-dialect.ts'

/** What of Bun's own is used here. */
type Bun = {
  readonly plugin: (plugin: { name: string; setup: (build: BunBuild) => void }) => void
  readonly resolveSync: (specifier: string, importer: string) => string
}
type BunBuild = {
  readonly module: (name: string, answer: () => { exports: unknown; loader: 'object' }) => void
}

const bun = (globalThis as { Bun?: Bun }).Bun
const { cache } = createRequire(import.meta.url)
let bases: BenchmarkSource[] = []
let touched: string[] = []

/**
 * The same as `installModuleHooks` where Bun runs: it has no `registerHooks`. Bun strips types and compiles what cannot be
 * stripped itself. Its plug-ins are asked about no package, so names of packages are modules of our making.
 *
 * @param harness the address of what `assay` stands for
 */
export function installBunModules(
  sources: readonly BenchmarkSource[],
  harness: string,
  loaded: string[],
): void {
  touched = loaded
  bases = sources.filter(({ alias }) => alias !== undefined)
  const own = createRequire(import.meta.url)(new URL(harness).pathname) as unknown
  bun?.plugin({
    name: 'assay',
    setup(build) {
      build.module('assay', () => ({ exports: own, loader: 'object' }))
    },
  })
}

/** Lets a benchmark file find Assay's words in the place of the libraries that it names. What packages import has them, too. */
export async function offerBunDialects(file: string): Promise<void> {
  const text = textOf(file)
  for (const name of dialects) {
    if (!new RegExp(`(?:\\bfrom|\\bimport|\\brequire\\s*\\()\\s*\\(?\\s*['"]${name}['"]`, 'u').test(text))
      continue
    const resolve = () => ({ url: pathToFileURL(bun!.resolveSync(name, file)).href })
    const url = resolveDialect(name, pathToFileURL(file).href, resolve)
    if (url === undefined) continue
    // Of an address Bun forgets what follows the path; of a path it does not.
    const exports: unknown = await import(fileURLToPath(url) + new URL(url).search)
    bun!.plugin({
      name: `assay-${name}`,
      setup: (build) => build.module(name, () => ({ exports, loader: 'object' })),
    })
  }
}

/**
 * Notes what a file has loaded, and refuses what a base has of the working tree. Packages of a workspace are linked, and links
 * lead to where they were made: in Node and Deno they are led back, in Bun nobody is asked.
 *
 * @throws Error that names the first of them
 */
export function lookAtBunModules(): void {
  const own = Object.keys(cache)
    .map((path) => path.replace(/\?.*$/u, ''))
    .filter((path) => !path.includes(`${sep}node_modules${sep}`))
  for (const path of own) touched.push(path)
  for (const { alias } of bases) {
    const strange = own.find(
      (path) => !isIn(alias!.within, path) && alias!.moves.some(({ from }) => isIn(from, path)),
    )
    if (strange !== undefined)
      throw new Error(
        `the base loads ${strange} of the working tree, and Bun cannot be led back; compare on Node, where it can`,
      )
  }
}

function isIn(folder: string, path: string): boolean {
  return path.startsWith(folder + sep)
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
