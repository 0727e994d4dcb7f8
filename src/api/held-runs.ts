/**
 * Files in the words of other libraries run their benchmarks themselves: `await bench.run()`. Where such a benchmark is to be
 * measured, its run is held: the file waits, with all that it has opened still open, until it has been measured in the run's
 * place. Every other run is over at once.
 */

import { keyOf } from './identity.ts'
import { registry } from './registry.ts'

type HeldRuns = {
  /** Keys of what is to be measured and has not been; absent where files are only listed. */
  wanted: Set<string> | undefined
  /** Told when a run is held, with what lets it go on. */
  onHold: (letGo: () => void) => void
  /** What libraries do when a file has been loaded. */
  readonly afterLoad: (() => unknown)[]
  /** Whether the file that is loaded speaks another library's words. */
  speaksOther: boolean
  /** Files that were loaded, and the place in the registry of what the last of them registers first. */
  loads: number
  first: number
  /** Whether a run was over without a number. */
  isUnanswered: boolean
  /** What was measured, by key: ns per operation, in the order taken. */
  readonly samples: Map<string, readonly number[]>
}

// Taken before user code may replace it.
const [wait, forget, turn, now] = [setTimeout, clearTimeout, setImmediate, performance.now.bind(performance)]
const activeResources = process.getActiveResourcesInfo.bind(process)

const place = Symbol.for('assay.held-runs')

// One for all instances of this module, as the registry is.
const shared = (globalThis as { [place]?: HeldRuns })[place] ?? newHeldRuns()

function newHeldRuns(): HeldRuns {
  const value: HeldRuns = {
    wanted: undefined,
    onHold: () => {},
    afterLoad: [],
    speaksOther: false,
    loads: 0,
    first: 0,
    isUnanswered: false,
    samples: new Map(),
  }
  Object.defineProperty(globalThis, place, { value, configurable: true })
  return value
}

/** For a library's `run()`: comes back when those of these keys that are wanted have been measured. */
export function holdRun(keys: readonly string[]): Promise<void> {
  const { wanted } = shared
  if (wanted === undefined || !keys.some((key) => wanted.has(key))) {
    passRun()
    return Promise.resolve()
  }
  const { promise, resolve } = Promise.withResolvers<void>()
  shared.onHold(resolve)
  return promise
}

/** For what cannot wait, such as `runSync()`: it goes on, and is measured later. */
export function passRun(): void {
  shared.isUnanswered = true
}

/** For a library's results: ns per operation, where that was measured here. */
export function samplesOf(key: string): readonly number[] | undefined {
  return shared.samples.get(key)
}

/** For a library that names what it registers: the place in the registry of what this file registers first. */
export function firstOfFile(): number {
  return shared.first
}

/** For a library that chooses by name what it runs: keys of what is to be measured; absent where files are only listed. */
export function wantedKeys(): ReadonlySet<string> | undefined {
  return shared.wanted
}

/** That the file asks for something more that has no meaning here, of benchmarks that it has registered; without keys: of all. */
export function noteIgnored(what: string, keys?: readonly string[]): void {
  for (let index = shared.first; index < registry().length; index++) {
    const one = registry()[index]!
    const isMeant = one.library !== undefined && (keys === undefined || keys.includes(one.key))
    if (isMeant && !one.ignored?.includes(what))
      Object.assign(one, { ignored: [...(one.ignored ?? []), what] })
  }
}

/** The same, of what comes after a run and throws because it has no numbers: what it would register is not known. */
export function noteEarlyEnd(thrown: unknown, keys?: readonly string[]): void {
  // A file that ends its process when its run is over has come to its end.
  if ((thrown as Error | undefined)?.name === 'ExitAsked') return
  const [line] = String((thrown as Error | undefined)?.message ?? thrown).split('\n')
  noteIgnored(`what comes after the run: without numbers it throws "${line}", and goes no further`, keys)
}

/** For a library whose tests hold benchmarks: whether one of those below this path is wanted, or all are only listed. */
export function isWantedBelow(path: readonly string[]): boolean {
  const { wanted } = shared
  if (wanted === undefined) return true
  const start = keyOf(path, '', {})
  for (const key of wanted) if (key.startsWith(start)) return true
  return false
}

/** The file that is loaded speaks another library's words; tells which of the files that were loaded it is. */
export function noteLibrary(): number {
  shared.speaksOther = true
  return shared.loads
}

/** For a library that runs nothing before all of a file is loaded. */
export function afterLoad(action: () => unknown): void {
  shared.afterLoad.push(action)
}

/** How a load goes on: a run is held, or the file has come to its end. */
type LoadStep = 'held' | 'ended'

export type HeldLoad = {
  /** Until the next run of what is wanted is held, or the file has ended; what it throws before. */
  readonly next: () => Promise<LoadStep>
  /** Lets the held run go on, without numbers. */
  readonly release: () => void
  /** Lets it go on to its end, without another run; for so many ms at the most. */
  readonly finish: (patience: number) => Promise<void>
}

/** For the program that loads a file: holds the runs of these benchmarks, or none where it only lists. */
export function holdRunsWhile(load: () => Promise<unknown>, keys?: readonly string[]): HeldLoad {
  shared.wanted = keys && new Set(keys)
  shared.loads++
  shared.speaksOther = false
  shared.first = registry().length
  shared.isUnanswered = false
  /** What lets the runs go on that are held: a file may have begun several. */
  let held: (() => void)[] = []
  let wake = () => {}
  shared.onHold = (letGo) => {
    held.push(letGo)
    wake()
  }
  const ended = loadAndRun(load).then((): LoadStep => 'ended')
  // What is thrown when somebody has been measured already is nobody's any more.
  ended.catch(() => {})
  const release = () => {
    const all = held
    held = []
    for (const letGo of all) letGo()
  }
  return {
    next() {
      if (held.length > 0) return Promise.resolve('held')
      const { promise, resolve } = Promise.withResolvers<LoadStep>()
      wake = () => resolve('held')
      return Promise.race([promise, ended])
    },
    release() {
      // Nothing was measured of what is let go on like this.
      shared.isUnanswered = true
      release()
    },
    async finish(patience) {
      if (held.length === 0) return
      shared.wanted?.clear()
      shared.isUnanswered = true
      release()
      let timer: ReturnType<typeof wait> | undefined
      const late = new Promise((resolve) => {
        // One that keeps nothing alive: the file is not busy because of it.
        timer = wait(resolve, patience).unref()
      })
      await Promise.race([ended.catch(() => {}), late])
      forget(timer)
    },
  }
}

async function loadAndRun(load: () => Promise<unknown>): Promise<void> {
  await load()
  for (let action = shared.afterLoad.shift(); action !== undefined; action = shared.afterLoad.shift())
    await action()
  if (shared.speaksOther) await untilQuiet()
}

/** ms without anything new after which a file is taken to have registered all, although something goes on. */
const quietTime = 1_000

/** A file may run its benchmarks from a function that nobody awaits: until nothing goes on, or nothing new comes. */
async function untilQuiet(): Promise<void> {
  let known = registry().length
  let since = now()
  for (let quietTurns = 0; quietTurns < 3 && now() - since < quietTime; ) {
    const isBusy = isActive()
    await new Promise<void>((resolve) => (isBusy ? wait(resolve, 2) : turn(resolve)))
    quietTurns = isBusy ? 0 : quietTurns + 1
    if (registry().length === known) continue
    known = registry().length
    since = now()
  }
}

/** Whether anything was begun that goes on: pipes and terminals are what is printed on. */
function isActive(): boolean {
  for (const name of activeResources()) if (name !== 'PipeWrap' && name !== 'TTYWrap') return true
  return false
}

/** For the program that measures: its library's results are made of it. */
export function keepSamples(key: string, samples: readonly number[]): void {
  shared.samples.set(key, samples)
  shared.wanted?.delete(key)
}

/** Whether what was thrown may come of a result that does not exist. */
export function mayLackResults(): boolean {
  return shared.isUnanswered
}
