import { resolve } from 'node:path'
import { forkBudget, type Step } from '../core/plan.ts'
import { type Config, policy } from '../model/config.ts'
import { type MeasureAnswer, measureAnswerSchema, type Order } from '../model/message.ts'
import type { Failure, Outcome, Phase } from '../model/outcome.ts'
import { formatQuantity } from '../model/unit.ts'
import { startChild } from './child.ts'
import { sudden } from './sudden-end.ts'

/**
 * Makes one fork: starts a fresh process, gives it its order, and waits for the answer, the end of the process
 * or the time-out, whichever is first. However the child ends, the result is an outcome.
 */
export async function fork(root: string, step: Step, config: Config): Promise<Outcome> {
  const start = process.hrtime.bigint()
  let phase: Phase = 'starting'
  let key: string | undefined
  const { promise: answered, resolve: answer } = Promise.withResolvers<MeasureAnswer | undefined>()
  const child = startChild('measure', root, (message) => {
    const parsed = measureAnswerSchema.safeParse(message)
    // Messages that are not ours come from the benchmark: it may use process.send, too.
    if (!parsed.success) return
    if (parsed.data.type !== 'phase') return answer(parsed.data)
    phase = parsed.data.phase
    key = parsed.data.key ?? key
  })
  child.send(order(root, step, config))
  const timer = setTimeout(() => answer(undefined), config.time.timeout / 1e6)
  child.ended.then(() => answer(undefined))
  const message = await answered
  clearTimeout(timer)
  const alive = message === undefined && !child.hasEnded()
  const ending = await child.end()
  const hostSide = { wall: Number(process.hrtime.bigint() - start), printed: ending.printed }

  if (message?.type === 'time')
    return { state: 'measured', kind: 'time', timing: message.timing, ...hostSide }
  if (message?.type === 'memory')
    return { state: 'measured', kind: 'memory', memory: message.memory, ...hostSide }
  if (message?.type === 'compared') return { state: 'compared', failures: message.failures, ...hostSide }
  const failure =
    message?.type === 'failed'
      ? message.failure
      : { ...(alive ? timedOut(phase, config) : sudden(ending)), phase }
  const subject = (message?.type === 'failed' ? message.key : undefined) ?? key
  return {
    state: 'failed',
    failure: { ...failure, ...(ending.stderr ? { stderr: ending.stderr } : {}) },
    ...(subject === undefined ? {} : { key: subject }),
    ...hostSide,
  }
}

function order(root: string, step: Step, config: Config): Order {
  return {
    kind: step.kind,
    file: resolve(root, step.file),
    keys: step.keys,
    budget: forkBudget(config),
    batch: config.time.batch,
    minimumSamples: policy.minimumSamples,
    minimumCleanShare: policy.minimumCleanShare,
    nearFloor: policy.nearFloor,
  }
}

function timedOut(phase: Phase, { time }: Config): Failure {
  return {
    reason: 'timed-out',
    message: `no answer within ${formatQuantity(time.timeout, 'ns')} (time.timeout), last seen ${phase}`,
  }
}
