import { existsSync, realpathSync } from 'node:fs'
import { mkdir, readFile, rename, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { type Published, publishedRef } from '../../core/identity/published.ts'
import type { Alias } from '../../model/message.ts'
import { refuseInterrupted } from '../process/interruption.ts'
import type { Checkout } from './base-benchmarks.ts'
import { installPublished } from './install-published.ts'
import { lendPackages } from './lent-packages.ts'
import { makeScratch } from './scratch.ts'

const names = z.record(z.string(), z.unknown()).catch({})
const manifestSchema = z.object({ dependencies: names, optionalDependencies: names })

/** Folders in the place that a version is laid out in. */
const [home, installed, lent] = ['package', 'installed', 'project']

/**
 * Lays a published version out below `.assay/`, outside any `node_modules`, so that its files count as a package's
 * own. Its dependencies are those that npm gives its users. Whatever else is imported there is the project's.
 *
 * @throws AssayError `no-version`
 */
export async function unpack(project: string, published: Published, signal: AbortSignal): Promise<Checkout> {
  // As Node names modules: links followed.
  const root = realpathSync(project)
  const { folder, again, remove } = await makeScratch(root)
  try {
    await installPublished(root, join(folder, installed), published)
    const { name, wanted } = published
    const modules = join(folder, installed, 'node_modules')
    await rename(join(modules, name), join(folder, home))
    const text = await readFile(join(folder, home, 'package.json'), 'utf8')
    const { dependencies, optionalDependencies } = manifestSchema.parse(JSON.parse(text))
    for (const dependency of Object.keys({ ...dependencies, ...optionalDependencies })) {
      await link(join(modules, dependency), join(folder, home, 'node_modules', dependency))
    }
    // Without `exports` a package does not find itself by its name.
    await link(join(folder, home), join(folder, home, 'node_modules', name))
    const links = await lendPackages(root, folder, lent)
    const moves = (place: string): Alias['moves'] => [
      ...links.map(({ from, to }) => ({ from, to: join(place, to) })),
      { from: root, to: join(place, home) },
    ]
    return {
      reference: { ref: publishedRef(name, wanted) },
      root: join(folder, home),
      twin: join(again, home),
      // What is published has code, and seldom the data that benchmarks read.
      cwd: root,
      alias: { within: folder, moves: moves(folder) },
      twinAlias: { within: again, moves: [{ from: folder, to: again }, ...moves(again)] },
      close: async () => remove(),
    }
  } catch (error) {
    remove()
    refuseInterrupted(signal)
    throw error
  }
}

/**
 * Note: all that npm installed could lie in one folder above the package, but then benchmark files would find there
 * what dependencies depend on, in the place of the project's own.
 */
async function link(folder: string, name: string): Promise<void> {
  if (!existsSync(folder) || existsSync(name)) return
  await mkdir(dirname(name), { recursive: true })
  await symlink(folder, name, 'junction')
}
