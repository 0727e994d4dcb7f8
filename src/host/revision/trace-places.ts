import { statSync } from 'node:fs'
import { basename, dirname, join, resolve, sep } from 'node:path'
import type { TouchedPlace } from '../../core/sameness/untouched.ts'
import { isLink, realPathOf } from '../files/files.ts'
import { gitPath } from './changes.ts'

/**
 * What the paths of a trace are, as git names things. Of a path that leads through a link, the links and where they lead:
 * git knows a link as a file.
 */
export function placesOf(top: string, paths: readonly string[]): TouchedPlace[] {
  const places = new Map<string, TouchedPlace>()
  const folders = new Map<string, Followed>()
  for (const path of paths) {
    const isListed = path.endsWith(sep)
    const { real, links } = follow(isListed ? path.slice(0, -1) : path, folders)
    const kinds = [...links.map((link) => [link, 'file'] as const), [real, kindOf(real, isListed)] as const]
    for (const [at, kind] of kinds) places.set(`${kind} ${at}`, { name: gitPath(top, at), kind })
  }
  return [...places.values()]
}

function kindOf(path: string, isListed: boolean): TouchedPlace['kind'] {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) return 'absent'
  if (!found.isDirectory()) return 'file'
  return isListed ? 'listed' : 'folder'
}

type Followed = { readonly real: string; readonly links: readonly string[] }

function follow(path: string, folders: Map<string, Followed>): Followed {
  const known = folders.get(path)
  if (known) return known
  const above = dirname(path)
  const parent = above === path ? { real: path, links: [] } : follow(above, folders)
  const here = above === path ? path : join(parent.real, basename(path))
  // One that leads nowhere is itself what was found.
  const followed = isLink(here)
    ? { real: realPathOf(here), links: [...parent.links, here] }
    : { real: here, links: parent.links }
  folders.set(path, followed)
  return followed
}

/** What the system gives, in which programs look for what machine they run on. */
const ofSystem = /^\/(?:proc|sys|dev|etc|run|(?:usr\/)?s?bin)(?:\/|$)/u

/**
 * Finds what was read outside of the repository and may be other than it was at another time: neither the harness's, nor
 * the system's, nor in the folder for what passes. Absolute paths, links followed.
 */
export function foreignTo(top: string, harness: string, passing: string): (place: TouchedPlace) => boolean {
  return ({ name, kind }) => {
    const path = resolve(top, name)
    const isIn = (folder: string) => path === folder || path.startsWith(folder.replace(/[\\/]$/u, '') + sep)
    return (kind === 'file' || kind === 'listed') && !isIn(harness) && !isIn(passing) && !ofSystem.test(path)
  }
}
