import module from 'node:module'
import { fileURLToPath } from 'node:url'
import { types } from 'node:util'

/** Where Assay's own modules are: they hold nothing of a file's. */
const ours = new URL('../../..', import.meta.url).href
const mark = 'assay-load='

/** Uses of its own address in which a module does not see what follows the path. */
const plainUse = /(?:new URL\(\s*[^,()]+,\s*|createRequire\(\s*|fileURLToPath\(\s*)import\.meta\.url/gu

// Taken before user code may change them.
const { isModuleNamespaceObject } = types
const keysOf = Object.keys
// Node's own cache of CommonJS modules, as require.cache shows it.
const cache = (module as unknown as { _cache: Record<string, { exports?: unknown } | undefined> })._cache

export type FreshModules = {
  /** Modules are made anew for the next file. Tells why what was loaded last may not be what it is alone. */
  readonly next: () => string | undefined
}

/**
 * Gives each benchmark file that is loaded into a process modules of its own: what a file does to a module that it
 * imports is not seen by the files after it. Node's modules are shared; `onBuiltin` is told of each before a file
 * gets it.
 */
export function loadFreshModules(onBuiltin: (name: string) => void): FreshModules {
  const firsts: Record<string, number> = Object.create(null)
  const kept: Record<string, true> = Object.create(null)
  let stale: Record<string, true> = Object.create(null)
  let generation = 0
  let why: string | undefined
  for (const path of keysOf(cache)) kept[path] = true
  // Without hooks a process loads one file only.
  module.registerHooks?.({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context)
      const { url } = resolved
      if (url.startsWith('node:')) {
        // It can replace modules, and nothing shows afterwards that it did.
        if (url === 'node:test') why = 'it uses node:test'
        onBuiltin(url)
      }
      if (!url.startsWith('file:') || url.startsWith(ours)) return resolved
      firsts[url] ??= generation
      if (firsts[url] === generation) return resolved
      if (context.conditions?.includes('require')) {
        stale[fileURLToPath(url)] = true
        return resolved
      }
      return { ...resolved, url: `${url}${url.includes('?') ? '&' : '?'}${mark}${generation}` }
    },
    load(url, context, next) {
      const loaded = next(url, context)
      if (url.includes(mark) && looksAtItself(loaded.source))
        why = 'a module that it imports uses its own address'
      return loaded
    },
  })
  return {
    next() {
      let reason = why
      const paths = keysOf(cache)
      for (let index = 0; index < paths.length; index++) {
        const path = paths[index]!
        if (kept[path]) continue
        // What `require` gives of an ECMAScript module stays the same one.
        if (stale[path] && isModuleNamespaceObject(cache[path]?.exports))
          reason = 'it requires a module that is there'
        delete cache[path]
      }
      stale = Object.create(null)
      why = undefined
      generation++
      return reason
    },
  }
}

function looksAtItself(source: unknown): boolean {
  if (typeof source !== 'string' && !ArrayBuffer.isView(source)) return false
  const text =
    typeof source === 'string'
      ? source
      : Buffer.from(source.buffer, source.byteOffset, source.byteLength).toString('utf8')
  return text.includes('import.meta.url') && text.replace(plainUse, '').includes('import.meta.url')
}
