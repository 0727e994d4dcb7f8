import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'
import { relative, sep } from 'node:path'
import type { Alias } from '../../model/message.ts'

/** What is used of `vitest/node`, of version 4 and 5. */
export type OwnVitest = {
  readonly version: string
  readonly createVitest: (
    mode: 'test' | 'benchmark',
    options: object,
    viteOverrides: object,
  ) => Promise<VitestInstance>
}

export type VitestInstance = {
  readonly close: () => Promise<void>
  readonly projects: readonly VitestProject[]
  readonly runTestSpecifications: (
    specifications: readonly object[],
    all: boolean,
  ) => Promise<{
    readonly testModules: readonly TestModule[]
    readonly unhandledErrors: readonly ThrownError[]
  }>
}

type TestModule = {
  readonly moduleId: string
  readonly errors: () => readonly ThrownError[]
  readonly children: {
    readonly allTests: () => Iterable<{ readonly result: () => { readonly errors?: readonly ThrownError[] } }>
  }
}

/** An error as Vitest hands it on. */
export type ThrownError = {
  readonly name?: string
  readonly message: string
  readonly stack?: string | undefined
  readonly cause?: { readonly message?: string }
}

export type VitestProject = {
  readonly config: {
    readonly globalSetup?: readonly string[]
    readonly browser?: { readonly enabled?: boolean }
  }
  readonly matchesTestGlob: (file: string) => boolean
  readonly createSpecification: (file: string) => object
  readonly vite: {
    readonly config: { readonly configFile?: string; readonly configFileDependencies?: readonly string[] }
    readonly environments: Readonly<
      Record<string, { readonly moduleGraph: { readonly idToModuleMap: ReadonlyMap<string, unknown> } }>
    >
  }
}

/** The process in which a file runs, as Vitest's pool sees it. */
export type ForkLink = {
  readonly send: (message: unknown) => void
  /** What it says. */
  readonly heard: EventEmitter<{ message: [unknown]; closed: [] }>
  readonly isClosed: () => boolean
  /** Told what is added to its environment, when Vitest wants it to begin. */
  readonly begin: (env: Readonly<Record<string, string>>) => Promise<void>
}

/** Instances of Vitest, each of which runs one file at a time: two forks that take turns need two. */
export type Vitests = {
  /** Does something with one that is free, for files that run in the process behind the link. */
  readonly using: <T>(link: ForkLink, use: (vitest: VitestInstance) => Promise<T>) => Promise<T>
  /** Ends what its configuration has set up. */
  readonly close: () => Promise<void>
}

/** What its files are moved by, and its configuration where that is not the usual one. */
type StartTerms = { readonly alias: Alias | undefined; readonly config: string | undefined }

type Slot = { readonly vitest: VitestInstance; readonly take: (link: ForkLink) => void }

/** @throws what the project's configuration throws */
export async function startVitests(own: OwnVitest, terms: StartTerms): Promise<Vitests> {
  const all: Slot[] = []
  const startNext = async () => {
    const slot = await startOne(own, terms)
    all.push(slot)
    return slot
  }
  const free: Slot[] = [await startNext()]
  return {
    async close() {
      await Promise.allSettled(all.map(({ vitest }) => vitest.close()))
    },
    async using(link, use) {
      const slot = free.pop() ?? (await startNext())
      slot.take(link)
      try {
        return await use(slot.vitest)
      } finally {
        free.push(slot)
      }
    },
  }
}

async function startOne(own: OwnVitest, { alias, config }: StartTerms): Promise<Slot> {
  let current: ForkLink | undefined
  const pool = {
    name: 'assay',
    createPoolWorker: ({ env }: { env: Readonly<Record<string, string>> }) => workerOf(current!, env),
  }
  const isNew = Number.parseInt(own.version, 10) >= 5
  // What it tells of a run is read from what it gives back.
  const silent = { reporters: [{}] }
  const options = {
    ...{ root: process.cwd(), watch: false, pool, isolate: true, coverage: { enabled: false } },
    ...{ disableConsoleIntercept: true, passWithNoTests: true, ...silent },
    // What is read has to be seen, and is a file of the project.
    fsModuleCache: false,
    ...(config !== undefined && { config }),
    ...(isNew ? { benchmarkOnly: true } : { benchmark: silent }),
  }
  const plugins = alias === undefined ? [] : [keepInBase(alias)]
  const create = (more: object) =>
    own.createVitest(isNew ? 'test' : 'benchmark', { ...options, ...more }, { plugins })
  // Several instances cannot have the port that the configuration names; nobody asks for it here.
  const vitest = await create({}).catch((error: Error) => {
    if (!/\bport\b|EADDRINUSE/iu.test(error.message)) throw error
    return create({ api: { port: 0, strictPort: false } })
  })
  // A configuration may name another pool.
  for (const project of vitest.projects)
    Object.assign(project.config, { pool: pool.name, poolRunner: pool, isolate: true })
  return {
    vitest,
    take: (link) => {
      current = link
    },
  }
}

/** Vitest's pool speaks with a process that it has not started itself, and which may end whenever it has measured. */
function workerOf(link: ForkLink, env: Readonly<Record<string, string>>) {
  const events = new EventEmitter()
  const say = (message: object) => events.emit('message', { ...message, __vitest_worker_response__: true })
  const hear = (message: unknown) => events.emit('message', message)
  // The file is over for Vitest, too.
  const close = () => say({ type: 'testfileFinished' })
  link.heard.on('message', hear)
  link.heard.once('closed', close)
  return {
    name: 'assay',
    cacheFs: false,
    on: (event: string, callback: (...given: unknown[]) => void) => events.on(event, callback),
    off: (event: string, callback: (...given: unknown[]) => void) => events.off(event, callback),
    deserialize: (data: unknown) => data,
    send(message: { readonly type?: string }) {
      // What it began it need not clean up: the process ends.
      if (message.type === 'stop') setImmediate(say, { type: 'stopped' })
      else if (link.isClosed()) setImmediate(close)
      else link.send(message)
    },
    start: () => link.begin(env),
    async stop() {
      link.heard.off('message', hear)
      link.heard.off('closed', close)
    },
  }
}

/** Dependencies of a base are linked, and links lead into the working tree: what it has of those is taken from it. */
function keepInBase({ within, moves }: Alias) {
  const isIn = (folder: string, path: string) => {
    const step = relative(folder, path)
    return step !== '..' && !step.startsWith(`..${sep}`)
  }
  return {
    name: 'assay:base',
    enforce: 'pre',
    async resolveId(this: ResolveContext, source: string, importer: string | undefined, options: object) {
      const resolved = await this.resolve(source, importer, { ...options, skipSelf: true })
      if (!resolved) return resolved
      const [path = '', query] = resolved.id.split('?')
      const move = isIn(within, path) ? undefined : moves.find(({ from }) => isIn(from, path))
      const target = move && move.to + sep + relative(move.from, path)
      if (target === undefined || !existsSync(target)) return resolved
      return { ...resolved, id: query === undefined ? target : `${target}?${query}` }
    },
  }
}

type ResolveContext = {
  readonly resolve: (
    source: string,
    importer: string | undefined,
    options: object,
  ) => Promise<{ readonly id: string } | null>
}
