import { spawn } from 'node:child_process'
import { request } from 'node:http'
import { connect as openSession } from 'node:http2'
import { request as requestEncrypted } from 'node:https'
import { createServer, connect as openSocket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { stripVTControlCharacters } from 'node:util'
import { policy } from '../../model/config.ts'
import type { Failure } from '../../model/failure.ts'
import type { StartedService } from '../../model/service.ts'
import { formatQuantity } from '../../model/unit.ts'
import { markName, nextMark } from '../process/guard.ts'
import { endLeftBehind } from '../process/left-behind.ts'
import { endRest, holdGroup, ownGroup, signalGroup } from '../process/process-group.ts'
import { limitTime } from '../process/time-limit.ts'
import { CommandFailed } from './command-failed.ts'
import type { CommandSubject } from './command-subject.ts'

/** A service of one revision that has been started, and is ready. */
export type RunningProcess = {
  /** `http://127.0.0.1:4321`, without a path. */
  readonly origin: string
  /** Number of its process and of its group. */
  readonly pid: number
  /** Why it is not there any more; nothing while it is. */
  readonly failure: () => Failure | undefined
  /** Resolves when it has ended by itself. */
  readonly ended: Promise<void>
  /** Asks it to end, waits for that, and ends it and all of its group if it does not. */
  readonly end: () => Promise<void>
}

type Arm = Pick<CommandSubject['arm'], 'args' | 'cwd' | 'env'>

/** Addresses of this machine on which a service may listen that does not say where. */
const addresses = ['127.0.0.1', '[::1]'] as const

/**
 * Starts a service in a process group of its own, tells it its port as `PORT`, and waits until it is ready.
 *
 * @throws CommandFailed where it cannot be started, ends before it is ready, or does not get ready in time
 */
export async function startService(service: StartedService, arm: Arm): Promise<RunningProcess> {
  const port = service.port === 'auto' ? await findFreePort() : service.port
  if (service.port !== 'auto' && (await findListening(port)) !== undefined)
    throw failed(
      `port ${port} is in use: something else listens there`,
      '',
      "Stop that, or let Assay choose a free one: port: 'auto'.",
    )
  const [program = '', ...args] = arm.args
  const mark = nextMark()
  const child = spawn(program, args, {
    cwd: arm.cwd,
    env: { ...arm.env, PORT: String(port), [markName]: mark },
    detached: ownGroup,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const release = holdGroup(child.pid, 'program')
  let [stderr, isAsked] = ['', false]
  let over: { readonly code: number | null; readonly signal: string | null } | undefined
  child.stderr?.on('data', (part: Buffer) => {
    stderr = (stderr + part.toString('utf8')).slice(-policy.texts.stderr)
  })
  const { promise: ended, resolve } = Promise.withResolvers<void>()
  child.once('exit', (code, signal) => {
    over = { code, signal }
    resolve()
  })
  let refused: Error | undefined
  child.once('error', (error) => {
    refused = error
    resolve()
  })
  const printed = () => stripVTControlCharacters(stderr).trim()
  const tellEnd = (when: string): Failure | undefined => {
    if (refused) return notStarted(`'${program.slice(0, 80)}' cannot be started: ${refused.message}`)
    if (!over || isAsked) return undefined
    const how = over.signal === null ? `ended with exit code ${over.code}` : `was ended by ${over.signal}`
    return {
      reason: 'exited',
      message: `the service ${how} ${when}`,
      ...(printed() && { stderr: printed() }),
    }
  }
  const end = async () => {
    isAsked = true
    if (!over && !refused) {
      signalGroup(child.pid, service.stop)
      const stop = limitTime(policy.processes.grace, () => signalGroup(child.pid, 'SIGKILL'))
      await ended
      stop()
    }
    endRest(child.pid)
    endLeftBehind(mark, child.pid ?? 0)
    child.stderr?.destroy()
    release()
  }
  const late = Date.now() + service.startup / 1e6
  const everyMs = policy.load.every / 1e6
  for (;;) {
    const failure = tellEnd('before it was ready')
    if (failure) {
      await end()
      throw new CommandFailed(failure)
    }
    const origin = await findReady(port, service)
    // Somebody else may have taken the port in the meantime.
    if (origin !== undefined && !over)
      return { origin, pid: child.pid!, failure: () => tellEnd('while requests were sent'), ended, end }
    if (Date.now() > late) {
      const what =
        service.ready === undefined
          ? 'takes no connections'
          : `does not answer ${service.ready} with a status below 400`
      await end()
      throw failed(
        `the service ${what} on port ${port} within ${formatQuantity(service.startup, 'ns')}`,
        printed(),
        'It is told its port as PORT: let it listen there. Where it takes longer, say so: startup.',
      )
    }
    await Promise.race([wait(everyMs), ended])
  }
}

function failed(message: string, stderr: string, remedy: string): CommandFailed {
  return new CommandFailed({ reason: 'not-started', message, remedy, ...(stderr && { stderr }) })
}

function notStarted(message: string): Failure {
  const remedy =
    'Name a program on PATH or in node_modules/.bin, or a path relative to its folder; the file must be executable.'
  return { reason: 'not-started', message, remedy }
}

/** The system gives each who asks another one for a while. */
async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as { readonly port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function findReady(
  port: number,
  { ready: path, protocol }: Pick<StartedService, 'ready' | 'protocol'>,
): Promise<string | undefined> {
  const address = await findListening(port)
  if (address === undefined) return undefined
  const origin = `${protocol === 'http' ? 'http' : 'https'}://${address}:${port}`
  if (path === undefined) return origin
  const isReady =
    protocol === 'h2' ? await isAnsweredByHttp2(origin, path) : await isAnswered(`${origin}${path}`)
  return isReady ? origin : undefined
}

async function findListening(port: number): Promise<string | undefined> {
  for (const address of addresses) if (await isListening(address, port)) return address
  return undefined
}

/** ms after which an attempt to find out is given up. */
const patience = 1_000

function isListening(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = openSocket({ host: address.replaceAll(/[[\]]/gu, ''), port })
    const tell = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.setTimeout(patience, () => tell(false))
    socket.once('connect', () => tell(true))
    socket.once('error', () => tell(false))
  })
}

/** Its certificate is one for other machines, or nobody's: whether it is ready does not depend on that. */
const anyCertificate = { rejectUnauthorized: false } as const

function isAnsweredByHttp2(origin: string, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const session = openSession(origin, anyCertificate)
    const tell = (answer: boolean) => {
      session.destroy()
      resolve(answer)
    }
    session.setTimeout(patience, () => tell(false))
    session.once('error', () => tell(false))
    const asking = session.request({ ':path': path })
    asking.once('error', () => tell(false))
    asking.once('response', ({ ':status': status = 500 }) => tell(status < 400))
  })
}

function isAnswered(url: string): Promise<boolean> {
  const ask = url.startsWith('https:') ? requestEncrypted : request
  return new Promise((resolve) => {
    const asking = ask(url, { agent: false, timeout: patience, ...anyCertificate }, (answer) => {
      answer.resume()
      answer.once('error', () => {})
      resolve((answer.statusCode ?? 500) < 400)
      answer.once('end', () => asking.destroy())
    })
    asking.once('timeout', () => asking.destroy())
    asking.once('error', () => resolve(false))
    asking.end()
  })
}
