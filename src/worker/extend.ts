import type { CallAnswer, CallRequest } from '../model/message.ts'
import { toFailure } from './load/failure.ts'
import { importFile } from './load/import-file.ts'
import { installModuleHooks } from './load/module-hooks.ts'
import { leaveUnheard } from './load/unheard.ts'

/**
 * The program of the child that runs what a project adds to Assay: it loads the configuration, calls one function of its
 * `extend`, and tells what that returned. The host ends it then.
 */

const send = process.send!.bind(process)
const { channel } = process
let isAnswered = false

const { loaded } = installModuleHooks()
process.once('message', (request: CallRequest) => {
  // Only what the function waits for keeps the process; when there is nothing, it waits for ever.
  channel?.unref()
  call(request).then((value) => answer({ type: 'returned', value, loaded }), fail)
})
process.on('beforeExit', () => fail(new NeverEnds('nothing is left that could settle what it waits for')))
process.on('disconnect', leaveUnheard)
process.on('uncaughtException', fail)
process.on('unhandledRejection', fail)

class NeverEnds extends Error {
  override readonly name = 'it never ends'
}

async function call({ file, member, args, optional }: CallRequest): Promise<unknown> {
  const { default: config } = (await importFile({ file })) as { default?: { extend?: unknown } }
  let [owner, at]: [unknown, unknown] = [undefined, config?.extend]
  for (const name of member) {
    const isThere = typeof at === 'object' && at !== null && Object.hasOwn(at, name)
    ;[owner, at] = [at, isThere ? (at as Record<string, unknown>)[name] : undefined]
  }
  if (at === undefined && optional) return undefined
  if (typeof at !== 'function') throw new TypeError(`'extend.${member.join('.')}' is no function`)
  return await at.apply(owner, args)
}

function fail(thrown: unknown): void {
  answer({ type: 'failed', failure: toFailure(thrown, 'threw') })
}

function answer(message: CallAnswer): void {
  if (isAnswered) return
  isAnswered = true
  channel?.ref()
  try {
    send(message)
  } catch (error) {
    // What it returned cannot be copied to another process.
    send({ type: 'failed', failure: toFailure(error, 'threw') })
  }
}
