import fs from 'node:fs'
import { dirname, isAbsolute, join, sep } from 'node:path'
import { callerLines } from './caller.ts'
import type { Trail } from './trail.ts'
import { type Owner, wrap } from './wrap.ts'

/** What reads a file or looks whether and what it is, and is given its path first. */
const readers = [
  ...['access', 'exists', 'lstat', 'readFile', 'readlink', 'realpath', 'stat', 'statfs'],
  ...['copyFile', 'link', 'rename', 'createReadStream', 'openAsBlob', 'watch', 'watchFile'],
]
/** What tells the entries of a folder, or takes all of them along. */
const listers = ['cp', 'opendir', 'readdir']
/** Flags of what only writes. */
const writing = /^(?:w|wx|xw|a|ax|xa|as|sa)$/u

/** Tells every path that is read, looked at or listed from now on by `node:fs`. */
export function watchFiles(trail: Trail): void {
  for (const owner of [fs, fs.promises]) {
    for (const name of readers)
      both(owner, name, ([path]) => {
        // Where modules are looked for is told by `watchCode`, with what the harness makes of it.
        if (name !== 'realpath' || !isLoading()) trail.read(path)
      })
    for (const name of listers) both(owner, name, ([path]) => trail.list(path))
    both(owner, 'open', ([path, flags]) => {
      if (!writing.test(String(flags))) trail.read(path)
    })
    both(owner, 'glob', ([patterns, options]) => {
      const folder = (options as { cwd?: unknown } | undefined)?.cwd
      for (const pattern of [patterns].flat()) trail.list(foldersOf(String(pattern), folder))
    })
  }
  for (const name of ['realpath', 'realpathSync']) {
    wrap((fs as unknown as Owner)[name] as object, 'native', ([path]) => trail.read(path))
  }
}

/** Whether Node itself calls, to find a module. */
function isLoading(): boolean {
  return callerLines()[0]?.includes('(node:internal/modules/') === true
}

function both(owner: object, name: string, tell: (args: readonly unknown[]) => void): void {
  wrap(owner, name, tell)
  wrap(owner, `${name}Sync`, tell)
}

/** The folder below which a pattern finds things. */
function foldersOf(pattern: string, folder: unknown): string {
  const parts = pattern.split(/[\\/]/u)
  const fixed = parts.findIndex((part) => /[*?[\]{}()!+@]/u.test(part))
  const beginning =
    fixed < 0 ? dirname(pattern) : parts.slice(0, fixed).join(sep) || (isAbsolute(pattern) ? sep : '.')
  return isAbsolute(beginning) || folder === undefined ? beginning : join(String(folder), beginning)
}
