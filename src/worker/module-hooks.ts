import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

/** The one running harness, whatever the project has installed under the name. */
const harness = new URL(import.meta.url.endsWith('.ts') ? '../index.ts' : '../index.js', import.meta.url).href

/** Top-level `import` or `export`, as only ECMAScript modules have it. */
const moduleSyntax = /^\s*(?:import\s*(?:[\w$*{"']|type\b)|export\s*(?:[*{]|\w))/mu

/**
 * Makes user files loadable: `assay` is the running harness, and TypeScript that is written as an ECMAScript
 * module is loaded as one also in packages that say `"type": "commonjs"` (what `npm init` writes).
 *
 * Returns the list of the user's files touched by loads from now on, absolute paths; it grows as they load.
 */
export function installModuleHooks(): { readonly loaded: string[] } {
  const loaded: string[] = []
  registerHooks({
    resolve(specifier, context, next) {
      if (specifier === 'assay') return { url: harness, shortCircuit: true }
      return next(specifier, context)
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
