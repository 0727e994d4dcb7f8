import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'

/** Folder of the nearest `package.json` at or above `from`; `from` itself when there is none. */
export function findRoot(from: string): string {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder
    if (dirname(folder) === folder) return resolve(from)
  }
}

/** Name of the package as a slug: lower case, digits, dots and hyphens. */
export async function componentName(root: string): Promise<string> {
  const name = (await packageName(root)) ?? basename(root)
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9.]+/gu, '-')
    .replace(/^[-.]+|-+$/gu, '')
  return slug || 'project'
}

async function packageName(root: string): Promise<string | undefined> {
  try {
    const { name } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { name?: unknown }
    return typeof name === 'string' && name !== '' ? name : undefined
  } catch {
    return undefined
  }
}
