import fs from 'node:fs'
import module, { registerHooks, stripTypeScriptTypes } from 'node:module'
import { basename, dirname, isAbsolute, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Trail } from './trail.ts'
import { wrapFunction } from './wrap.ts'

/** Modules of Node that read by themselves, where nobody can watch. */
const unseen: ReadonlySet<string> = new Set(['sqlite', 'wasi', 'inspector', 'inspector/promises'])

const { readFileSync, realpathSync } = fs

/**
 * Reports every module that is loaded from now on, and what was looked for on the way there; `onBuiltin` of each of Node's
 * modules before user code gets it. `finish`, when all is done, tells whether a source may load more than it did;
 * `isOwn`: whether a text is part of a source that is no package's; `textAt`: what was loaded from an address, without types.
 */
export function watchCode(
  trail: Trail,
  onBuiltin: (id: string) => void,
): {
  readonly finish: () => void
  readonly isOwn: (text: string) => boolean
  readonly textAt: (url: string) => string | undefined
} {
  const tellBuiltin = (id: string) => {
    const name = id.replace(/^node:/u, '')
    onBuiltin(id)
    if (!unseen.has(name)) return
    // Who profiles takes the counts away.
    const tell = name.startsWith('inspector') ? trail.runElsewhere : trail.opaque
    tell(`it uses node:${name}`)
    if (name === 'sqlite') trail.apart('it uses node:sqlite, whose databases are files')
  }
  const asked = new Set<string>()
  // What files of a folder have found: the next one that requires it there gets what is loaded, and Node looks for nothing.
  const found = new Map<string, string>()
  const loaded = new Set<string>()
  const sources = new Map<string, string | undefined>()
  registerHooks({
    resolve(specifier, context, next) {
      const parent = context.parentURL?.startsWith('file:') ? fileURLToPath(context.parentURL) : undefined
      if (parent !== undefined) asked.add(JSON.stringify([parent, specifier]))
      let place: string | undefined
      try {
        const resolved = next(specifier, context)
        place = resolved.url
        return resolved
      } catch (error) {
        const path = missingFrom(error)
        if (path !== undefined) trail.read(path)
        else if (specifier.startsWith('#')) trail.opaque(`it looks for '${specifier}' in vain`)
        throw error
      } finally {
        if (place?.startsWith('node:')) tellBuiltin(place)
        else if (parent !== undefined) for (const path of placesOf(specifier, parent, place)) trail.read(path)
        // Who only asks where it is does not load it.
        if (place?.startsWith('file:')) trail.read(fileURLToPath(place))
        if (place !== undefined && parent !== undefined) {
          const by = context.conditions.includes('import') ? 'import' : 'require'
          found.set(JSON.stringify([dirname(parent), by, specifier]), place)
        }
      }
    },
    load(url, context, next) {
      const answer = next(url, context)
      if (!url.startsWith('file:')) return answer
      const path = fileURLToPath(url)
      trail.read(path)
      loaded.add(url)
      const isCode = answer.format !== 'json' && answer.format !== 'wasm'
      if (isCode) sources.set(url, textOf(answer.source))
      return answer
    },
  })
  wrapFunction(process, 'getBuiltinModule', ([id]) => tellBuiltin(String(id)))
  for (const name of ['register', 'registerHooks'])
    wrapFunction(module, name, () => {
      trail.opaque('it changes how modules are loaded')
      trail.apart('it changes how modules are loaded')
    })
  const textAt = (url: string) => {
    const path = fileURLToPath(url)
    // What this process had loaded before is as it is on disk.
    const source = sources.has(url) ? sources.get(url) : readFileSync(path, 'utf8')
    return source === undefined ? undefined : withoutTypes(path, source)
  }
  const ownFiles = () =>
    [...sources.keys()]
      .map((url) => ({ url, path: fileURLToPath(url) }))
      .filter(({ path }) => !/[\\/]node_modules[\\/]/u.test(path))
  const sourceOf = ({ url, path }: { url: string; path: string }) =>
    textAt(url) ?? withoutTypes(path, readFileSync(path, 'utf8'))
  return {
    textAt,
    finish() {
      for (const file of ownFiles()) {
        const { path } = file
        const isLoaded = ({ by, name }: LateLoad) =>
          asked.has(JSON.stringify([path, name])) ||
          loaded.has(found.get(JSON.stringify([dirname(path), by, name])) ?? '')
        for (const late of lateLoads(sourceOf(file))) {
          if (late.name === undefined) trail.opaque('it may load what it computes later')
          else if (!isLoaded(late)) trail.unloaded(`it may load '${late.name}' later`)
        }
      }
    },
    isOwn: (text) => ownFiles().some((file) => sourceOf(file).includes(text)),
  }
}

/** Where a module was looked for, up to where it was found. */
function placesOf(specifier: string, parent: string, found: string | undefined): string[] {
  if (specifier === 'assay' || /^(?:node|data|file|https?):|^#/u.test(specifier)) return []
  const folder = dirname(parent)
  if (!/^(?:\.{0,2}\/|\.{1,2}$)/u.test(specifier)) return placesOfPackage(specifier, folder, found)
  const target = resolve(folder, specifier)
  const places = placesAt(target)
  const path = found?.startsWith('file:') ? fileURLToPath(found) : undefined
  // The harness has it come from the checkout of a base: nothing was looked for where it is said to be.
  if (path !== undefined && !leadsTo(target, path)) return []
  const at = path === undefined ? -1 : places.indexOf(path)
  return at === 0 ? [] : at < 0 ? places : places.slice(0, at)
}

/** In each folder above, up to the one that has it. */
function placesOfPackage(specifier: string, folder: string, found: string | undefined): string[] {
  const [, name = specifier, inner = ''] = /^(@[^/]+\/[^/]+|[^/]+)(.*)$/u.exec(specifier) ?? []
  const places: string[] = []
  for (let at = folder; ; at = dirname(at)) {
    const place = join(at, 'node_modules', name)
    const isThere = basename(at) !== 'node_modules' && realOf(place) !== undefined
    if (at === folder || !isThere || found === undefined) places.push(place)
    if (found === undefined && inner !== '' && isThere) places.push(...placesAt(place + inner))
    if ((isThere && found !== undefined) || at === dirname(at)) return places
  }
}

/** What is tried for a path that may lack its ending, in order. */
function placesAt(target: string): string[] {
  const endings = ['', ...Object.keys((module as unknown as { _extensions: object })._extensions)]
  return [...endings, '/package.json', ...endings.slice(1).map((one) => `/index${one}`)].map(
    (one) => target + one,
  )
}

/** The file that is not there, where whoever looked for it says so: as its address, or in words. */
function missingFrom(error: unknown): string | undefined {
  const { url, cause, message } = error as { url?: unknown; cause?: { url?: unknown }; message?: unknown }
  const address = url ?? cause?.url
  if (typeof address === 'string') return address.startsWith('file:') ? fileURLToPath(address) : undefined
  const [, path] = /^Cannot find module '([^']+)'/u.exec(String(message)) ?? []
  return path !== undefined && isAbsolute(path) ? path : undefined
}

/** Whether what stands at a path, or below it, or has its name and an ending, is another path, with links followed. */
function leadsTo(target: string, path: string): boolean {
  if (path.startsWith(target)) return true
  const real = realOf(target) ?? join(realOf(dirname(target)) ?? dirname(target), basename(target))
  return path.startsWith(real)
}

function realOf(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}

function textOf(source: unknown): string | undefined {
  if (typeof source === 'string') return source
  return source instanceof Uint8Array || source instanceof ArrayBuffer
    ? Buffer.from(source as Uint8Array).toString()
    : undefined
}

/** Types name modules as loads do. What is no TypeScript that Node reads stays as it is. */
function withoutTypes(path: string, source: string): string {
  if (!/\.[cm]?ts$/u.test(path)) return source
  try {
    return stripTypeScriptTypes(source)
  } catch {
    return source
  }
}

/** What names it: nothing, where it is computed. */
type LateLoad = { readonly by: 'import' | 'require'; readonly name: string | undefined }

/**
 * Loads that a source may do while it runs: `import(…)` and `require(…)`. It is told from the text, and rather once too
 * often: a text in quotes or a comment after code counts.
 *
 * Note: all comments were left out at first. `'src/**'` begins one, and hid the code up to the next pattern.
 */
export function lateLoads(source: string): LateLoad[] {
  // Documentation names types by `import('…')`; a block that begins its line is no part of a path.
  const code = source.replace(/^[ \t]*(?:\/\*[\s\S]*?\*\/|\/\/.*$)/gmu, '')
  const makers = ['createRequire', ...aliasesOf(code)]
  const maker = `(?:${anyOf(makers)})`
  const madeBy = new RegExp(String.raw`([\w$]+)\s*=\s*(?:[\w$]+\.)*${maker}\s*\(`, 'gu')
  const made = [...code.matchAll(madeBy)].map(([, name]) => name!)
  const call = new RegExp(
    String.raw`(?:(?<![.\w$#])(import)|(?<![\w$#])(?:${anyOf(['require', ...made])}))\s*(?:\?\.\s*)?\(\s*(?:'([^'\\]*)'|"([^"\\]*)"|${'`([^`\\\\$]*)`'})?\s*([,)])?`,
    'gu',
  )
  const loads = [...code.matchAll(call)].map(([, word, one, two, three, end]): LateLoad => {
    const by = word === undefined ? 'require' : 'import'
    return { by, name: end === undefined ? undefined : (one ?? two ?? three) }
  })
  // Whatever else is done with what makes functions to load with: it is passed on, or called at once.
  const named = count(code, String.raw`(?<![\w$])${maker}(?![\w$]|\s+['"])`)
  const listed = count(code, String.raw`[{,]\s*${maker}\s*(?=[,}])`)
  const isHidden = named > made.length + listed + 2 * (makers.length - 1)
  const isPassedOn =
    /(?:[=(,[:?|&]|=>|\breturn)\s*require\s*(?:[;,)\]}:|&]|\?(?!\.)|$)|(?<![\w$#])require\s*(?:\?\.|\.)\s*(?:call|apply|bind)\b/mu.test(
      code,
    )
  return isHidden || isPassedOn ? [...loads, { by: 'require', name: undefined }] : loads
}

/** Other names of `createRequire`, as an import or a pattern gives them. */
function aliasesOf(code: string): string[] {
  return [...code.matchAll(/\bcreateRequire\s*(?:\bas\s+|:\s*)([\w$]+)/gu)].map(([, name]) => name!)
}

function anyOf(names: readonly string[]): string {
  return names.map((name) => name.replaceAll('$', String.raw`\$`)).join('|')
}

function count(code: string, pattern: string): number {
  return [...code.matchAll(new RegExp(pattern, 'gu'))].length
}
