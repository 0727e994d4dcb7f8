import type { ZodError } from 'zod'
import { policy } from '../../model/config.ts'
import type { Failure } from '../../model/failure.ts'
import { type LoadAnswer, type LoadRequest, loadAnswerSchema } from '../../model/message.ts'
import { formatQuantity } from '../../model/unit.ts'
import { type Child, type Executable, startChild } from '../process/child.ts'
import { explainCrash } from '../process/crash.ts'
import { refuseInterrupted } from '../process/interruption.ts'
import { limitTime } from '../process/time-limit.ts'

/** What came of one file; `late`: what it threw, or how it ended its process, after it had been loaded. */
export type LoadedFile = Exclude<LoadAnswer, { type: 'ready' | 'settled' }> & { readonly late?: Failure }

/** Loads user files in children: one file after the other in the same child, or in one of its own. */
export type Loader = {
  /** In the child that others are loaded in, as long as none of them has changed it. A shorter time-out in ns may be given. */
  readonly load: (request: LoadRequest, timeout?: number) => Promise<LoadedFile>
  /**
   * In a child of its own; `suspect`: something of it was seen to throw late, so that is waited for; `vitest`: where the
   * project's own listens, which runs the file; `executable`: what else than Node loads it.
   */
  readonly loadAlone: (
    file: string,
    suspect: boolean,
    by?: { readonly vitest?: string; readonly executable?: Executable },
  ) => Promise<LoadedFile>
  /** Another one, whose child works at the same time; it is closed with this one. */
  readonly beside: () => Loader
  readonly close: () => Promise<void>
}

/** `timeout`: ns that loading one file may take. Nothing is loaded any more once `signal` is aborted. */
export function startLoader(root: string, timeout: () => number, signal?: AbortSignal): Loader {
  let child: Asked | undefined
  let queue: Promise<unknown> = Promise.resolve()
  const others: Loader[] = []
  const endChild = async () => {
    const closing = child
    child = undefined
    await closing?.end()
  }
  const loadOne = async (request: LoadRequest, limit: number): Promise<LoadedFile> => {
    refuseInterrupted(signal)
    child ??= start(root)
    const answer = await child.ask(request, limit)
    // A child in which something was thrown, or which is stuck, gone or not as it was, is not asked again.
    if (answer.type === 'failed' || answer.left.changed || answer.left.running || answer.left.unsure)
      await endChild()
    // Who ends a command ends its children, which is no fault of the file.
    if (answer.type === 'failed') refuseInterrupted(signal)
    return answer
  }
  return {
    load(request, limit = timeout()) {
      const answer = queue.then(() => loadOne(request, limit))
      queue = answer.catch(() => {})
      return answer
    },
    async loadAlone(file, suspect, { vitest, executable } = {}) {
      refuseInterrupted(signal)
      const own = start(root, executable)
      try {
        const grace = policy.listing.grace / 1e6
        const answer = await own.ask({ type: 'list', file, vitest, alone: { grace, suspect } }, timeout())
        if (answer.type === 'failed') refuseInterrupted(signal)
        if (answer.type === 'failed' && answer.failure.stack?.startsWith('SyntaxError: ')) {
          const stderr = (await own.settle(policy.listing.patience))?.stderr
          return { ...answer, failure: { ...answer.failure, ...(stderr && { stderr }) } }
        }
        if (answer.type !== 'listed') return answer
        const late = await own.settle(2 * policy.listing.grace)
        return late ? { ...answer, late } : answer
      } finally {
        await own.end()
      }
    },
    beside() {
      const other = startLoader(root, timeout, signal)
      others.push(other)
      return other
    },
    close: async () => {
      await Promise.all([endChild(), ...others.splice(0).map((other) => other.close())])
    },
  }
}

type Asked = {
  /** `limit` in ns. However the child ends, this is an answer; never rejects. */
  readonly ask: (request: LoadRequest, limit: number) => Promise<LoadedFile>
  /** What goes wrong with it from the last answer on until it says that it has settled, or for `limit` ns. */
  readonly settle: (limit: number) => Promise<Failure | undefined>
  readonly end: () => Promise<unknown>
}

type Heard = Exclude<LoadAnswer, { type: 'ready' }> | 'ended' | 'silent'

function start(root: string, executable?: Executable): Asked {
  const heard: Heard[] = []
  let wake = () => {}
  const hear = (one: Heard) => {
    heard.push(one)
    wake()
  }
  const child = startChild({ program: 'load', root, executable }, (message) => {
    const parsed = loadAnswerSchema.safeParse(message)
    if (parsed.success) {
      if (parsed.data.type !== 'ready') hear(parsed.data)
    } else if ((message as { type?: unknown } | null)?.type === 'listed') hear(unreadable(parsed.error))
  })
  child.ended.then(() => hear('ended'))
  const next = async (limit: number): Promise<Heard> => {
    if (heard.length === 0) {
      const { promise, resolve } = Promise.withResolvers<void>()
      wake = resolve
      const stopWatching = limitTime(limit, resolve)
      await promise
      stopWatching()
    }
    return heard.shift() ?? 'silent'
  }
  return {
    async ask(request, limit) {
      child.send(request)
      const answer = await next(limit)
      if (answer === 'silent' || answer === 'ended') {
        return { type: 'failed', failure: await endOf(child, answer, limit) }
      }
      if (answer.type !== 'settled') return answer
      return {
        type: 'failed',
        failure: { reason: 'crashed', message: 'its process answered something else' },
      }
    },
    async settle(limit) {
      const answer = await next(limit)
      if (answer === 'ended') return endOf(child, answer, limit)
      return answer !== 'silent' && answer.type === 'failed' ? answer.failure : undefined
    },
    end: () => child.end(),
  }
}

async function endOf(child: Child, how: 'silent' | 'ended', limit: number): Promise<Failure> {
  const ending = await child.end()
  const failure: Failure =
    how === 'silent'
      ? { reason: 'timed-out', message: `loading did not end within ${formatQuantity(limit, 'ns')}` }
      : explainCrash(ending)
  return { ...failure, ...(ending.stderr ? { stderr: ending.stderr } : {}) }
}

/** A file may register what the child cannot tell: a `work` of unknown fields, or one that is no number. */
function unreadable({ issues: [issue] }: ZodError): LoadedFile {
  const message = `what it registers cannot be used: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`
  return { type: 'failed', failure: { reason: 'load-error', message } }
}
