import { existsSync, realpathSync } from 'node:fs'
import { symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Alias } from '../../model/message.ts'
import { foldersUp } from '../files/files.ts'
import { makeFolder } from '../files/folders.ts'
import { refuseInterrupted } from '../process/interruption.ts'
import type { Checkout } from './base-benchmarks.ts'
import { makeScratch } from './scratch.ts'

/** What was laid out: where in its folder the project is, and what a folder that has it moves (see {@link Alias}). */
type LaidOut = Pick<Checkout, 'reference'> & {
  readonly home: string
  readonly moves: (at: string) => Alias['moves']
  /** Where its forks work, if that is not the project in it. */
  readonly cwd?: string
}

/** Lays a base out in a place of its own below `.assay/`. When that fails, the place is gone. */
export async function layOut(
  root: string,
  signal: AbortSignal,
  fill: (folder: string) => Promise<LaidOut>,
): Promise<Checkout> {
  const { folder, again, remove } = await makeScratch(root)
  try {
    const { reference, home, moves, cwd = join(folder, home) } = await fill(folder)
    return {
      reference,
      root: join(folder, home),
      twin: join(again, home),
      cwd,
      alias: { within: folder, moves: moves(folder) },
      twinAlias: { within: again, moves: [{ from: folder, to: again }, ...moves(again)] },
      close: async () => remove(),
    }
  } catch (error) {
    remove()
    // What was ended because the person asked for it fails in ways of its own.
    refuseInterrupted(signal)
    throw error
  }
}

/**
 * Node finds what is installed in a folder and above it, because a base lies below it. One instance of it would serve both
 * sides, and what one of them leaves in it, the other one would find. Links give it other names, so that each side loads it
 * for itself. Returns the moves of a folder that has these links.
 *
 * @param place where in `folder` the links are made
 */
export async function lendPackages(start: string, folder: string, place: string): Promise<LaidOut['moves']> {
  const links: { from: string; to: string }[] = []
  const installed = foldersUp(start).map((at) => join(at, 'node_modules'))
  for (const modules of installed.filter((one) => existsSync(one))) {
    const to = join(place, String(links.length), 'node_modules')
    makeFolder(dirname(join(folder, to)))
    await symlink(modules, join(folder, to), 'junction')
    links.push({ from: realpathSync(modules), to })
  }
  return (home) => links.map(({ from, to }) => ({ from, to: join(home, to) }))
}
