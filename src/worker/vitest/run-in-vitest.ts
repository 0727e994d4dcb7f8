import { connect } from 'node:net'
import { mayLackResults, wantedKeys } from '../../api/held-runs.ts'
import { keepSourceMap } from '../engine/source-maps.ts'
import { exchange } from './exchange.ts'
import { type KeptOfBenchmark, providerFor, runSuite, type VitestTask } from './measured-group.ts'
import type { ServedError, ToFork, ToServer, VitestPlace } from './messages.ts'

/** What this process does of Vitest's work, by the words of its `vitest/worker`. */
type WorkerModule = {
  readonly init: (worker: object) => void
  readonly runBaseTests: (method: 'run', state: WorkerState, traces: unknown) => Promise<void>
  readonly setupEnvironment: unknown
}

type ModuleRunner = { import: (id: string, ...rest: readonly unknown[]) => Promise<unknown> }

type WorkerState = { readonly config: Record<string, unknown>; getterTracker?: unknown }

/** Under this name Vitest asks for its provider or its runner. */
const offered = 'assay:offered'
/** No time limit: what measures has its own. */
const noLimit = 0

type ReadElsewhere = { readonly files: string[]; readonly read: string[] }
const elsewhere: ReadElsewhere = { files: [], read: [] }

/**
 * What Vitest has read for what ran here: the files that it is made of, and all that was read or looked for. Absolute paths;
 * none where it was not asked.
 */
export function readByVitest(): { readonly files: readonly string[]; readonly read: readonly string[] } {
  return elsewhere
}

/**
 * Runs a benchmark file in this process as a worker of the project's own Vitest, which is served at `address`. What it registers
 * is registered here, and waits to be measured as in files that Node loads.
 *
 * @throws what Vitest could not load
 */
export async function runInVitest(file: string, address: string): Promise<void> {
  const socket = connect(address)
  const listeners = new Set<(message: unknown) => void>()
  const { promise: begun, resolve: begin } = Promise.withResolvers<VitestPlace>()
  const { promise: ended, resolve: end, reject } = Promise.withResolvers<ToFork & { type: 'ended' }>()
  const send = exchange<ToServer, ToFork>(socket, (message) => {
    if (message.type === 'begin') begin(message.place)
    else if (message.type === 'ended') end(message)
    else {
      keepMap(message.message)
      for (const hear of listeners) hear(message.message)
    }
  })
  socket.once('close', () => reject(new Error("the project's Vitest has ended")))
  send({ type: 'run', file })
  const place = await Promise.race([begun, ended.then(refuse)])
  Object.assign(process.env, place.env)
  const library = `Vitest ${place.version}`
  const { init, runBaseTests, setupEnvironment } = (await import(place.worker)) as WorkerModule
  const { value, change } = await offer(library, place)
  init({
    post: (message: unknown) => send({ type: 'pool', message }),
    on: (hear: (message: unknown) => void) => listeners.add(hear),
    off: (hear: (message: unknown) => void) => listeners.delete(hear),
    onModuleRunner(runner: ModuleRunner) {
      const load = runner.import.bind(runner)
      runner.import = (id, ...rest) =>
        id === offered ? Promise.resolve({ default: value }) : load(id, ...rest)
    },
    runTests: (state: WorkerState, traces: unknown) => {
      Object.assign(state.config, {
        testTimeout: noLimit,
        hookTimeout: noLimit,
        retry: 0,
        includeTaskLocation: true,
      })
      // It counts how often exports are read, in the middle of what is measured.
      state.getterTracker = undefined
      const wanted = wantedKeys()
      if (wanted !== undefined) state.config.testNamePattern = patternOf(wanted)
      change(state.config)
      return runBaseTests('run', state, traces)
    },
    collectTests: () => {},
    setup: setupEnvironment,
  })
  // It is ready to hear what Vitest's pool says.
  send({ type: 'pool', message: undefined })
  const { broken, thrown, files, read } = await ended
  elsewhere.files.push(...files)
  elsewhere.read.push(...read)
  socket.destroy()
  // What a test asserts of a number that was not measured here says nothing.
  const [error] = mayLackResults() ? broken : [...broken, ...thrown]
  if (error !== undefined) throw errorOf(error)
}

type FetchedModule = {
  readonly r?: { readonly id?: unknown; readonly code?: unknown; readonly sourceMap?: unknown }
}

/** What Vite has made of a module, as its answer brings it, says where its lines come from. Only who profiles asks. */
function keepMap(message: unknown): void {
  const { id, code, sourceMap: map } = (message as FetchedModule | undefined)?.r ?? {}
  if (!process.sourceMapsEnabled || typeof id !== 'string' || typeof code !== 'string') return
  keepSourceMap(id, { code, ...(typeof map === 'string' && { map }) })
}

/** What measures in Vitest's place, and what tells Vitest to ask for it. */
async function offer(
  library: string,
  place: VitestPlace,
): Promise<{ readonly value: unknown; readonly change: (config: Record<string, unknown>) => void }> {
  if (Number.parseInt(place.version, 10) >= 5) {
    return {
      value: providerFor(library),
      change: (config) => {
        config.benchmark = { ...(config.benchmark as object), provider: offered }
      },
    }
  }
  const { NodeBenchmarkRunner } = (await import(place.runners)) as {
    NodeBenchmarkRunner: new (...given: unknown[]) => object
  }
  const kept = (await import(place.suite)) as KeptOfBenchmark
  return {
    value: class extends NodeBenchmarkRunner {
      runSuite(suite: VitestTask) {
        return runSuite(suite, library, kept)
      }
    },
    change: (config) => {
      config.runner = offered
    },
  }
}

function refuse({ broken, thrown }: ToFork & { type: 'ended' }): never {
  throw errorOf([...broken, ...thrown][0] ?? { name: 'Error', message: 'Vitest runs nothing of it' })
}

function errorOf({ name, message, stack }: ServedError): Error {
  const error = new Error(message)
  return Object.assign(error, { name, ...(stack !== undefined && { stack }) })
}

/** Fits the full names of the tests that hold one of these benchmarks, in place of a regular expression. */
function patternOf(keys: ReadonlySet<string>) {
  const wanted = [...keys].map((key) => wordsOf(key))
  return {
    [Symbol.match](name: string) {
      const own = wordsOf(name)
      return wanted.some((one) => one === own || one.startsWith(`${own} `)) ? [name] : null
    },
  }
}

/** Vitest 5 joins names with a sign, version 4 with a blank, keys with another sign: the words are the same. */
function wordsOf(name: string): string {
  return name.replaceAll(/ [›>] /gu, ' ')
}
