import { createRequire, syncBuiltinESMExports } from 'node:module'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import type { ServeAnswer, ServeRequest } from '../model/message.ts'
import { toFailure } from './load/failure.ts'
import { leaveUnheard } from './load/unheard.ts'
import { watchFiles } from './trace/file-access.ts'
import { newTrail } from './trace/trail.ts'
import { serveFork } from './vitest/serve-fork.ts'
import { type OwnVitest, startVitests, type Vitests } from './vitest/start-vitest.ts'

/**
 * The program of the child that keeps the project's own Vitest: forks that run its files ask it for what Vite makes of them.
 * The project's configuration and its plugins run here, and not in the process that measures. Starting Vitest once serves all
 * forks of a command.
 */

const send = process.send!.bind(process)
const answer = (message: ServeAnswer) => send(message)

process.on('disconnect', leaveUnheard)
// A plugin may throw whenever it likes; forks hear what comes of their own files.
process.on('uncaughtException', () => {})
process.on('unhandledRejection', () => {})

const folder = process.cwd()
const exit = process.exit.bind(process)
/** What the configuration and its plugins read is a part of what they make. */
const trail = newTrail(() => folder)
watchFiles(trail)
syncBuiltinESMExports()
let vitests: Vitests | undefined

process.on('message', (request: ServeRequest) => {
  if (request.type === 'serve') serve(request).catch(fail)
  else vitests?.close().finally(() => exit(0))
})

function fail(thrown: unknown): void {
  const failure = toFailure(thrown, 'load-error')
  // Vitest says what is wrong with projects one by one.
  const causes = thrown instanceof AggregateError ? thrown.errors : []
  const messages = [failure.message, ...causes.map((cause) => toFailure(cause, 'load-error').message)]
  answer({ type: 'failed', failure: { ...failure, message: stripVTControlCharacters(messages.join(' ')) } })
}

async function serve({ address, alias, config }: ServeRequest & { type: 'serve' }): Promise<void> {
  const require = createRequire(join(folder, 'package.json'))
  const url = (name: string) => pathToFileURL(require.resolve(name)).href
  const own = (await import(url('vitest/node'))) as OwnVitest
  const isNew = Number.parseInt(own.version, 10) >= 5
  const place = {
    version: own.version,
    worker: url('vitest/worker'),
    // Version 5 has a provider, and neither of these.
    runners: isNew ? '' : url('vitest/runners'),
    suite: isNew ? '' : url('vitest/suite'),
  }
  const started = await startVitests(own, { alias, config })
  vitests = started
  const server = createServer((socket) => serveFork(socket, started, place, () => trail.told().files))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(address, resolve)
  })
  answer({ type: 'serving', address, version: own.version })
}
