import { compileGlob } from './glob.ts'

/**
 * Who looks after a file, a path relative to the project: of the globs that fit the last one counts, as in a CODEOWNERS
 * file; `undefined` where none fits.
 */
export function ownerOf(file: string, owners: Readonly<Record<string, string>>): string | undefined {
  return Object.entries(owners).findLast(([glob]) => compileGlob(glob)(file))?.[1]
}

/** The same of a file that is told from the top of the repository, of a project that lies at `prefix` in it. */
export function ownerInRepository(
  file: string,
  prefix: string,
  owners: Readonly<Record<string, string>>,
): string | undefined {
  const isOwn = prefix !== '' && file.startsWith(`${prefix}/`)
  return ownerOf(isOwn ? file.slice(prefix.length + 1) : file, owners)
}
