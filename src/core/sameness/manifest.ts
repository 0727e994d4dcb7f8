import { parseJson } from '../identity/parse-json.ts'

type Fields = Readonly<Record<string, unknown>>

/** What of a package.json decides which code is loaded. */
const loading = ['name', 'type', 'main', 'module', 'browser', 'exports', 'imports', 'sideEffects']
/** What of it decides which packages are installed. */
const asking = [
  ...['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies', 'peerDependenciesMeta'],
  ...['dependenciesMeta', 'bundleDependencies', 'bundledDependencies', 'overrides', 'resolutions'],
  ...['workspaces', 'packageManager', 'pnpm', 'patchedDependencies', 'catalog', 'catalogs'],
]

/** Two texts of one file; `undefined` where it is not there. */
export type Texts = { readonly base: string | undefined; readonly head: string | undefined }

/** Whether code is loaded alike by two versions of a package.json: another version number or script changes nothing. */
export function loadAlike(texts: Texts): boolean {
  return areEqual(texts, loading)
}

/** Whether two versions of a package.json ask for the same packages. */
export function askAlike(texts: Texts): boolean {
  return areEqual(texts, asking)
}

function areEqual({ base, head }: Texts, fields: readonly string[]): boolean {
  if (base === head) return true
  const [one, other] = [fieldsOf(base), fieldsOf(head)]
  if (!one || !other) return false
  // The order counts: of conditions in `exports` the first that fits is taken.
  return fields.every((field) => JSON.stringify(one[field]) === JSON.stringify(other[field]))
}

/** The fields of an object in JSON; `undefined` of anything else. */
export function fieldsOf(text: string | undefined): Fields | undefined {
  const value = parseJson(text?.replace(/^\uFEFF/u, '') ?? '')
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined
}
