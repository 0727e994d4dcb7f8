import { AssayError } from '../../model/assay-error.ts'

/** A version of the package under test as its registry is asked for it: exact, a tag, or the beginning of one. */
export type Published = { readonly name: string; readonly wanted: string }

/** What a `package.json` says; `undefined` where there is none. */
export type PackageIdentity =
  | { readonly name?: unknown; readonly version?: unknown; readonly private?: unknown }
  | undefined

/** Names in git hold no colon, so nothing else begins like this. */
const prefix = 'npm:'

// Strict, because both become an argument of npm and the name a folder: no options, paths, addresses or ranges.
const packageName = /^(?:@[a-zA-Z0-9][\w.~-]*\/)?[a-zA-Z0-9][\w.~-]*$/u
const versionOrTag = /^[a-zA-Z0-9][\w.+-]*$/u
/** npm takes these for files. */
const archive = /\.(?:tgz|tar|tar\.gz)$/iu

/**
 * What `npm:…` asks for; `undefined` for anything else, which is a revision of git. `npm:1.2.3` and `npm:next` are a
 * version and a tag of the project's own package, `npm:<its name>` is its `latest`.
 *
 * @throws AssayError `no-package`, `no-version`
 */
export function parsePublished(ref: string, manifest: PackageIdentity): Published | undefined {
  if (!ref.startsWith(prefix)) return undefined
  const own = ownName(ref, manifest)
  const { name, wanted } = split(ref.slice(prefix.length), own)
  if (name !== own) {
    throw new AssayError(
      'no-package',
      `'${ref}' is a version of ${name}, and this project is ${own}: what is compared must be the same package.`,
      `Give a version or a tag of ${own}: npm:latest, or npm:${own}@1.2.3.`,
    )
  }
  if (versionOrTag.test(wanted) && !archive.test(wanted)) return { name, wanted }
  throw new AssayError(
    'no-version',
    `'${ref}' names no version and no tag of ${own}.`,
    `Give one of them: npm:latest, or npm:1.2.3; ranges have no place here.`,
  )
}

/** How a version is called from here on: by what the registry has, not by a tag that moves. */
export function publishedRef(name: string, version: string): string {
  return `${prefix}${name}@${version}`
}

function ownName(ref: string, manifest: PackageIdentity): string {
  const wrong = (message: string, advice: string) =>
    new AssayError('no-package', `'${ref}' is a version of this project's package, ${message}.`, advice)
  if (manifest === undefined) {
    throw wrong(
      'and there is no package.json that can be read',
      'Run it in the folder of the package or below; without a package, compare with a revision of git.',
    )
  }
  const { name } = manifest
  if (typeof name !== 'string' || name === '') {
    throw wrong(
      'whose package.json has no name',
      'Add the name under which it is published, or compare with a revision of git.',
    )
  }
  if (!packageName.test(name)) {
    throw wrong(
      `and ${JSON.stringify(name)} is not a valid package name`,
      'Fix `name` in package.json, or compare with a revision of git.',
    )
  }
  // Whoever has that name in a registry is somebody else, and their code would run here.
  if (manifest.private === true) {
    throw wrong(
      `and ${name} is never published: its package.json says "private": true`,
      'Compare with a revision of git: assay compare main.',
    )
  }
  return name
}

/** A name without a version means the latest one; a text without a name means the project's own. */
function split(text: string, own: string): Published {
  if (text === own) return { name: own, wanted: 'latest' }
  const at = text.lastIndexOf('@')
  if (at > 0) return { name: text.slice(0, at), wanted: text.slice(at + 1) }
  return /^@[^/]+\/./u.test(text) ? { name: text, wanted: 'latest' } : { name: own, wanted: text }
}
