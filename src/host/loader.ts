import type { ZodError } from 'zod'
import { type LoadAnswer, type LoadRequest, loadAnswerSchema } from '../model/message.ts'
import type { Failure } from '../model/outcome.ts'
import { formatQuantity } from '../model/unit.ts'
import { type Child, startChild } from './child.ts'
import { refuseInterrupted } from './interruption.ts'
import { sudden } from './sudden-end.ts'

type Loaded = Exclude<LoadAnswer, { type: 'ready' }>

/** Loads user files in a child, one after the other; a file that kills the child costs only itself. */
export type Loader = {
  readonly load: (request: LoadRequest) => Promise<Loaded>
  readonly close: () => Promise<void>
}

/** `timeout`: ns that loading one file may take. Nothing is loaded any more once `signal` is aborted. */
export function startLoader(root: string, timeout: () => number, signal?: AbortSignal): Loader {
  let child: Child | undefined
  let waiting: ((answer: Loaded | undefined) => void) | undefined
  let queue: Promise<unknown> = Promise.resolve()

  const start = () => {
    const started = startChild({ program: 'load', root }, (message) => {
      const parsed = loadAnswerSchema.safeParse(message)
      if (parsed.success) {
        if (parsed.data.type !== 'ready') waiting?.(parsed.data)
      } else if ((message as { type?: unknown } | null)?.type === 'listed')
        waiting?.(unreadable(parsed.error))
    })
    started.ended.then(() => waiting?.(undefined))
    return started
  }
  const close = async () => {
    const closing = child
    child = undefined
    await closing?.end()
  }
  const loadOne = async (request: LoadRequest): Promise<Loaded> => {
    refuseInterrupted(signal)
    child ??= start()
    const { promise, resolve } = Promise.withResolvers<Loaded | undefined>()
    waiting = resolve
    const timer = setTimeout(() => resolve(undefined), timeout() / 1e6)
    child.send(request)
    const answer = await promise
    clearTimeout(timer)
    if (answer?.type === 'config' || answer?.type === 'listed') return answer
    // A child in which something was thrown, or which is stuck or gone, is not asked again.
    const stuck = answer === undefined && !child.hasEnded()
    const ended = child.end()
    child = undefined
    const ending = await ended
    if (answer) return answer
    refuseInterrupted(signal)
    const failure: Failure = stuck
      ? { reason: 'timed-out', message: `loading did not end within ${formatQuantity(timeout(), 'ns')}` }
      : sudden(ending)
    return { type: 'failed', failure: { ...failure, ...(ending.stderr ? { stderr: ending.stderr } : {}) } }
  }
  return {
    load(request) {
      const answer = queue.then(() => loadOne(request))
      queue = answer.catch(() => {})
      return answer
    },
    close,
  }
}

/** A file may register what the child cannot tell: a `work` of unknown fields, or one that is no number. */
function unreadable({ issues: [issue] }: ZodError): Loaded {
  const message = `what it registers cannot be used: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`
  return { type: 'failed', failure: { reason: 'load-error', message } }
}
