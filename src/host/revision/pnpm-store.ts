import { type Dirent, readdirSync, readlinkSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { attempt } from '../process/attempt.ts'

/**
 * Entries of pnpm's folder `.pnpm` of which a checkout needs its own: Node follows links, so what a package loads is found
 * beside where it really lies. Those are entries with a link into the repository (a peer that is a package of the
 * workspace), with what a tool has made there (`.prisma`), and all that lead to one of them.
 *
 * @param isOfRepository whether a path is a file of the repository, and no package
 */
export function entriesToCopy(store: string, isOfRepository: (path: string) => boolean): ReadonlySet<string> {
  const users = new Map<string, string[]>()
  const found = new Set<string>()
  for (const { name } of list(store)) {
    if (name === 'node_modules') continue
    for (const entry of modulesOf(join(store, name, 'node_modules'))) {
      if (!entry.isSymbolicLink()) {
        if (entry.name.startsWith('.') && entry.name !== '.bin') found.add(name)
        continue
      }
      const path = join(entry.parentPath, entry.name)
      const target = resolve(dirname(path), readlinkSync(path))
      if (isOfRepository(target)) found.add(name)
      const [used = ''] = relative(store, target).split(sep)
      users.set(used, [...(users.get(used) ?? []), name])
    }
  }
  // A set visits what is added to it meanwhile.
  for (const one of found) for (const user of users.get(one) ?? []) found.add(user)
  return found
}

/** Packages, those of scopes among them. */
function modulesOf(folder: string): Dirent[] {
  return list(folder).flatMap((entry) =>
    entry.name.startsWith('@') && entry.isDirectory() ? list(join(folder, entry.name)) : [entry],
  )
}

function list(folder: string): Dirent[] {
  return attempt(() => readdirSync(folder, { withFileTypes: true })) ?? []
}
