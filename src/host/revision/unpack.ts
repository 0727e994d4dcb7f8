import { existsSync, realpathSync } from 'node:fs'
import { readFile, rename, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { type Published, publishedRef } from '../../core/identity/published.ts'
import { makeFolder } from '../files/folders.ts'
import type { Checkout } from './base-benchmarks.ts'
import { layOut, lendPackages } from './lay-out.ts'
import { installPublished } from './npm.ts'

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
  return layOut(root, signal, async (folder) => {
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
    const ofLent = await lendPackages(root, folder, lent)
    return {
      reference: { ref: publishedRef(name, wanted) },
      home,
      // What is published has code, and seldom the data that benchmarks read.
      cwd: root,
      moves: (at) => [...ofLent(at), { from: root, to: join(at, home) }],
    }
  })
}

/**
 * Note: all that npm installed could lie in one folder above the package, but then benchmark files would find there
 * what dependencies depend on, in the place of the project's own.
 */
async function link(folder: string, name: string): Promise<void> {
  if (!existsSync(folder) || existsSync(name)) return
  makeFolder(dirname(name))
  await symlink(folder, name, 'junction')
}
