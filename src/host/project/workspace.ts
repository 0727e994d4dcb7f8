import { glob } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { type Member, memberPatterns } from '../../core/identity/workspace.ts'
import { foldersUp } from '../files/files.ts'
import { readOrdinaryText } from '../files/ordinary-file.ts'
import { findRoot, readManifest } from './project.ts'

/** Several packages in one repository, of which each may have benchmarks. */
export type Workspace = {
  readonly root: string
  /** The root comes first. */
  readonly members: readonly Member[]
}

/** The nearest workspace whose root is the project that a folder lies in, or above it. */
export async function findWorkspace(from: string): Promise<Workspace | undefined> {
  for (const root of foldersUp(findRoot(from))) {
    const members = await membersBelow(root)
    if (members !== undefined) return { root, members: [await memberAt(root, '.'), ...members] }
  }
  return undefined
}

/** Packages of the workspace that a folder is the root of, without the root; `undefined` where it is of none. */
export async function membersBelow(root: string): Promise<readonly Member[] | undefined> {
  const [manifest, pnpm] = await Promise.all(
    ['package.json', 'pnpm-workspace.yaml'].map((name) =>
      readOrdinaryText(join(root, name)).catch(() => undefined),
    ),
  )
  const patterns = memberPatterns(manifest, pnpm)
  if (patterns === undefined) return undefined
  const unwanted = patterns.filter((one) => one.startsWith('!')).map((one) => one.slice(1))
  const [wanted, exclude] = [patterns.filter((one) => !one.startsWith('!')), [...unwanted, ...never]].map(
    (folders) => folders.map((folder) => `${folder}/package.json`),
  )
  const found = new Set<string>()
  for await (const path of glob(wanted!, { cwd: root, exclude: exclude! }))
    found.add(dirname(path).split(sep).join('/'))
  found.delete('.')
  return Promise.all([...found].sort().map((folder) => memberAt(root, folder)))
}

/** Folders in which no package of a workspace lies, whatever its patterns say. */
const never = ['**/node_modules/**', '**/.assay/**']

async function memberAt(root: string, folder: string): Promise<Member> {
  const name = (await readManifest(join(root, folder)))?.name
  return { folder, name: typeof name === 'string' && name !== '' ? name : undefined }
}
