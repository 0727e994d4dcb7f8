import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../../model/config.ts'
import { resolveInside } from '../files/files.ts'
import { sweepLocks } from '../files/lock.ts'
import { sweep } from '../files/temporary.ts'
import { baselinesFolder } from './baselines.ts'

/**
 * Removes what commands that were killed left half written, wherever commands write: each sweeps the folders that it
 * writes to, but it may be long until the next one writes there, and meanwhile `git add` takes such files along.
 */
export async function sweepHalfWritten(root: string, { reports }: Config): Promise<void> {
  const folders = [reports.dir, `${reports.dir}/certificates`].map((folder) => insideOrNot(root, folder))
  const trees = [`${reports.dir}/latest`, baselinesFolder].map((folder) => treeOf(insideOrNot(root, folder)))
  for (const folder of [root, ...folders, ...trees.flat()]) {
    if (folder === undefined) continue
    sweep(folder)
    await sweepLocks(folder)
  }
}

/** Whoever writes there is told; nothing is removed there. */
function insideOrNot(root: string, folder: string): string | undefined {
  try {
    return resolveInside(root, folder)
  } catch {
    return undefined
  }
}

/** A folder and all that are in it. Links are not followed. */
function treeOf(folder: string | undefined): string[] {
  if (folder === undefined) return []
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
    const folders = entries.filter((entry) => entry.isDirectory())
    return [folder, ...folders.map(({ parentPath, name }) => join(parentPath, name))]
  } catch {
    return []
  }
}
