import { glob } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { literalGlob } from '../../core/identity/glob.ts'
import type { Member } from '../../core/identity/workspace.ts'
import { configSchema } from '../../model/config.ts'
import { findConfig } from './config.ts'
import { findConventional } from './conventions.ts'
import type { Workspace } from './workspace.ts'

/** Those members of a workspace that have benchmarks: a configuration, or files that hold some. */
export async function membersWithBenchmarks({ root, members }: Workspace): Promise<readonly Member[]> {
  const has = await Promise.all(
    members.map(async ({ folder }) => {
      const home = join(root, folder)
      const others = members.map((one) => relative(home, join(root, one.folder)).split(sep).join('/'))
      return holdsBenchmarks(
        home,
        others.filter((path) => path !== '' && !path.startsWith('..')),
      )
    }),
  )
  return members.filter((_, place) => has[place])
}

/** @param others folders below that are members themselves */
async function holdsBenchmarks(folder: string, others: readonly string[]): Promise<boolean> {
  if (findConfig(folder) !== undefined) return true
  const { include, exclude } = configSchema.parse({})
  const own = [...exclude, ...others.map((path) => `${literalGlob(path)}/**`)]
  for await (const _ of glob(include, { cwd: folder, exclude: own })) return true
  return (await findConventional(folder, own)).size > 0
}
