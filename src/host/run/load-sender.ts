import type { EarlyEnd } from '../../core/kind/service/early-end.ts'
import type { AskedLoad, Generated } from '../../core/kind/service/trials.ts'
import { type Config, policy } from '../../model/config.ts'
import type { Failure } from '../../model/failure.ts'
import {
  type GenerateAnswer,
  type GenerateRequest,
  generateAnswerSchema,
  type LoadSoFar,
  type PrepareRequest,
  type StopSending,
} from '../../model/generate.ts'
import type { Revision } from '../../model/message.ts'
import type { ServiceSpec } from '../../model/service.ts'
import type { Step } from '../../model/step.ts'
import { formatQuantity } from '../../model/unit.ts'
import { keepProcessOn } from '../process/affinity.ts'
import { type Child, startChild } from '../process/child.ts'
import { explainCrash } from '../process/crash.ts'
import { limitTime } from '../process/time-limit.ts'
import { locateSource, type VitestServers } from '../project/vitest-servers.ts'
import { CommandFailed } from './command-failed.ts'
import type { RunningProcess } from './running-service.ts'

/** A step of a service, and what it is carried out with. */
export type ServiceOrder = {
  readonly root: string
  readonly scratch: string
  readonly step: Step
  readonly config: Config
  readonly vitest: VitestServers
}

export type LoadedService = { readonly side: Revision; readonly running: RunningProcess }

type Asked = AskedLoad & { readonly compared: number }

/**
 * Its collections are short, and never wait for another thread: with a large young space and helper threads, a collection beside
 * a busy service stopped it for up to 25 ms. At 10,000 requests a second, 99 of 100 requests were 7 to 17 ms late at the most;
 * now 2 ms.
 */
export const senderFlags = ['--single-threaded-gc', '--max-semi-space-size=2']

/** The process that sends, which starts while services do. */
export type Sender = Pick<Child, 'send' | 'end' | 'hasEnded'> & {
  readonly answer: Promise<Said | 'ended'>
  /** Hears what has come of the requests so far. */
  readonly listen: (hear: (soFar: LoadSoFar) => void) => void
}

type Said = Exclude<GenerateAnswer, { type: 'progress' }>

/** Starts it on these CPUs, or on any, and lets it load what says what is asked. */
export async function openSender(
  { root, step, vitest }: Pick<ServiceOrder, 'root' | 'step' | 'vitest'>,
  cpus: readonly number[] = [],
): Promise<Sender> {
  const source = await locateSource(vitest, step.file, root)
  const { promise: answer, resolve } = Promise.withResolvers<Said | 'ended'>()
  let hear: (soFar: LoadSoFar) => void = () => {}
  const child = startChild({ program: 'generate', root, flags: senderFlags }, (message) => {
    const { data } = generateAnswerSchema.safeParse(message)
    if (data?.type === 'progress') hear(data)
    else if (data) resolve(data)
  })
  if (cpus.length > 0 && child.pid !== undefined) keepProcessOn(cpus, child.pid)
  child.ended.then(() => resolve('ended'))
  child.send({ source, key: step.keys[0]! } satisfies PrepareRequest)
  const listen: Sender['listen'] = (listener) => {
    hear = listener
  }
  return { ...child, answer, listen }
}

/**
 * Sends one load, and waits for what is said of it.
 *
 * @param earlyEnd says when it is enough
 * @throws CommandFailed where nothing is said, or a service ends meanwhile
 */
export async function sendFrom(
  sender: Sender,
  { step, config }: ServiceOrder,
  spec: ServiceSpec,
  targets: readonly LoadedService[],
  { rate, duration, compared }: Asked,
  earlyEnd?: EarlyEnd,
): Promise<Generated & Pick<AskedLoad, 'endedBy'>> {
  const { timeout, inFlight, arrivals: spacing } = spec
  sender.send({
    ...{ timeout, inFlight, spacing, compared, warmUp: policy.load.warmUp },
    targets: targets.map(({ side, running: { origin, pid } }) => ({
      side,
      origin,
      isHttp2: spec.target.protocol === 'h2',
      group: pid === 0 ? undefined : pid,
    })),
    stages: [{ from: rate, to: rate, duration }],
    most: policy.load.shared,
    ...(earlyEnd && { progress: policy.load.progress }),
    seed: `${step.ids[0]} ${step.stage} ${step.round} ${step.randomization?.seed ?? 0}`,
  } satisfies GenerateRequest)
  let endedBy: string | undefined
  sender.listen((soFar) => {
    if (endedBy !== undefined) return
    endedBy = earlyEnd?.(soFar)?.text
    if (endedBy !== undefined) sender.send('stop' satisfies StopSending)
  })
  const most = config.time.timeout + duration + policy.load.warmUp + (compared * 4 + 4) * timeout
  const { promise: late, resolve } = Promise.withResolvers<'late'>()
  const stop = limitTime(Math.min(most, step.left ?? most), () => resolve('late'))
  const gone = targets.map(({ running }) => running.ended.then(() => 'ended' as const))
  const answer = await Promise.race([sender.answer, late, ...gone])
  stop()
  const hasEnded = sender.hasEnded()
  const ending = await sender.end()
  for (const { running } of targets) {
    const failure = running.failure()
    if (failure) throw new CommandFailed(failure)
  }
  if (answer === 'late') {
    const message = `the load was not over within ${formatQuantity(most, 'ns')}`
    const remedy = 'Give it a shorter duration, or raise time.timeout.'
    throw new CommandFailed({ reason: 'timed-out', message, remedy })
  }
  if (answer === 'ended') {
    const why: Failure = hasEnded ? explainCrash(ending) : { reason: 'crashed', message: 'it was stopped' }
    const message = `the process that sends requests gave no answer: ${why.message}`
    throw new CommandFailed({ ...why, message, ...(ending.stderr && { stderr: ending.stderr }) })
  }
  if (answer.type === 'failed') throw new CommandFailed(answer.failure)
  return { ...answer, ...(endedBy !== undefined && { endedBy }) }
}
