import { tmpdir } from 'node:os'
import { basename, join, resolve as resolvePath } from 'node:path'
import { AssayError } from '../../model/assay-error.ts'
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
import { limitTime, waitAtMost } from '../process/time-limit.ts'
import { vitestConfigOf } from './vitest-road.ts'

/** A folder whose files it runs; where that is a base, by what its files are moved; and its configuration, if not the usual one. */
export type VitestTerms = {
  readonly root: string
  readonly alias?: Alias | undefined
  readonly config?: string | undefined
}

/** The project's own Vitest, in children: one for each folder whose files it runs, for as long as the command lasts. */
export type VitestServers = {
  /** Files that it runs, relative to the project: of both revisions, or of neither. */
  readonly files: Set<string>
  /** Where the one of this folder listens; started when it is first asked for. */
  readonly addressOf: (terms: VitestTerms) => Promise<VitestAddress>
  readonly close: () => Promise<void>
}

/** `version` of Vitest, or why there is none. */
export type VitestAddress = { readonly address: string; readonly version: string } | Failure

/** ns that starting it may take: it loads the project's configuration and its plugins; and that its end may. */
const patience = { start: 60e9, end: 5e9 }
/** Characters of a socket's path: some systems allow few more. */
const longestPath = 90

export function startVitestServers(): VitestServers {
  const serving = new Map<string, Promise<VitestAddress>>()
  const children: Child[] = []
  let sockets: ReturnType<typeof makeTemporaryFolder> | undefined
  /** Nobody else uses the folder. On Windows sockets have names, and no place. */
  const newAddress = async () => {
    sockets ??= makeTemporaryFolder(tmpdir().length > longestPath - 20 ? '/tmp' : tmpdir())
    const { folder } = await sockets
    const name = `${serving.size}.sock`
    return process.platform === 'win32' ? `\\\\.\\pipe\\${basename(folder)}-${name}` : join(folder, name)
  }
  return {
    files: new Set(),
    addressOf({ root, alias, config }) {
      const known = serving.get(root)
      if (known) return known
      const started = newAddress().then((address) => {
        return start(root, { type: 'serve', address, alias, config }, children)
      })
      serving.set(root, started)
      return started
    },
    async close() {
      await Promise.all(children.splice(0).map(end))
      await sockets?.then(({ remove }) => remove()).catch(() => {})
    },
  }
}

/** What its configuration has set up is taken down, if that does not take long. */
async function end(child: Child): Promise<void> {
  child.send({ type: 'close' } satisfies ServeRequest)
  await waitAtMost(patience.end, child.ended)
  await child.end()
}

/**
 * Where a benchmark file of a folder comes from: with the Vitest that runs it, where one does.
 *
 * @param file relative to the project
 * @throws AssayError `no-vitest` where that does not start
 */
export async function locateSource(
  servers: VitestServers,
  file: string,
  root: string,
  alias?: Alias,
): Promise<BenchmarkSource> {
  const source = { file: resolvePath(root, file), ...(alias && { alias }) }
  if (!servers.files.has(file)) return source
  const where = await servers.addressOf({ root, alias, config: vitestConfigOf(root) })
  if ('reason' in where)
    throw new AssayError('no-vitest', `${file} needs Vitest: ${where.message}`, where.remedy ?? remedy)
  return { ...source, vitest: where.address }
}

const remedy = "See what 'npx vitest list' says of its configuration there."

async function start(root: string, request: ServeRequest, children: Child[]): Promise<VitestAddress> {
  const { promise, resolve } = Promise.withResolvers<VitestAddress>()
  const child = startChild({ program: 'serve-vitest', root }, (message) => {
    const parsed = serveAnswerSchema.safeParse(message)
    if (parsed.success)
      resolve(parsed.data.type === 'failed' ? { ...parsed.data.failure, remedy } : parsed.data)
  })
  children.push(child)
  const stop = limitTime(patience.start, () => {
    resolve({ reason: 'timed-out', message: "the project's Vitest did not start within a minute", remedy })
  })
  child.ended.then((ending) => {
    const { message } = explainCrash(ending)
    const stderr = ending.stderr ? { stderr: ending.stderr } : {}
    resolve({
      reason: 'crashed',
      message: `the project's Vitest did not start: ${message}`,
      remedy,
      ...stderr,
    })
  })
  child.send(request)
  const answer = await promise
  stop()
  return answer
}
