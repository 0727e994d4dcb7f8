import { Pool } from 'undici'
import type { LoadSteps } from '../../api/service.ts'
import { readClock } from './clock.ts'

export type ReadyRequest = ReturnType<LoadSteps['request']>

/** How a request ended. Times on the clock of `readClock`, ns; `began`: when it was written to a connection. */
export type Reply = {
  readonly at: number
  readonly began: number | undefined
  readonly end:
    | {
        readonly how: 'answered'
        readonly status: number
        readonly headers: Readonly<Record<string, string | string[]>>
        readonly bytes: number
        /** Absent where nobody asked for it. */
        readonly body: string | undefined
      }
    | { readonly how: 'failed'; readonly why: string }
    | { readonly how: 'timedOut' }
}

export type HttpClient = {
  /** Sends one; `hear` is called once, however it ends. */
  readonly ask: (request: ReadyRequest, keepsBody: boolean, hear: (reply: Reply) => void) => void
  readonly close: () => Promise<void>
}

/** Bytes of a body above which an answer has failed. */
const largestBody = 64e6

/** Requests that share a connection of HTTP/2: as many as servers allow at the least (RFC 9113, 6.5.2). */
const streams = 100

/**
 * Keeps connections open, and opens one more where all are busy. Redirects are not followed, and nothing is sent a second time.
 *
 * @param connections requests that wait for an answer at the most
 * @param limit ns after which a request has failed
 */
export function openHttpClient(
  origin: string,
  {
    connections,
    limit,
    isHttp2,
  }: { readonly connections: number; readonly limit: number; readonly isHttp2: boolean },
): HttpClient {
  const pool = new Pool(origin, {
    ...(isHttp2
      ? { connections: Math.ceil(connections / streams), pipelining: streams, allowH2: true }
      : { connections, pipelining: 1, allowH2: false }),
    // Ours is the only one: it counts from when a request was handed over.
    ...{
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: { timeout: 0, keepAlive: true, rejectUnauthorized: false },
    },
    ...{ keepAliveTimeout: 60_000, keepAliveMaxTimeout: 60_000 },
  })
  const deadlines = watchDeadlines(limit)
  return {
    ask({ method, path, headers, body }, keepsBody, hear) {
      const exchange = new Exchange(keepsBody, (reply) => {
        deadlines.remove(exchange)
        hear(reply)
      })
      deadlines.add(exchange)
      try {
        pool.dispatch({ method: method as 'GET', path, headers, body: body ?? null }, exchange)
      } catch (thrown) {
        exchange.end({ how: 'failed', why: wordsOf(thrown) })
      }
    },
    async close() {
      deadlines.stop()
      await pool.destroy().catch(() => {})
    },
  }
}

type Controller = { abort(reason: Error): void }

/** One request, as undici's dispatcher tells of it. */
class Exchange {
  readonly asked = readClock()
  isOver = false
  private readonly keepsBody: boolean
  private readonly hear: (reply: Reply) => void
  private began: number | undefined
  private controller: Controller | undefined
  private status = 0
  private headers: Record<string, string | string[]> = {}
  private bytes = 0
  private readonly parts: Buffer[] = []

  constructor(keepsBody: boolean, hear: (reply: Reply) => void) {
    this.keepsBody = keepsBody
    this.hear = hear
  }

  onRequestStart(controller: Controller): void {
    this.began = readClock()
    this.controller = controller
    if (this.isOver) controller.abort(new Error('it is too late'))
  }

  onResponseStart(_: Controller, status: number, headers: Record<string, string | string[]>): void {
    // What only announces another answer is none.
    if (status >= 200) [this.status, this.headers] = [status, headers]
  }

  onResponseData(controller: Controller, part: Buffer): void {
    this.bytes += part.length
    if (this.keepsBody) this.parts.push(part)
    if (this.bytes <= largestBody || this.isOver) return
    this.end({ how: 'failed', why: `its body has more than ${largestBody / 1e6} MB` })
    controller.abort(new Error('it is too large'))
  }

  onResponseEnd(): void {
    const { status, headers, bytes } = this
    const body = this.keepsBody ? Buffer.concat(this.parts).toString('utf8') : undefined
    this.end({ how: 'answered', status, headers, bytes, body })
  }

  onResponseError(_: Controller, error: Error): void {
    this.end({ how: 'failed', why: wordsOf(error) })
  }

  /** It is not waited for any longer. */
  expire(): void {
    this.end({ how: 'timedOut' })
    this.controller?.abort(new Error('it took too long'))
  }

  end(end: Reply['end']): void {
    if (this.isOver) return
    this.isOver = true
    this.hear({ at: readClock(), began: this.began, end })
  }
}

/** All have the same limit, so the first that was asked is the first that is late. What is over is let go at once. */
function watchDeadlines(limit: number) {
  const waiting = new Set<Exchange>()
  let timer: NodeJS.Timeout | undefined
  const look = () => {
    timer = undefined
    for (const exchange of waiting) {
      const left = exchange.asked + limit - readClock()
      if (left > 0) {
        timer = setTimeout(look, Math.max(1, left / 1e6))
        return
      }
      waiting.delete(exchange)
      exchange.expire()
    }
  }
  return {
    add(exchange: Exchange) {
      waiting.add(exchange)
      timer ??= setTimeout(look, limit / 1e6)
    },
    remove: (exchange: Exchange) => waiting.delete(exchange),
    stop: () => clearTimeout(timer),
  }
}

/** The code where there is one: messages name ports, which differ from trial to trial. */
function wordsOf(thrown: unknown): string {
  const { code, message, name } = thrown as Partial<Record<'code' | 'message' | 'name', unknown>>
  if (name === 'HTTPParserError') return 'the answer is no HTTP'
  if (typeof code === 'string') return known[code] ?? code
  return String(message ?? thrown).slice(0, 200)
}

const known: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens (ECONNREFUSED)',
  ECONNRESET: 'the connection was reset (ECONNRESET)',
  UND_ERR_SOCKET: 'the connection was closed before the answer was whole',
  EMFILE: 'there are no file descriptors left (EMFILE)',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the body is not as long as announced',
}
