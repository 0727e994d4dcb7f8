import { existsSync, readFileSync } from 'node:fs'
import type { LoadHookContext } from 'node:module'
import module from 'node:module'
import { relative, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Alias, BenchmarkSource } from '../../model/message.ts'
import { installBunModules } from './bun-modules.ts'
import { compilerFor } from './project-compiler.ts'
import { resolveDialect } from './resolve-dialect.ts'
import { resolveAsCompiler } from './resolve-typescript.ts'
import { openStrippedSources, strippedOf } from './stripped-sources.ts'

/** The one running harness, whatever the project has installed under the name. */
const harness = new URL(
  import.meta.url.endsWith('.ts') ? '../../index.ts' : '../../index.js',
  import.meta.url,
).href

/** Top-level `import` or `export`, as only ECMAScript modules have it. */
const moduleSyntax = /^\s*(?:import\s*(?:[\w$*{"']|type\b)|export\s*(?:[*{]|\w))/mu

/**
 * Makes user files loadable: `assay` is the running harness, other libraries are Assay's dialects of them, and TypeScript that is written as an ECMAScript
 * module is loaded as one also in packages that say `"type": "commonjs"` (what `npm init` writes).
 *
 * What a file of a base that is laid out loads comes from there (`sources`), also where a link leads into the working
 * tree: otherwise both sides would share the code of one.
 *
 * @param strippedFolder where forks keep sources without their types
 *
 * Returns the list of the user's files touched by loads from now on, absolute paths, and which of them a compiler of the project
 * has made run; both grow as they load.
 */
export function installModuleHooks(
  sources: readonly BenchmarkSource[] = [],
  strippedFolder?: string,
): { readonly loaded: string[]; readonly compiled: Map<string, string> } {
  const loaded: string[] = []
  const compiled = new Map<string, string>()
  if ('Bun' in globalThis) {
    installBunModules(sources, harness, loaded)
    return { loaded, compiled }
  }
  const strip = strippedFolder === undefined ? undefined : openStrippedSources(strippedFolder)
  const bases = sources.flatMap(({ file, alias }) =>
    alias ? [{ file: pathToFileURL(file).href, alias }] : [],
  )
  module.registerHooks({
    resolve(specifier, context, nextHook) {
      const next: typeof nextHook = (...asked) => refuseLost(nextHook(...asked))
      if (specifier === 'assay') return { url: harness, shortCircuit: true }
      const dialect = resolveDialect(specifier, context.parentURL, () => next(specifier, context))
      if (dialect !== undefined) return { url: dialect, shortCircuit: true }
      const base = bases.find(
        ({ alias }) => isIn(alias.within, context.parentURL) || isIn(alias.within, specifier),
      )
      try {
        const resolved = next(specifier, context)
        return base ? { ...resolved, url: moveToAlias(resolved.url, base.alias) } : resolved
      } catch (error) {
        const meant = isUnresolved(error) ? resolveAsCompiler(specifier, context.parentURL) : undefined
        if (meant !== undefined)
          return { url: base ? moveToAlias(meant, base.alias) : meant, shortCircuit: true }
        // Only a benchmark file is the working tree's, and may ask for more than the base has.
        const missing = base && context.parentURL === base.file && isMissingFile(specifier, error)
        throw missing ? lacking(specifier, error) : error
      }
    },
    load(url, context, next) {
      if (!url.startsWith('file:') || url.includes('/node_modules/')) return next(url, context)
      const path = fileURLToPath(url)
      loaded.push(path)
      // Deno compiles TypeScript, and all that may stand in it, itself.
      if (isDeno) return next(url, context)
      const own = /\.[jt]sx$/u.test(path) && compileWithProject(path, readFileSync(path, 'utf8'), compiled)
      if (own) return own
      const asCommonJs = context.format === 'commonjs-typescript' || (context.format ?? null) === null
      if (asCommonJs && path.endsWith('.ts')) {
        const source = readFileSync(path, 'utf8')
        if (moduleSyntax.test(source)) return withoutTypes(path, source)
      }
      if (path.endsWith('.json') && isBareJson(context)) return asModule(readFileSync(path, 'utf8'))
      const answer = next(url, context)
      return answer.format === typed && answer.source ? withoutTypes(path, textOf(answer.source)) : answer
    },
  })
  return { loaded, compiled }

  /** Node strips what nobody else has, and says what is wrong with what it cannot. */
  function withoutTypes(path: string, source: string) {
    const stripped = strip?.(source)
    if (mayNeedCompiler.test(source) && needsCompiler(stripped ?? strippedOf(source))) {
      const own = compileWithProject(path, source, compiled)
      if (own) return own
    }
    return stripped === undefined
      ? { format: typed, source, shortCircuit: true }
      : { format: 'module', source: stripped, shortCircuit: true }
  }
}

const isDeno = 'Deno' in globalThis

/** What is not there Deno finds beside the file that asks. */
function refuseLost<R extends { readonly url: string }>(resolved: R): R {
  if (!isDeno || !resolved.url.startsWith('file:') || existsSync(fileURLToPath(resolved.url))) return resolved
  throw Object.assign(new Error(`Cannot find module '${fileURLToPath(resolved.url)}'`), {
    code: 'ERR_MODULE_NOT_FOUND',
  })
}

/** Imported without saying that it is JSON, as bundlers let people do. */
function isBareJson({ conditions, importAttributes }: LoadHookContext): boolean {
  return !conditions.includes('require') && importAttributes.type === undefined
}

function asModule(json: string) {
  return { format: 'module', source: `export default ${json}`, shortCircuit: true } as const
}

const typed = 'module-typescript'

/** What is in a source that removing types does not make run: one of these words, or a decorator. */
const mayNeedCompiler =
  /\b(?:enum|namespace|module)\s+[\w$]|\bconstructor\s*\([^)]*\b(?:private|public|protected|readonly)\s|(?:^|[\s{;)])@[A-Za-z_$]|\bimport\s+[\w$]+\s*=|\bexport\s*=/mu

/** Whether a source is not run by removing its types: where it cannot be done, or a decorator is left. */
function needsCompiler(stripped: string | undefined): boolean {
  return stripped === undefined || hasDecorators(stripped)
}

/** Told from the text, without comments, and rather once too often. */
function hasDecorators(source: string): boolean {
  return /(?:^|[\s{;)])@[A-Za-z_$]/mu.test(source.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gmu, ''))
}

/**
 * A source as the project's own compiler makes it, which is noted with its name; `undefined` where the project has none, and
 * Node is to say what is wrong.
 */
function compileWithProject(path: string, source: string, compiled: Map<string, string>) {
  const compiler = compilerFor(path, hasDecorators(source))
  if (compiler === undefined) return undefined
  const made = compiler.compile(path, source)
  compiled.set(path, compiler.name)
  return { format: 'module', source: made, shortCircuit: true } as const
}

function textOf(source: string | ArrayBuffer | NodeJS.TypedArray): string {
  return typeof source === 'string' ? source : new TextDecoder().decode(source)
}

function isIn(folder: string, url: string | undefined): boolean {
  if (!url?.startsWith('file:')) return false
  const step = relative(folder, fileURLToPath(url))
  return step !== '..' && !step.startsWith(`..${sep}`)
}

/** Where a load leads in the checkout. What that does not have is no part of the revision. */
function moveToAlias(url: string, { within, moves }: Alias): string {
  const move = isIn(within, url) ? undefined : moves.find(({ from }) => isIn(from, url))
  if (move === undefined) return url
  const step = relative(move.from, fileURLToPath(url))
  if (existsSync(move.to + sep + step)) return pathToFileURL(move.to + sep + step).href
  // Where dependencies were installed anew, the nearest folder of them above may be the working tree's.
  if (url.includes('/node_modules/')) return url
  throw lacking(step)
}

/** Of modules and of CommonJS. */
const missingCodes: ReadonlySet<unknown> = new Set(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'])

function isUnresolved(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException
  return missingCodes.has(code) || code === 'ERR_UNSUPPORTED_DIR_IMPORT'
}

function isMissingFile(specifier: string, error: unknown): boolean {
  return /^\.{0,2}\//u.test(specifier) && missingCodes.has((error as NodeJS.ErrnoException).code)
}

/** An old revision has its files elsewhere, a published version has built ones only; the name holds for all. */
function lacking(what: string, cause?: unknown): Error {
  // Whoever catches it in order to do without asks for the code.
  const { code } = (cause ?? {}) as NodeJS.ErrnoException
  const error = new Error(
    `the base has no ${what}; import the package by its name instead, which holds wherever a base keeps its files`,
    { cause },
  )
  return code === undefined ? error : Object.assign(error, { code })
}
