import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import type { Collected } from '../../flow/ports/machine.ts'
import type { Benchmark } from '../../model/benchmark.ts'
import type { CollectorGap } from '../../model/collector.ts'
import type { CpuProfile } from '../../model/cpu-profile.ts'
import { ownFile } from '../own-files.ts'
import { attempt } from '../process/attempt.ts'
import type { ToolEnd } from './run-tool.ts'

/** What a collector is to look into. */
export type Task = {
  readonly root: string
  readonly benchmark: Pick<Benchmark, 'id' | 'file' | 'key'>
  /** Where the project's own Vitest listens, which runs its file; absent: Node does. */
  readonly vitest?: string | undefined
  /** ms for which the benchmark runs. */
  readonly time: number
  /** ms after which whatever is still running is ended. */
  readonly timeout: number
  /** What Assay's own profiler saw of it last. */
  readonly profile: CpuProfile | undefined
}

/** A program of others, behind one interface. None is ever asked while anything is timed. */
export type Collector = {
  /** Whether what it looks into runs at its usual speed; one that disturbs starts a process of its own for it. */
  readonly disturbs: 'nothing' | 'timing'
  /** Nothing when it can be used here; after `limit` ms it cannot. */
  readonly check: (root: string, limit: number) => Promise<CollectorGap | undefined>
  readonly gather: (task: Task) => Promise<Collected>
}

export const nothingCollected: Collected = { files: [], counters: [], notes: [] }

/** A note instead of what was hoped for. */
export function reportFailure(why: string): Collected {
  return { ...nothingCollected, notes: [{ state: 'failed', why }] }
}

/** The same, of a program that has ended. */
export function reportEnd({ printed, isLate }: ToolEnd): Collected {
  return reportFailure(isLate ? 'it took too long' : printed.slice(-300))
}

/** Characters: a page with a graph in it is longer. */
const shortest = 10_000

/** The page that a program has left in this folder, or how the program ended. */
export async function collectPage(folder: string, path: string, end: ToolEnd): Promise<Collected> {
  const found = (await readdir(folder)).find((name) => name.endsWith('.html'))
  const text = found === undefined ? '' : await readFile(join(folder, found), 'utf8')
  if (text.length < shortest) return reportEnd(end)
  return { ...nothingCollected, files: [{ path, mediaType: 'text/html', text }] }
}

const aloneProgram = ownFile('worker/alone')

/** Arguments for Node that run one benchmark by itself. */
export function aloneArgs({ root, benchmark, time, vitest }: Task): string[] {
  const own = vitest === undefined ? [] : [vitest]
  return [aloneProgram, resolve(root, benchmark.file), benchmark.key, String(Math.round(time)), ...own]
}

/** The script behind the command of this name of a package that the project has installed; `undefined` where it has not. */
export function installedScript(root: string, name: string): string | undefined {
  const require = createRequire(join(root, 'package.json'))
  return attempt(() => {
    const manifest = require.resolve(`${name}/package.json`)
    const { bin } = require(manifest) as { bin?: string | Record<string, string> }
    const script = typeof bin === 'string' ? bin : bin?.[name]
    return script === undefined ? undefined : join(dirname(manifest), script)
  })
}

export async function checkInstalled(root: string, name: string): Promise<CollectorGap | undefined> {
  return installedScript(root, name) ? undefined : { state: 'not-installed', package: name }
}
