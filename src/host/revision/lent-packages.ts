import { existsSync, realpathSync } from 'node:fs'
import { mkdir, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** A folder of packages outside of what is laid out, and its other name, relative to that. */
export type Lent = { readonly from: string; readonly to: string }

/**
 * Node finds what is installed in a folder and above it, because a base lies below it. One instance of it would serve both
 * sides, and what one of them leaves in it, the other one would find. Links give it other names, so that each side loads it
 * for itself.
 *
 * @param place where in `folder` the links are made
 */
export async function lendPackages(start: string, folder: string, place: string): Promise<Lent[]> {
  const links: Lent[] = []
  for (let at = start; ; at = dirname(at)) {
    const modules = join(at, 'node_modules')
    if (existsSync(modules)) {
      const to = join(place, String(links.length), 'node_modules')
      await mkdir(dirname(join(folder, to)), { recursive: true })
      await symlink(modules, join(folder, to), 'junction')
      links.push({ from: realpathSync(modules), to })
    }
    if (dirname(at) === at) return links
  }
}
