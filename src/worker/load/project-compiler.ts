import { createRequire } from 'node:module'
import { extname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type CompilerOptions, compilerOptionsOf } from './tsconfig.ts'

/**
 * Compilers that a project has already, for sources that Node does not run by removing their types: enums, parameter properties,
 * decorators, JSX. Each leaves modules as they are, and tells where its code comes from.
 */

type Compile = (path: string, source: string, options: CompilerOptions) => string
export type ProjectCompiler = {
  readonly name: string
  readonly compile: (path: string, source: string) => string
}

// biome-ignore lint/suspicious/noExplicitAny: packages of the project, which Assay has no types of.
type Package = any
type Row = {
  readonly name: string
  /** What it is loaded from, the first that is there. */
  readonly from: readonly (readonly string[])[]
  readonly open: (loaded: Package) => Compile | undefined
}

const rows: readonly Row[] = [
  { name: 'rolldown', from: [['rolldown/utils'], ['vite', 'rolldown/utils']], open: openRolldown },
  { name: '@swc/core', from: [['@swc/core']], open: openSwc },
  { name: 'typescript', from: [['typescript']], open: openTypeScript },
  { name: 'esbuild', from: [['esbuild'], ['vite', 'esbuild'], ['tsx', 'esbuild']], open: openEsbuild },
]

const found = new Map<string, ProjectCompiler | undefined>()

/**
 * The compiler of the project that a file is in; `undefined` where it has none that is known. What rolldown makes of decorators
 * needs another package, which few have.
 */
export function compilerFor(path: string, hasDecorators: boolean): ProjectCompiler | undefined {
  const options = compilerOptionsOf(path)
  const key = `${options.file} ${hasDecorators}`
  if (!found.has(key)) {
    const [rolldown, ...others] = rows
    found.set(key, findCompiler(path, options, hasDecorators ? [...others, rolldown!] : rows))
  }
  return found.get(key)
}

function findCompiler(
  path: string,
  options: CompilerOptions,
  ordered: readonly Row[],
): ProjectCompiler | undefined {
  for (const { name, from, open } of ordered) {
    for (const way of from) {
      const loaded = loadBy(path, way)
      const compile = loaded && open(loaded.module)
      if (!compile) continue
      const version = loaded.version === undefined ? '' : ` ${loaded.version}`
      return { name: name + version, compile: (file, source) => compile(file, source, options) }
    }
  }
  return undefined
}

/** What the last package means as the one before it would load it. */
function loadBy(
  path: string,
  way: readonly string[],
): { module: Package; version: string | undefined } | undefined {
  let place = path
  try {
    for (const step of way) place = createRequire(place).resolve(step)
    return { module: createRequire(place)(place), version: versionNear(place, way.at(-1)!) }
  } catch {
    return undefined
  }
}

function versionNear(place: string, name: string): string | undefined {
  const own = name.startsWith('@') ? name.split('/').slice(0, 2).join('/') : name.split('/')[0]!
  try {
    return (createRequire(place)(`${own}/package.json`) as { version?: string }).version
  } catch {
    return undefined
  }
}

function langOf(path: string): 'ts' | 'tsx' | 'js' | 'jsx' {
  const ending = extname(path)
  if (ending === '.tsx') return 'tsx'
  return ending === '.jsx' ? 'jsx' : /ts$/u.test(ending) ? 'ts' : 'js'
}

/** The map of a code that is told beside it, as a comment that Node reads. */
function withMap(code: string, map: unknown): string {
  if (map === undefined || map === null) return code
  const text = Buffer.from(typeof map === 'string' ? map : JSON.stringify(map)).toString('base64')
  return `${code}\n//# sourceMappingURL=data:application/json;base64,${text}\n`
}

function openRolldown({ transformSync }: Package): Compile | undefined {
  if (typeof transformSync !== 'function') return undefined
  return (path, source, { jsx, jsxImportSource, experimentalDecorators }) => {
    const runtime = jsx === 'react' ? 'classic' : 'automatic'
    const result = transformSync(path, source, {
      ...{ lang: langOf(path), sourcemap: true, target: 'esnext' },
      jsx:
        jsx === 'preserve'
          ? { runtime }
          : { runtime, ...(jsxImportSource && { importSource: jsxImportSource }) },
      ...(experimentalDecorators && { decorator: { legacy: true } }),
    })
    if (result.errors?.length > 0) throw new SyntaxError(String(result.errors[0].message ?? result.errors[0]))
    return withMap(result.code, result.map)
  }
}

function openSwc({ transformSync }: Package): Compile | undefined {
  if (typeof transformSync !== 'function') return undefined
  return (path, source, { jsx, jsxImportSource, experimentalDecorators }) => {
    const lang = langOf(path)
    const isTyped = lang.startsWith('ts')
    const parser = isTyped
      ? { syntax: 'typescript', tsx: lang === 'tsx', decorators: true }
      : { syntax: 'ecmascript', jsx: lang === 'jsx', decorators: true }
    const react = { runtime: jsx === 'react' ? 'classic' : 'automatic', importSource: jsxImportSource }
    const transform = { react, legacyDecorator: experimentalDecorators === true }
    const options = { filename: path, sourceMaps: 'inline', swcrc: false, module: { type: 'es6' } }
    return transformSync(source, { ...options, jsc: { parser, transform, target: 'es2024' } }).code
  }
}

function openTypeScript(ts: Package): Compile | undefined {
  if (typeof ts.transpileModule !== 'function') return undefined
  return (path, source, { jsx, jsxImportSource, experimentalDecorators }) =>
    ts.transpileModule(source, {
      fileName: path,
      compilerOptions: {
        ...{ target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext, inlineSourceMap: true },
        jsx: jsx === 'react' ? ts.JsxEmit.React : ts.JsxEmit.ReactJSX,
        ...{ jsxImportSource, experimentalDecorators, isolatedModules: true },
      },
    }).outputText
}

function openEsbuild({ transformSync }: Package): Compile | undefined {
  if (typeof transformSync !== 'function') return undefined
  return (path, source, { jsx, jsxImportSource, experimentalDecorators }) =>
    transformSync(source, {
      ...{ loader: langOf(path), format: 'esm', target: 'esnext', sourcemap: 'inline' },
      sourcefile: pathToFileURL(path).href,
      tsconfigRaw: { compilerOptions: { jsx: jsx ?? 'react-jsx', jsxImportSource, experimentalDecorators } },
    }).code
}
