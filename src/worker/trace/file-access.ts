import fs from 'node:fs'
import { dirname, isAbsolute, join, sep } from 'node:path'
import type { Trail } from './trail.ts'
import { callersOutside, type MethodOwner, wrapFunction } from './wrap.ts'

/** What reads a file or looks whether and what it is, and is given its path first; or fails where it is not there, or is. */
const readers = [
  ...['access', 'exists', 'lstat', 'readFile', 'readlink', 'realpath', 'stat', 'statfs'],
  ...['copyFile', 'link', 'rename', 'createReadStream', 'openAsBlob', 'watch', 'watchFile'],
  ...['rmdir', 'unlink', 'truncate', 'utimes', 'lutimes', 'chmod', 'lchmod', 'chown', 'lchown'],
]
/** What tells the entries of a folder, or takes all of them along. */
const listers = ['cp', 'opendir', 'readdir']
/** What makes something and fails where it is there already, and is given its path second. */
const makers = ['link', 'symlink']

type Options = MethodOwner | undefined

/** Reports every path that is read, looked at or listed from now on by `node:fs`. */
export function watchFiles(trail: Trail): void {
  for (const owner of [fs, fs.promises]) {
    for (const name of readers)
      both(owner, name, ([path]) => {
        // Where modules are looked for is told by `watchCode`, with what the harness makes of it.
        if (!isLoading()) trail.readData(path)
        else if (name !== 'realpath') trail.read(path)
      })
    for (const name of listers) both(owner, name, ([path]) => trail.list(path))
    for (const name of makers) both(owner, name, ([, path]) => trail.read(path))
    // Who opens a file to append to it may ask how long it is; to write alone begins a new one.
    both(owner, 'open', ([path, flags]) => {
      const isAppending = /^(?:a|as|sa)$/u.test(String(flags))
      if (flags === 'w' || (isAppending && isOfNode())) return
      if (isLoading()) trail.read(path)
      else trail.readData(path)
    })
    both(owner, 'writeFile', ([path, , options]) => {
      if (String((options as Options)?.flag ?? '').includes('x')) trail.read(path)
    })
    // Others are content with what is there.
    both(owner, 'mkdir', ([path, options]) => {
      if ((options as Options)?.recursive !== true) trail.read(path)
    })
    both(owner, 'rm', ([path, options]) => {
      if ((options as Options)?.force !== true) trail.read(path)
    })
    both(owner, 'glob', ([patterns, options]) => {
      for (const pattern of [patterns].flat())
        trail.list(foldersOf(String(pattern), (options as Options)?.cwd))
    })
  }
  for (const name of ['realpath', 'realpathSync']) {
    wrapFunction((fs as unknown as MethodOwner)[name] as object, 'native', ([path]) => trail.read(path))
  }
}

/** Whether Node itself calls, to find a module or to load it: through other functions that read, maybe. */
function isLoading(): boolean {
  const caller = callersOutside().find((line) => !/\(node:(?:internal\/)?fs[:/]/u.test(line))
  return caller?.includes('(node:internal/modules/') === true
}

/** Whether a function of Node calls, such as `appendFile`, which asks for nothing. */
function isOfNode(): boolean {
  return /\(node:/u.test(callersOutside()[0] ?? '')
}

function both(owner: object, name: string, tell: (args: readonly unknown[]) => void): void {
  wrapFunction(owner, name, tell)
  wrapFunction(owner, `${name}Sync`, tell)
}

/** The folder below which a pattern finds things. */
function foldersOf(pattern: string, folder: unknown): string {
  const parts = pattern.split(/[\\/]/u)
  const fixed = parts.findIndex((part) => /[*?[\]{}()!+@]/u.test(part))
  const beginning =
    fixed < 0 ? dirname(pattern) : parts.slice(0, fixed).join(sep) || (isAbsolute(pattern) ? sep : '.')
  return isAbsolute(beginning) || folder === undefined ? beginning : join(String(folder), beginning)
}
