import { resolve } from 'node:path'
import type { Chance } from '../core/contest.ts'
import { forkBudget, type Step } from '../core/plan.ts'
import { type Config, policy } from '../model/config.ts'
import { type MeasureAnswer, measureAnswerSchema, type Order, type Source } from '../model/message.ts'
import type { Failure, Outcome, Phase } from '../model/outcome.ts'
import { formatQuantity } from '../model/unit.ts'
import { startChild } from './child.ts'
import { sudden } from './sudden-end.ts'

/** What differs for a fork that compares revisions. */
export type Compared = {
  readonly source: Source
  readonly pair?: Order['pair']
  readonly chance: Chance
}

/**
 * Makes one fork: starts a fresh process in `root`, gives it its order, and waits for the answer, the end of the
 * process or the time-out, whichever is first. However the child ends, the result is an outcome.
 */
export async function fork(root: string, step: Step, config: Config, compared?: Compared): Promise<Outcome> {
  const start = process.hrtime.bigint()
  let phase: Phase = 'starting'
  let key: string | undefined
  const { promise: answered, resolve: answer } = Promise.withResolvers<MeasureAnswer | undefined>()
  const child = startChild({ program: 'measure', root, ...surroundings(compared?.chance) }, (message) => {
    const parsed = measureAnswerSchema.safeParse(message)
    // Messages that are not ours come from the benchmark: it may use process.send, too.
    if (!parsed.success) return
    if (parsed.data.type !== 'phase') return answer(parsed.data)
    phase = parsed.data.phase
    key = parsed.data.key ?? key
  })
  child.send(order(root, step, config, compared))
  const timer = setTimeout(() => answer(undefined), config.time.timeout / 1e6)
  child.ended.then(() => answer(undefined))
  const message = await answered
  clearTimeout(timer)
  const alive = message === undefined && !child.hasEnded()
  const ending = await child.end()
  const hostSide = { wall: Number(process.hrtime.bigint() - start), printed: ending.printed }

  if (message?.type === 'time')
    return { state: 'measured', kind: 'time', timing: message.timing, ...hostSide }
  if (message?.type === 'pair') return { state: 'measured', kind: 'pair', pair: message.pair, ...hostSide }
  if (message?.type === 'memory')
    return { state: 'measured', kind: 'memory', memory: message.memory, ...hostSide }
  if (message?.type === 'traced') return { state: 'traced', files: message.files, ...hostSide }
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

function order(root: string, step: Step, config: Config, compared: Compared | undefined): Order {
  return {
    kind: step.kind,
    source: compared?.source ?? { file: resolve(root, step.file) },
    pair: compared?.pair,
    keys: step.keys,
    compared: compared !== undefined,
    budget: forkBudget(config),
    batch: config.time.batch,
    minimumSamples: policy.minimumSamples,
    minimumCleanShare: policy.minimumCleanShare,
    nearFloor: policy.nearFloor,
  }
}

/** Flags and environment that a pair has drawn. */
function surroundings(chance: Chance | undefined): { flags?: string[]; env?: NodeJS.ProcessEnv } {
  if (!chance) return {}
  const { seed, padding } = chance
  return {
    flags: [`--hash-seed=${seed}`, `--random-seed=${seed}`],
    env: { ASSAY_PADDING: 'x'.repeat(padding) },
  }
}

function timedOut(phase: Phase, { time }: Config): Failure {
  return {
    reason: 'timed-out',
    message: `no answer within ${formatQuantity(time.timeout, 'ns')} (time.timeout), last seen ${phase}`,
  }
}
