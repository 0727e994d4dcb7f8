import { constants, type Dirent, existsSync, readdirSync, readlinkSync, realpathSync } from 'node:fs'
import { copyFile, cp, mkdir, readlink, rm, symlink } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { isFolder, isLink } from '../files/files.ts'
import { makeFolder } from '../files/folders.ts'
import { attempt } from '../process/attempt.ts'

/** The top of a repository, and the folder that one of its revisions is checked out in; links followed. */
export type Twins = { readonly top: string; readonly folder: string }

/**
 * Gives a checkout a `node_modules` of its own: what is installed is linked, entry by entry, but a link that leads into
 * the repository (a package of a workspace, a `file:` folder) leads to the checkout's own counterpart. So what the
 * checkout's files load, and its workers and children, is of its own revision. Packages that are reached this way get
 * theirs, too. A folder that the checkout has already is left as it is.
 */
export async function linkDependencies(twins: Twins, at: string): Promise<void> {
  const [from, to] = [join(at, 'node_modules'), twin(join(at, 'node_modules'), twins)]
  // What the checkout does not have is no part of the revision.
  if (!existsSync(from) || existsSync(to) || !existsSync(dirname(to))) return
  // The folder itself may be a link, and what its links say is meant from where they lie.
  const packages = await mirror(realpathSync(from), to, twins)
  for (const one of packages) await linkDependencies(twins, one)
}

/**
 * Turns links of the revision round that would lead elsewhere than in the working tree's place: absolute ones into the
 * repository lead to the checkout's own files, relative ones out of it to where they led.
 *
 * @param names of the links, relative to the top
 */
export async function turnLinks(twins: Twins, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const made = join(twins.folder, name)
    // Where there can be no links, git writes files in their place.
    if (!isLink(made)) continue
    const target = await readlink(made)
    const said = resolve(dirname(join(twins.top, name)), target)
    const own = twin(said, twins)
    if (own !== said && !isAbsolute(target)) continue
    await rm(made)
    await symlink(own, made, isFolder(said) ? 'junction' : 'file')
  }
}

/** Folders below `node_modules` that hold entries in place of being one: scopes, and commands. */
const isShelf = (name: string) => name.startsWith('@') || name === '.bin'

/** Folders in which package managers keep packages. Other hidden ones are made by tools, from sources of the project. */
const isStore = (name: string) => /^\.(?:store|bun|deno)$/u.test(name)

/** What tools leave there by the name of a file, so that one revision would find what the other one wrote. */
const isCache = (name: string) => /^\.(?:.*cache|vite.*|tmp|temp)$/u.test(name)

/** Where a file system can, blocks are shared until one of the two is written to. */
const asIs = { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE } as const

/** Returns the folders of the repository that links lead to. `whole`: packages are copied, not linked. */
async function mirror(from: string, to: string, twins: Twins, whole = false): Promise<string[]> {
  makeFolder(to)
  const entries = readdirSync(from, { withFileTypes: true }).filter(({ name }) => !isCache(name))
  const all = entries.map(async (entry): Promise<string[]> => {
    const [old, made] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isSymbolicLink()) return linkAgain(old, made, twins)
    if (entry.isDirectory() && isShelf(entry.name)) return mirror(old, made, twins, whole)
    if (entry.isDirectory() && entry.name === '.pnpm') return mirrorStore(old, made, twins)
    // A copy: who writes into the checkout's, as an installation or a build does, must not reach that of the working tree.
    if (!entry.isDirectory()) await copyFile(old, made)
    else if (whole || (entry.name.startsWith('.') && !isStore(entry.name))) await cp(old, made, asIs)
    else await symlink(old, made, 'junction')
    return []
  })
  return (await Promise.all(all)).flat()
}

/** As a whole, or entry by entry where the checkout needs some of its own. */
async function mirrorStore(from: string, to: string, twins: Twins): Promise<string[]> {
  const own = entriesToCopy(from, twins)
  if (own.size === 0) {
    await symlink(from, to, 'junction')
    return []
  }
  await mkdir(to)
  const all = readdirSync(from, { withFileTypes: true }).map(async (entry): Promise<string[]> => {
    const [old, made] = [join(from, entry.name), join(to, entry.name)]
    if (entry.name === 'node_modules') return mirror(old, made, twins)
    if (own.has(entry.name)) return mirror(join(old, 'node_modules'), join(made, 'node_modules'), twins, true)
    if (entry.isDirectory()) await symlink(old, made, 'junction')
    else await copyFile(old, made)
    return []
  })
  return (await Promise.all(all)).flat()
}

/**
 * Entries of pnpm's folder `.pnpm` of which a checkout needs its own: Node follows links, so what a package loads is found
 * beside where it really lies. Those are entries with a link into the repository (a peer that is a package of the
 * workspace), with what a tool has made there (`.prisma`), and all that lead to one of them.
 */
function entriesToCopy(store: string, twins: Twins): ReadonlySet<string> {
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
      if (isOfRepository(target, twins)) found.add(name)
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

/** Whether a path is a file of the repository, and no package. */
function isOfRepository(path: string, twins: Twins): boolean {
  return twin(path, twins) !== path && !path.split(sep).includes('node_modules')
}

async function linkAgain(old: string, made: string, twins: Twins): Promise<string[]> {
  // As it says, not where it leads in the end: a command is found beside the package that it belongs to.
  const said = resolve(dirname(old), await readlink(old))
  const own = twin(said, twins)
  const leadsToFolder = isFolder(said)
  // Also where the counterpart is not there: it may yet be built, and the working tree's is none of the base's.
  await symlink(own, made, leadsToFolder ? 'junction' : 'file')
  return leadsToFolder && isOfRepository(said, twins) ? [said] : []
}

/** The same place in the checkout, of what lies in the repository. */
function twin(path: string, { top, folder }: Twins): string {
  const step = relative(top, path)
  return step === '..' || step.startsWith(`..${sep}`) || resolve(step) === step ? path : join(folder, step)
}
