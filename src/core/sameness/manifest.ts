import { parseJson } from '../identity/parse-json.ts'

type Fields = Readonly<Record<string, unknown>>

/** Its lists of packages that it asks for. */
const packageLists = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'] as const

/** What of a package.json decides about what. */
const fields = {
  /** Which code is loaded: another version number or script changes nothing. */
  loading: ['name', 'type', 'main', 'module', 'browser', 'exports', 'imports', 'sideEffects'],
  /** Which packages are installed. */
  packages: [
    ...packageLists,
    ...[
      'peerDependenciesMeta',
      'dependenciesMeta',
      'bundleDependencies',
      'bundledDependencies',
      'overrides',
      'resolutions',
    ],
    ...['workspaces', 'packageManager', 'pnpm', 'patchedDependencies', 'catalog', 'catalogs'],
  ],
} as const

/** Two texts of one file; `undefined` where it is not there. */
export type Texts = { readonly base: string | undefined; readonly head: string | undefined }

/** Whether two versions of a package.json say the same about that. */
export function areAlike({ base, head }: Texts, about: keyof typeof fields): boolean {
  if (base === head) return true
  const [one, other] = [fieldsOf(base), fieldsOf(head)]
  if (!one || !other) return false
  // The order counts: of conditions in `exports` the first that fits is taken.
  return fields[about].every((field) => JSON.stringify(one[field]) === JSON.stringify(other[field]))
}

/** Whether two versions of a package.json ask alike for packages of these names, and rule alike over all. */
export function askAlike({ base, head }: Texts, names: readonly string[]): boolean {
  const [one, other] = [fieldsOf(base), fieldsOf(head)]
  if (!one || !other) return false
  const lists: readonly string[] = packageLists
  const asked = (from: Fields, list: string) => {
    const packages = (from[list] ?? {}) as Fields
    return names.map((name) => packages[name] ?? null)
  }
  return fields.packages.every((field) => {
    const told = (from: Fields) => (lists.includes(field) ? asked(from, field) : from[field])
    return JSON.stringify(told(one)) === JSON.stringify(told(other))
  })
}

/** The fields of an object in JSON; `undefined` of anything else. */
export function fieldsOf(text: string | undefined): Fields | undefined {
  const value = parseJson(text?.replace(/^\uFEFF/u, '') ?? '')
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined
}
