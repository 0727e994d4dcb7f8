import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { policy } from '../../model/config.ts'
import type { FoundRuntime } from '../runtime/find-runtime.ts'
import type { LoadedFile, Loader } from './loader.ts'
import type { VitestRoad } from './vitest-road.ts'

/** ns that a file may take; who knows of Vitest; and what else than Node may load what Node does not. */
export type ListTerms = {
  readonly timeout: number
  readonly road: VitestRoad
  readonly runtimes?: readonly FoundRuntime[]
}

/**
 * What each file registers when it is loaded as if it were alone. A process for each would take a minute for a
 * thousand, so they are loaded one after the other in the same one, or in a few, with modules of their own. A process is
 * given up as soon as a file changes what others would see. Whatever is unusual about a file is found out again in a process
 * of its own, before anything is said of it. What needs the project's own Vitest is run by that.
 */
export async function listFiles(
  root: string,
  files: readonly string[],
  loader: Loader,
  { timeout, road, runtimes = [] }: ListTerms,
): Promise<ReadonlyMap<string, LoadedFile>> {
  const found = new Map<string, LoadedFile>()
  const again = startLane(async (file: string, suspect: boolean) => {
    const alone = await loader.loadAlone(join(root, file), suspect)
    found.set(file, alone)
    const why = road.whyHelpful(file, alone)
    if (why !== undefined) await inVitest(file, why, alone)
    else if (alone.type === 'failed') await onOthers(file)
    return alone
  })
  /** What Node does not load, another runtime may: it is measured on that. */
  const onOthers = async (file: string) => {
    for (const { start } of runtimes) {
      const answer = start && (await loader.loadAlone(join(root, file), false, { executable: start([]) }))
      if (answer?.type === 'listed') {
        found.set(file, answer)
        return
      }
    }
  }
  const inVitest = async (file: string, why: string, alone?: LoadedFile) => {
    const where = await road.address()
    const answer: LoadedFile =
      'reason' in where
        ? { type: 'failed', failure: where }
        : await loader.loadAlone(join(root, file), false, { vitest: where.address })
    if (answer.type === 'listed') road.take(file)
    // Of what nobody can parse Node tells the place.
    const isWorse = answer.type === 'failed' && alone?.type === 'failed' && isUnreadable(alone)
    if (!isWorse) found.set(file, answer.type === 'listed' ? tellWhy(answer, why) : answer)
  }
  const needing = startLane((file: string, why: string) => inVitest(file, why))
  const pending: Promise<unknown>[] = []
  const patience = Math.min(timeout, policy.listing.patience)
  // Whoever is free takes the next one.
  const queue = files.values()
  const loadInTurn = async (own: Loader) => {
    let together: string[] = []
    for (const file of queue) {
      const why = road.whyNeeded(file)
      if (why !== undefined) {
        pending.push(needing(file, why))
        continue
      }
      const answer = await own.load({ type: 'list', file: join(root, file) }, patience)
      if (answer.type === 'listed' && !answer.left.running && !answer.left.unsure) {
        found.set(file, answer)
        if (answer.left.changed) together = []
        else together.push(file)
        continue
      }
      const before = together
      together = []
      pending.push(
        again(file, false).then(async (alone) => {
          if (answer.type !== 'failed' || messageOf(alone) === messageOf(answer)) return
          // It was not this file that threw. Whoever is in the stack did, with nothing to be seen of it before.
          const stack = answer.failure.stack ?? ''
          const suspects = before.filter((one) => isNamedIn(stack, join(root, one)))
          await Promise.all(suspects.map((one) => again(one, true)))
        }),
      )
    }
  }
  const more = Math.min(availableParallelism(), Math.floor(files.length / policy.listing.share)) - 1
  const loaders = [loader, ...Array.from({ length: Math.max(0, more) }, () => loader.beside())]
  await Promise.all(loaders.map(loadInTurn))
  await Promise.all(pending)
  return found
}

/** Why the project's own Vitest has loaded it. */
function tellWhy(answer: Extract<LoadedFile, { type: 'listed' }>, inVitest: string): LoadedFile {
  return { ...answer, benchmarks: answer.benchmarks.map((one) => ({ ...one, inVitest })) }
}

/** Frames name modules by their addresses, and what was required by its path. */
function isNamedIn(stack: string, path: string): boolean {
  return stack.includes(path) || stack.includes(pathToFileURL(path).href)
}

const messageOf = (file: LoadedFile) => (file.type === 'failed' ? file.failure.message : undefined)

const isUnreadable = ({ failure }: Extract<LoadedFile, { type: 'failed' }>) =>
  failure.message.startsWith('SyntaxError: ') && !failure.stack?.includes('ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX')

/** Runs as many at a time as there are CPUs. */
function startLane<A extends unknown[], R>(run: (...args: A) => Promise<R>): (...args: A) => Promise<R> {
  let free = Math.max(1, availableParallelism())
  const waiting: (() => void)[] = []
  return async (...args) => {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve))
    else free--
    try {
      return await run(...args)
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free++
    }
  }
}
