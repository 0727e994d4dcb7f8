import { existsSync, readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { relative, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Alias } from '../model/message.ts'

/** The one running harness, whatever the project has installed under the name. */
const harness = new URL(import.meta.url.endsWith('.ts') ? '../index.ts' : '../index.js', import.meta.url).href

/** Top-level `import` or `export`, as only ECMAScript modules have it. */
const moduleSyntax = /^\s*(?:import\s*(?:[\w$*{"']|type\b)|export\s*(?:[*{]|\w))/mu

/**
 * Makes user files loadable: `assay` is the running harness, and TypeScript that is written as an ECMAScript
 * module is loaded as one also in packages that say `"type": "commonjs"` (what `npm init` writes).
 *
 * What a file of a checked-out revision loads comes from that checkout (`aliases`), also where a link leads into
 * the working tree: otherwise both revisions would share the code of one.
 *
 * Returns the list of the user's files touched by loads from now on, absolute paths; it grows as they load.
 */
export function installModuleHooks(aliases: readonly Alias[] = []): { readonly loaded: string[] } {
  const loaded: string[] = []
  registerHooks({
    resolve(specifier, context, next) {
      if (specifier === 'assay') return { url: harness, shortCircuit: true }
      const resolved = next(specifier, context)
      const alias = aliases.find(({ to }) => isIn(to, context.parentURL) || isIn(to, specifier))
      return alias ? { ...resolved, url: moved(resolved.url, alias) } : resolved
    },
    load(url, context, next) {
      if (!url.startsWith('file:') || url.includes('/node_modules/')) return next(url, context)
      const path = fileURLToPath(url)
      loaded.push(path)
      const asCommonJs = context.format === 'commonjs-typescript' || context.format === null
      if (asCommonJs && path.endsWith('.ts')) {
        const source = readFileSync(path, 'utf8')
        if (moduleSyntax.test(source)) return { format: 'module-typescript', source, shortCircuit: true }
      }
      return next(url, context)
    },
  })
  return { loaded }
}

function isIn(folder: string, url: string | undefined): boolean {
  if (!url?.startsWith('file:')) return false
  const step = relative(folder, fileURLToPath(url))
  return step !== '..' && !step.startsWith(`..${sep}`)
}

/** Where a load leads in the checkout. What that does not have is no part of the revision. */
function moved(url: string, { from, to }: Alias): string {
  const origin = isIn(to, url) ? undefined : from.find((folder) => isIn(folder, url))
  if (origin === undefined) return url
  const step = relative(origin, fileURLToPath(url))
  if (existsSync(to + sep + step)) return pathToFileURL(to + sep + step).href
  // Where dependencies were installed anew, the nearest folder of them above may be the working tree's.
  if (url.includes('/node_modules/')) return url
  throw new Error(`the revision that is compared with has no ${step}`)
}
