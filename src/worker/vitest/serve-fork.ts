import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'
import type { Socket } from 'node:net'
import { isAbsolute } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { exchange } from './exchange.ts'
import type { ServedError, ToFork, ToServer, VitestPlace } from './messages.ts'
import type { ForkLink, ThrownError, VitestInstance, VitestProject, Vitests } from './start-vitest.ts'

/** Runs what one fork asks for, in its process, and tells it how that ended. */
export function serveFork(
  socket: Socket,
  vitests: Vitests,
  place: Omit<VitestPlace, 'env'>,
  read: () => readonly string[],
): void {
  const heard: ForkLink['heard'] = new EventEmitter()
  const { promise: ready, resolve: beReady } = Promise.withResolvers<void>()
  const send = exchange<ToFork, ToServer>(socket, (message) => {
    if (message.type === 'run') run(message.file)
    else if (message.message === undefined) beReady()
    else heard.emit('message', message.message)
  })
  let isClosed = false
  socket.once('close', () => {
    isClosed = true
    beReady()
    heard.emit('closed')
  })
  const link: ForkLink = {
    heard,
    isClosed: () => isClosed,
    send: (message) => send({ type: 'pool', message }),
    begin: (env) => {
      send({ type: 'begin', place: { ...place, env: { ...env } } })
      return ready
    },
  }
  const run = async (file: string) => {
    const end = (broken: readonly ServedError[], thrown: readonly ServedError[], files: readonly string[]) =>
      send({ type: 'ended', broken, thrown, files, read: read().filter((path) => !isInPackages(path)) })
    try {
      await vitests.using(link, async (vitest) => {
        const project = projectFor(vitest, file)
        const { testModules, unhandledErrors } = await vitest.runTestSpecifications(
          [project.createSpecification(file)],
          false,
        )
        // An instance tells of what it has run before, too.
        const own = testModules.filter(({ moduleId }) => moduleId === file)
        const broken = own.flatMap((one) => one.errors())
        const tests = own.flatMap((one) => [...one.children.allTests()])
        const thrown = tests.flatMap((one) => one.result().errors ?? [])
        end(plain([...broken, ...newOf(unhandledErrors)]), plain(thrown), filesOf(project))
      })
    } catch (error) {
      end(plain([error as ThrownError]), [], [])
    }
  }
}

/** The first that takes the file as a benchmark, or else the first that runs in Node. */
function projectFor({ projects }: VitestInstance, file: string): VitestProject {
  const inNode = projects.filter(({ config }) => !config.browser?.enabled)
  const project = inNode.find((one) => one.matchesTestGlob(file)) ?? inNode[0]
  if (project) return project
  throw new Error('every project of its configuration runs in a browser, where Assay does not measure')
}

/** What was read for what it has run so far, configuration included; not what lies in packages. */
function filesOf({ config, vite }: VitestProject): string[] {
  const modules = Object.values(vite.environments).flatMap(({ moduleGraph }) => [
    ...moduleGraph.idToModuleMap.keys(),
  ])
  const { configFile, configFileDependencies = [] } = vite.config
  const all = [...modules, configFile, ...configFileDependencies, ...(config.globalSetup ?? [])]
  const files = new Set<string>()
  for (const one of all) {
    const path = one?.replace(/[?#].*$/su, '')
    if (path === undefined || !isAbsolute(path) || isInPackages(path)) continue
    if (existsSync(path)) files.add(path)
  }
  return [...files].sort()
}

function isInPackages(path: string): boolean {
  return /[\\/]node_modules(?:[\\/]|$)/u.test(path)
}

const told = new WeakSet<object>()

/** Vitest tells of all that nobody caught since it was started. */
function newOf(errors: readonly ThrownError[]): ThrownError[] {
  const others = errors.filter((one) => !told.has(one))
  for (const one of others) told.add(one)
  return others
}

/** What can be sent of them. What Vitest says of a worker stands in front of why. */
function plain(errors: readonly ThrownError[]): ServedError[] {
  return errors.map(({ name = 'Error', message, stack, cause }) => {
    const why = cause?.message === undefined ? '' : ` ${cause.message}`
    return { name, message: stripVTControlCharacters(`${message}${why}`), stack }
  })
}
