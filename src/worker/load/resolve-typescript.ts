import { statSync } from 'node:fs'
import { dirname, extname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { compilerOptionsOf } from './tsconfig.ts'

/** Endings that a bundler adds, in its order. */
const endings = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json']
/** What a source that is written for its compiled neighbours means. */
const sourcesOf: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
}

/**
 * What a source means by an import that Node does not find: the TypeScript beside which `./x.js` will stand once it is compiled,
 * a file whose ending a bundler would add, an alias of a tsconfig.
 *
 * Returns the address of a file that is there; `undefined` where there is none.
 */
export function resolveAsCompiler(specifier: string, parent: string | undefined): string | undefined {
  if (!parent?.startsWith('file:') || parent.includes('/node_modules/')) return undefined
  const importer = fileURLToPath(parent)
  const bases = /^\.{0,2}\//u.test(specifier)
    ? [resolve(dirname(importer), specifier)]
    : specifier.startsWith('file:')
      ? [fileURLToPath(specifier)]
      : compilerOptionsOf(importer).candidates(specifier)
  for (const base of bases) {
    const file = fileFor(base)
    if (file !== undefined) return pathToFileURL(file).href
  }
  return undefined
}

function fileFor(base: string): string | undefined {
  const ending = extname(base)
  const bare = base.slice(0, base.length - ending.length)
  const candidates = [
    base,
    ...(sourcesOf[ending] ?? []).map((one) => bare + one),
    ...endings.map((one) => base + one),
    ...endings.map((one) => join(base, `index${one}`)),
  ]
  return candidates.find((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
}
