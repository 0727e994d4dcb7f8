import { AssayError } from '../../model/assay-error.ts'

/** What matters of a `package.json`. */
export type Manifest = {
  readonly text: string
  readonly type: 'module' | 'commonjs'
  readonly scripts: Readonly<Record<string, unknown>>
  /** Names of everything that it depends on. */
  readonly dependencies: ReadonlySet<string>
  /** Versions of Node that it says it runs on. */
  readonly node: string | undefined
  readonly packageManager: string
}

/** @throws AssayError `broken-manifest` */
export function parseManifest(text: string): Manifest {
  const manifest = objectOf(text)
  const scripts = manifest.scripts ?? {}
  if (!isObject(scripts)) throw brokenManifest("its 'scripts' are no object")
  const { node } = asObject(manifest.engines)
  return {
    text,
    type: manifest.type === 'module' ? 'module' : 'commonjs',
    scripts,
    dependencies: new Set(
      [manifest.dependencies, manifest.devDependencies, manifest.optionalDependencies].flatMap((one) =>
        Object.keys(asObject(one)),
      ),
    ),
    node: typeof node === 'string' ? node : undefined,
    packageManager: typeof manifest.packageManager === 'string' ? manifest.packageManager : '',
  }
}

function objectOf(text: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\ufeff/u, ''))
  } catch (error) {
    throw brokenManifest(`it is not JSON: ${(error as Error).message}`, error)
  }
  if (!isObject(value)) throw brokenManifest('it holds no object')
  return value
}

function asObject(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {}
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function brokenManifest(what: string, cause?: unknown): AssayError {
  return new AssayError(
    'broken-manifest',
    `package.json cannot be used: ${what}`,
    'Fix it first; nothing was written.',
    cause === undefined ? {} : { cause },
  )
}
