import { createHash } from 'node:crypto'
import type { LoadSteps } from '../../api/service.ts'
import type { GenerateAnswer, LoadTarget, SeenAnswer } from '../../model/generate.ts'
import type { HttpClient, Reply } from './http-client.ts'

export type OpenTarget = LoadTarget & { readonly client: HttpClient }

/** Characters of a body that are kept to tell where it differs. */
const shown = 10_000

type Compared = Pick<GenerateAnswer & { type: 'generated' }, 'differs' | 'unstable'>

/**
 * Asks every target the first so many requests, one after the other, and looks whether the answers are the same: status and body.
 * What reads is asked twice, so that what differs from time to time on one side is not taken for a difference.
 *
 * @throws with the first thing that goes wrong with a request, in words
 */
export async function compareAnswers(
  targets: readonly OpenTarget[],
  steps: LoadSteps,
  count: number,
): Promise<Compared> {
  let differs: Compared['differs']
  for (let index = 0; index < count; index++) {
    const request = steps.request(index)
    const reads = request.method === 'GET' || request.method === 'HEAD'
    const asked = `${request.method} ${request.path}`
    const seen: Partial<Record<LoadTarget['side'], SeenAnswer>> = {}
    for (const { side, client } of targets) {
      const answer = await askOnce(client, request)
      const again = reads && targets.length > 1 ? await askOnce(client, request) : answer
      if (answer.digest !== again.digest) return { unstable: asked }
      seen[side] = answer
    }
    const { base, head } = seen
    if (base && head && base.digest !== head.digest) differs ??= { asked, base, head }
  }
  return differs ? { differs } : {}
}

async function askOnce(client: HttpClient, request: ReturnType<LoadSteps['request']>): Promise<SeenAnswer> {
  const { end } = await new Promise<Reply>((resolve) => client.ask(request, true, resolve))
  // What fails is counted under load; here it is an answer as any other.
  if (end.how !== 'answered') {
    const words = end.how === 'failed' ? end.why : 'it is not answered in time'
    return { status: 0, digest: `0 ${words}`, shown: words, isCut: false }
  }
  const { status, body = '' } = end
  const digest = createHash('sha256').update(`${status}\n${body}`).digest('hex')
  return { status, digest, shown: body.slice(0, shown), isCut: body.length > shown }
}
