import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Alias } from '../../model/message.ts'
import { attempt } from '../process/attempt.ts'
import { writtenText } from './explain-load.ts'
import type { LoadedFile } from './loader.ts'
import type { VitestAddress, VitestServers } from './vitest-servers.ts'

/** Which benchmark files of a folder the project's own Vitest runs, and where it listens. */
export type VitestRoad = {
  /** Whether it does, whatever Node would make of it. */
  readonly isNeeded: (file: string) => boolean
  /** Whether it may run a file that Node does not load. */
  readonly mayHelp: (file: string, answer: LoadedFile) => boolean
  /** It runs this file. */
  readonly take: (file: string) => void
  readonly address: () => Promise<VitestAddress>
}

/** Since this version its processes can be those of others. */
const oldest = 4

const configNames = ['vitest.config', 'vite.config'].flatMap((name) =>
  ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'].map((ending) => `${name}.${ending}`),
)

/** What a configuration or a file says that changes what runs, and that plain Node does not do. */
const inConfiguration = /\b(?:setupFiles|globalSetup)\b|\benvironment\s*:\s*(?!['"]node['"])/u
const inFile = /@(?:vitest|jest)-environment\s+(?!node\b)/u

/** Of the working tree: what needs Vitest, and what Node cannot load. */
export function roadOfProject(root: string, servers: VitestServers): VitestRoad {
  let isConfigured: boolean | undefined
  const speaksVitest = (file: string) => /\bvitest\b/u.test(textOf(root, file))
  return {
    isNeeded(file) {
      if (!speaksVitest(file) || !hasVitest(root)) return false
      isConfigured ??= configNames.some((name) => inConfiguration.test(textOf(root, name)))
      return isConfigured || inFile.test(textOf(root, file))
    },
    mayHelp(file, answer) {
      if (answer.type !== 'failed' || answer.failure.reason !== 'load-error') return false
      // With `globals` it imports nothing.
      return (speaksVitest(file) || /\bbench\b/u.test(textOf(root, file))) && hasVitest(root)
    },
    take: (file) => servers.files.add(file),
    address: () => servers.addressOf(root),
  }
}

/** Of a base: the same files as of the working tree. */
export function roadOfBase(
  { root, alias }: { readonly root: string; readonly alias: Alias },
  servers: VitestServers,
): VitestRoad {
  return {
    isNeeded: (file) => servers.files.has(file),
    mayHelp: () => false,
    take: () => {},
    address: () => servers.addressOf(root, alias),
  }
}

function hasVitest(root: string): boolean {
  const require = createRequire(join(root, 'package.json'))
  const found = attempt(() => require('vitest/package.json') as { version?: string })
  return Number.parseInt(found?.version ?? '', 10) >= oldest
}

function textOf(root: string, file: string): string {
  return writtenText(join(root, file))
}
