import { isAbsolute, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Trace } from '../../model/outcome.ts'

/** What is found while benchmarks run. */
export type Trail = {
  /** A path was read or looked for, as given; of what is no path nothing is told. */
  readonly read: (path: unknown) => void
  /** The same of who is no loader: what is in the file counts, whatever of its code runs. */
  readonly readData: (path: unknown) => void
  /** The entries of a folder were listed. */
  readonly list: (path: unknown) => void
  /** Whether later calls begin or are over: what one of them reads for the first time is told of. */
  readonly callAgain: (isAgain: boolean) => void
  /** Something was done that nobody can follow. */
  readonly opaque: (reason: string) => void
  /** The same of a load that a source names and that did not happen. */
  readonly unloaded: (reason: string) => void
  /** The same of what may run code of the project where nobody sees it. */
  readonly runElsewhere: (reason: string) => void
  /** Something was done by which two revisions in one process would meet. */
  readonly apart: (reason: string) => void
  /** Something was set, for everybody in the process, to a value that may be the same in both revisions. */
  readonly share: (what: string) => void
  /** Whether all code that ran did so in sight. */
  readonly isInSight: () => boolean
  readonly told: () => Omit<Trace, 'failed' | 'coverage'>
}

/** Harness files that lie among the packages of a project run on both sides; they are no part of a revision. */
const harness = fileURLToPath(new URL('../..', import.meta.url))
const isInstalled = harness.includes(`${sep}node_modules${sep}`)

/** `folder`: how the current folder is asked for without leaving a trail. */
export function newTrail(folder: () => string): Trail {
  const files = new Set<string>()
  const later = new Set<string>()
  const data = new Set<string>()
  let isLater = false
  const opaque = new Set<string>()
  const unloaded = new Set<string>()
  let isInSight = true
  const apart = new Set<string>()
  const shared = new Set<string>()
  const place = (path: unknown): string | undefined => {
    const given = textOf(path)
    if (given === undefined) return undefined
    if (!isAbsolute(given)) apart.add(`it opens '${given}', relative to the current folder`)
    return isAbsolute(given) ? resolve(given) : resolve(folder(), given)
  }
  const add = (path: string | undefined, end = '') => {
    if (path === undefined || (isInstalled && path.startsWith(harness))) return
    if (isLater && !files.has(path + end)) later.add(path + end)
    files.add(path + end)
  }
  return {
    read: (path) => add(place(path)),
    readData: (path) => {
      const found = place(path)
      add(found)
      if (found !== undefined) data.add(found)
    },
    list: (path) => add(place(path), sep),
    callAgain: (isAgain) => {
      isLater = isAgain
    },
    opaque: (reason) => opaque.add(reason),
    unloaded: (reason) => {
      opaque.add(reason)
      unloaded.add(reason)
    },
    runElsewhere: (reason) => {
      opaque.add(reason)
      isInSight = false
    },
    apart: (reason) => apart.add(reason),
    share: (what) => shared.add(what),
    isInSight: () => isInSight,
    told: () => ({
      ...{ files: [...files], later: [...later], data: [...data] },
      ...{ opaque: [...opaque], unloaded: [...unloaded], apart: [...apart], shared: [...shared].sort() },
    }),
  }
}

/** `undefined` of descriptors and what is no path. */
function textOf(path: unknown): string | undefined {
  if (typeof path === 'string') return path
  if (path instanceof Uint8Array) return Buffer.from(path).toString()
  return path instanceof URL && path.protocol === 'file:' ? fileURLToPath(path) : undefined
}
