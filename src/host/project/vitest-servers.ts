import { basename, join, resolve as resolvePath } from 'node:path'
import type { Failure } from '../../model/failure.ts'
import {
  type Alias,
  type BenchmarkSource,
  type ServeRequest,
  serveAnswerSchema,
} from '../../model/message.ts'
import { makeTemporaryFolder } from '../files/temporary.ts'
import { type Child, startChild } from '../process/child.ts'
import { explainCrash } from '../process/crash.ts'
import { limitTime } from '../process/time-limit.ts'

/** The project's own Vitest, in children: one for each folder whose files it runs, for as long as the command lasts. */
export type VitestServers = {
  /** Files that it runs, relative to the project: of both revisions, or of neither. */
  readonly files: Set<string>
  /** Where the one of this folder listens; started when it is first asked for. */
  readonly addressOf: (root: string, alias?: Alias) => Promise<VitestAddress>
  readonly close: () => Promise<void>
}

/** `version` of Vitest, or why there is none. */
export type VitestAddress = { readonly address: string; readonly version: string } | Failure

/** ns that starting it may take: it loads the project's configuration and its plugins. */
const patience = 60e9

export function startVitestServers(): VitestServers {
  const serving = new Map<string, Promise<VitestAddress>>()
  const children: Child[] = []
  let sockets: ReturnType<typeof makeTemporaryFolder> | undefined
  /** Nobody else uses the folder. On Windows sockets have names, and no place. */
  const newAddress = async () => {
    sockets ??= makeTemporaryFolder()
    const { folder } = await sockets
    const name = `${serving.size}.sock`
    return process.platform === 'win32' ? `\\\\.\\pipe\\${basename(folder)}-${name}` : join(folder, name)
  }
  return {
    files: new Set(),
    addressOf(root, alias) {
      const known = serving.get(root)
      if (known) return known
      const started = newAddress().then((address) => start(root, { address, alias }, children))
      serving.set(root, started)
      return started
    },
    async close() {
      await Promise.all(children.splice(0).map((child) => child.end()))
      await sockets?.then(({ remove }) => remove()).catch(() => {})
    },
  }
}

/**
 * Where a benchmark file of a folder comes from: with the Vitest that runs it, where one does.
 *
 * @param file relative to the project
 * @throws Error where that does not start
 */
export async function locateSource(
  servers: VitestServers,
  file: string,
  root: string,
  alias?: Alias,
): Promise<BenchmarkSource> {
  const source = { file: resolvePath(root, file), ...(alias && { alias }) }
  if (!servers.files.has(file)) return source
  const where = await servers.addressOf(root, alias)
  if ('reason' in where) throw new Error(where.message)
  return { ...source, vitest: where.address }
}

async function start(root: string, request: ServeRequest, children: Child[]): Promise<VitestAddress> {
  const { promise, resolve } = Promise.withResolvers<VitestAddress>()
  const child = startChild({ program: 'serve-vitest', root }, (message) => {
    const parsed = serveAnswerSchema.safeParse(message)
    if (parsed.success) resolve(parsed.data.type === 'failed' ? parsed.data.failure : parsed.data)
  })
  children.push(child)
  const stop = limitTime(patience, () => {
    resolve({ reason: 'timed-out', message: "the project's Vitest did not start within a minute" })
  })
  child.ended.then((ending) => {
    const { message } = explainCrash(ending)
    const stderr = ending.stderr ? { stderr: ending.stderr } : {}
    resolve({ reason: 'crashed', message: `the project's Vitest did not start: ${message}`, ...stderr })
  })
  child.send(request)
  const answer = await promise
  stop()
  return answer
}
