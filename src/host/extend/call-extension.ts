import { relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { z } from 'zod'
import type { OwnAnswer } from '../../flow/ports/extensions.ts'
import type { Failure } from '../../model/failure.ts'
import { type CallAnswer, type CallRequest, callAnswerSchema } from '../../model/message.ts'
import { formatQuantity } from '../../model/unit.ts'
import { startChild } from '../process/child.ts'
import { explainCrash } from '../process/crash.ts'
import { limitTime } from '../process/time-limit.ts'
import { hideFolders } from '../project/places.ts'

/** The project, its configuration file, and how long its code may take, ns. */
export type ExtensionPlace = { readonly root: string; readonly file: string; readonly limit: number }

/** Which function of its `extend` is called with what, and how it is read what that returns. */
type ExtensionCall<T extends z.ZodType> = ExtensionPlace &
  CallRequest & {
    readonly schema: T
    /** The folder that it works in, where that is not the project's. */
    readonly cwd?: string
  }

/** What it returned, with the files that were loaded for it; or why it did not. */
type ExtensionAnswer<T> =
  | { readonly state: 'returned'; readonly value: T; readonly loaded: readonly string[] }
  | (OwnAnswer<T> & { readonly state: 'failed' })

/** Calls it in a process of its own, which is gone afterwards. However that ends, this is an answer. */
export async function callExtension<T extends z.ZodType>({
  root,
  schema,
  limit,
  cwd = root,
  ...request
}: ExtensionCall<T>): Promise<ExtensionAnswer<z.output<T>>> {
  const { promise: heard, resolve: hear } = Promise.withResolvers<CallAnswer | 'late' | 'ended'>()
  const child = startChild({ program: 'extend', root: cwd }, (message) => {
    const { data } = callAnswerSchema.safeParse(message)
    if (data) hear(data)
  })
  const stopWatching = limitTime(limit, () => hear('late'))
  child.ended.then(() => hear('ended'))
  child.send(request satisfies CallRequest)
  const answer = await heard
  stopWatching()
  const ending = await child.end()
  const failed = (failure: Failure) =>
    ({ state: 'failed', why: hideFolders(root, wordFailure(root, failure)) }) as const
  if (answer === 'late')
    return failed({
      reason: 'timed-out',
      message: `it did not end within ${formatQuantity(limit, 'ns')} (time.timeout)`,
    })
  if (answer === 'ended') return failed({ ...explainCrash(ending), stderr: ending.stderr })
  if (answer.type === 'failed') return failed(answer.failure)
  const parsed = schema.safeParse(answer.value)
  if (parsed.success) return { state: 'returned', value: parsed.data, loaded: answer.loaded }
  const [issue] = parsed.error.issues
  const place = issue?.path.length ? `${issue.path.join('.')}: ` : ''
  return failed({ reason: 'threw', message: `what it returned cannot be used: ${place}${issue?.message}` })
}

/** With the place in the project where it was thrown, or what its process said last. */
function wordFailure(root: string, { message, stack = '', stderr }: Failure): string {
  const place = [...stack.matchAll(/(file:\/\/\S+|(?:[A-Za-z]:)?[\\/]\S+):(\d+):\d+\)?$/gmu)]
    .map(([, path = '', line]) => ({ file: path.startsWith('file:') ? fileURLToPath(path) : path, line }))
    .find(({ file }) => file.startsWith(root + sep) && !file.includes('node_modules'))
  if (place) return `${message} (${relative(root, place.file).split(sep).join('/')}, line ${place.line})`
  return stderr ? `${message}: ${stderr.split('\n').slice(-3).join(' ')}` : message
}
