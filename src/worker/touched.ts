import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What reads a file or a folder, and is given its path first. */
const readers = [
  'readFileSync',
  'readFile',
  'openSync',
  'open',
  'createReadStream',
  'readdirSync',
  'readdir',
  'opendirSync',
  'opendir',
] as const
const promised = ['readFile', 'open', 'readdir', 'opendir'] as const

type Reader = (path: unknown, ...rest: unknown[]) => unknown

/** Records every path that is read from now on by `node:fs`, as given; it grows. */
export function watchReads(): { readonly read: Set<string> } {
  const read = new Set<string>()
  const watch = (functions: Record<string, unknown>, name: string) => {
    const original = functions[name] as Reader
    functions[name] = function (this: unknown, path: unknown, ...rest: unknown[]) {
      const place = placeOf(path)
      if (place !== undefined) read.add(place)
      return Reflect.apply(original, this, [path, ...rest])
    }
  }
  for (const name of readers) watch(fs as unknown as Record<string, unknown>, name)
  for (const name of promised) watch(fs.promises as unknown as Record<string, unknown>, name)
  syncBuiltinESMExports()
  return { read }
}

/** Absolute; `undefined` for descriptors and what is no path. */
function placeOf(path: unknown): string | undefined {
  if (typeof path === 'string') return resolve(path)
  if (Buffer.isBuffer(path)) return resolve(path.toString())
  return path instanceof URL && path.protocol === 'file:' ? fileURLToPath(path) : undefined
}
