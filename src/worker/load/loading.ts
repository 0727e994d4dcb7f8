import { type HeldLoad, holdRunsWhile } from '../../api/held-runs.ts'
import { type Registered, registry } from '../../api/registry.ts'
import type { Failure } from '../../model/failure.ts'
import type { BenchmarkSource } from '../../model/message.ts'
import { Failed, toFailure } from './failure.ts'
import { importFile } from './import-file.ts'

/** A benchmark file that is being loaded. */
export type Loading = {
  /** The next of the benchmarks that are asked for; none when the file has come to its end. */
  readonly next: () => Promise<readonly Registered[]>
  /** Those that it did not register. */
  readonly missing: () => readonly string[]
}

/**
 * Loads a benchmark file, and finds the benchmarks with these keys. A file that runs its benchmarks itself is loaded up to
 * the next run of one of them, and waits there until more is asked for.
 *
 * @throws Failed with what it throws
 */
export function startLoading(source: BenchmarkSource, keys: readonly string[]): Loading {
  const before = registry().length
  const open = new Set(keys)
  const held = holdRunsWhile(() => importFile(source), keys)
  running.push(held)
  let isOver = false
  const takeFound = () => {
    // A loop and no method of arrays: the file may have changed those.
    const found: Registered[] = []
    for (const key of keys) {
      const benchmark = open.has(key) ? registered(key, before) : undefined
      if (!benchmark) continue
      found.push(benchmark)
      open.delete(key)
    }
    return found
  }
  let isFirst = true
  return {
    async next() {
      while (!isOver) {
        if (!isFirst) held.release()
        isFirst = false
        try {
          isOver = (await held.next()) === 'ended'
        } catch (thrown) {
          throw new Failed(toFailure(thrown, 'load-error'))
        }
        const found = takeFound()
        if (found.length > 0) return found
      }
      return []
    },
    missing: () => [...open],
  }
}

/** Files that have been loaded, or wait for what is measured of them. */
const running: HeldLoad[] = []
/** ms that the rest of a file may take when its benchmark has been measured. */
const patience = 1_000

/** Lets files that wait go on to their ends. */
export async function finishFiles(): Promise<void> {
  for (const held of running.splice(0)) await held.finish(patience)
}

/** Loads a benchmark file up to the run of the last of these benchmarks, all of which it has to register. */
export async function loadBenchmarks(
  source: BenchmarkSource,
  keys: readonly string[],
): Promise<Registered[]> {
  const loading = startLoading(source, keys)
  const found: Registered[] = []
  while (found.length < keys.length) {
    const more = await loading.next()
    if (more.length === 0) throw new Failed(notRegistered(loading.missing()[0]!))
    for (const one of more) found.push(one)
  }
  return found
}

function registered(key: string, from: number): Registered | undefined {
  const all = registry()
  for (let index = from; index < all.length; index++) if (all[index]!.key === key) return all[index]
  return undefined
}

export function notRegistered(key: string): Failure {
  const message = `the file no longer registers '${key}': does it register different benchmarks each time it is loaded?`
  return { reason: 'not-found', message }
}
