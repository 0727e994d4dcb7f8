import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ServeAnswer, ServeRequest } from '../model/message.ts'
import { toFailure } from './load/failure.ts'
import { leaveUnheard } from './load/unheard.ts'
import { serveFork } from './vitest/serve-fork.ts'
import { type OwnVitest, startVitests } from './vitest/start-vitest.ts'

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
process.once('message', (request: ServeRequest) => {
  serve(request).catch((thrown) => answer({ type: 'failed', failure: toFailure(thrown, 'load-error') }))
})

async function serve({ address, alias }: ServeRequest): Promise<void> {
  const require = createRequire(join(process.cwd(), 'package.json'))
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
  const vitests = await startVitests(own, alias)
  const server = createServer((socket) => serveFork(socket, vitests, place))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(address, resolve)
  })
  answer({ type: 'serving', address, version: own.version })
}
