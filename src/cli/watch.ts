import { existsSync, type FSWatcher, watch } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { count } from '../core/wording/count.ts'
import { visible } from '../core/wording/plain.ts'
import { selectBenchmarks } from '../flow/select.ts'
import { systemError } from '../host/files/system-error.ts'
import { findRoot } from '../host/project/project.ts'
import { AssayError } from '../model/assay-error.ts'
import { type Invocation, type MeasuringFlag, requestOf } from './invocation.ts'
import { interrupted } from './stop.ts'
import { errorText } from './usage-error.ts'
import { withHost } from './with-host.ts'

/** ms that a file has to be left alone: editors write more than once. */
const settling = 150

/**
 * Runs again whenever a file changes that the benchmarks load, until the person asks to stop. What cannot be run is told, and
 * waited for: somebody is at work on it.
 */
export async function watchAndRun(
  invocation: Invocation<'config' | MeasuringFlag>,
  runOnce: () => Promise<void>,
): Promise<number> {
  const { console, folder, project, signal } = invocation
  const root = project?.root ?? findRoot(folder)
  let files: readonly string[] = []
  while (!signal.aborted) {
    // Whoever saves while it runs means the next run.
    const changed = watchFor(root, files, signal)
    try {
      files = await closureOf(invocation)
      if (files.length > 0) changed.add(files)
      await runOnce()
    } catch (error) {
      if (signal.aborted) break
      const known = error instanceof AssayError ? error : systemError(error)
      if (known === undefined) throw error
      console.err(errorText(known, console.messageWidth))
    }
    if (signal.aborted) break
    console.err(`watching ${count(changed.size(), 'file')}; Ctrl-C ends\n`)
    const name = await changed.next
    if (name !== undefined) {
      const what = existsSync(join(root, name)) ? 'has changed' : 'is gone'
      console.err(`\n${visible(name)} ${what}\n`)
    }
  }
  return interrupted
}

/** Files of the project that its benchmarks load, their configuration, and themselves. */
async function closureOf(invocation: Invocation<'config' | MeasuringFlag>): Promise<readonly string[]> {
  const { listing, configFile } = await withHost(
    invocation,
    (host) => selectBenchmarks(host, requestOf(invocation, invocation.words)),
    () => {},
  )
  return [...new Set([...listing.closure, ...listing.files, ...(configFile ? [configFile] : [])])]
}

type Change = {
  readonly add: (files: readonly string[]) => void
  readonly size: () => number
  /** The first of them that has changed, relative to the project; nothing when it is not waited for any more. */
  readonly next: Promise<string | undefined>
}

/** Folders are watched and not files: an editor puts a new file in the place of the old one. */
function watchFor(root: string, known: readonly string[], signal: AbortSignal): Change {
  const names = new Set<string>()
  const watchers = new Map<string, FSWatcher>()
  const { promise, resolve } = Promise.withResolvers<string | undefined>()
  let isOver = false
  const end = (name: string | undefined) => {
    isOver = true
    for (const one of watchers.values()) one.close()
    signal.removeEventListener('abort', stop)
    resolve(name)
  }
  const stop = () => end(undefined)
  let timer: ReturnType<typeof setTimeout> | undefined
  const heed = (name: string) => {
    if (!names.has(name)) return
    clearTimeout(timer)
    timer = setTimeout(end, settling, name)
  }
  const add = (files: readonly string[]) => {
    if (isOver) return
    for (const file of files) names.add(file)
    for (const folder of new Set(files.map(dirname))) {
      if (watchers.has(folder)) continue
      try {
        const watcher = watch(join(root, folder), (_, file) => {
          if (file !== null) heed(folder === '.' ? basename(file) : `${folder}/${file}`)
        })
        // One that is gone tells nothing more.
        watcher.on('error', () => {})
        watchers.set(folder, watcher)
      } catch {
        // The folder is gone; the next run tells what is missing.
      }
    }
  }
  signal.addEventListener('abort', stop, { once: true })
  add(known)
  return { add, size: () => names.size, next: promise }
}
