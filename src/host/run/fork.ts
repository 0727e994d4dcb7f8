import { resolve } from 'node:path'
import type { z } from 'zod'
import { forkBudget } from '../../core/plan/plan.ts'
import { type Config, policy } from '../../model/config.ts'
import type { Failure, Phase } from '../../model/failure.ts'
import {
  type BenchmarkSource,
  type ForkRequest,
  type Go,
  type MeasureAnswer,
  measureAnswerSchema,
  type SoFar,
} from '../../model/message.ts'
import type { Outcome, Paired, Timing } from '../../model/outcome.ts'
import type { Randomization } from '../../model/step.ts'
import { formatQuantity } from '../../model/unit.ts'
import { type Ending, type Start, startChild } from '../process/child.ts'
import { explainCrash } from '../process/crash.ts'
import { limitTime } from '../process/time-limit.ts'
import { explainLoad } from '../project/explain-load.ts'
import { hideFolders, publishFailure } from '../project/places.ts'
import type { FoundRuntime } from '../runtime/find-runtime.ts'
import { environmentIn } from './base-environment.ts'

/** What one process is to do, of a file's benchmarks. */
export type ForkTask = Pick<ForkRequest, 'keys'> & {
  readonly task: ForkRequest['kind']
  readonly file: string
  /** Of a timed fork: whether it counts bytes when its timing is over. */
  readonly memory?: boolean | undefined
  /** Of a memory fork: whether it explains a leak. */
  readonly growth?: boolean | undefined
  /** Where forks keep sources without their types; a trace, which tells what is read, uses none. */
  readonly stripped?: string | undefined
  /** Where the project's own Vitest listens, which runs the file; of a fork that compares, its source says so. */
  readonly vitest?: string | undefined
  /** What it runs on; absent: Assay's own Node. */
  readonly runtime?: FoundRuntime | undefined
  /** When it is cut, by performance.now(), ms, whatever time-out it has left. */
  readonly until?: number | undefined
  /** Of a trace: for how long each benchmark is called, ns; where it is absent, some times. */
  readonly lasting?: number | undefined
}

/** What differs for a fork that compares revisions. */
type ForkOptions = {
  readonly source: BenchmarkSource
  readonly pair?: ForkRequest['pair']
  readonly randomization?: Randomization | undefined
  /** Flags for Node, and the time of warm-up and sampling, ns, where they are not those of a timed fork. */
  readonly flags?: readonly string[]
  readonly budget?: number
}

export type Fork = {
  /** However the child ends, this is how. Never rejects. */
  readonly outcome: Promise<Outcome>
  /** When it has said all it has to say, or can say nothing any more; ending it may take a while longer. Never rejects. */
  readonly answered: Promise<unknown>
  /** Undefined when it could not be started. */
  readonly pid: number | undefined
  /** Waits until it waits for its turn: resolves with the operations that it makes a batch of, or with 0 when it is over. */
  readonly waits: () => Promise<number>
  /** Lets one that waits measure for so many ns, or end with 0, in batches of so many operations. */
  readonly go: (span: number, operations: number) => void
}

/** Time-outs that one waits for the other at the most: that one has ended by then, and its process is gone. */
const patience = 2

/**
 * Makes one fork: starts a fresh process in `root`, gives it its order, and waits for the answer, the end of the
 * process or the time-out, whichever is first. However the child ends, the result is an outcome.
 */
export function fork(root: string, step: ForkTask, config: Config, compared?: ForkOptions): Promise<Outcome> {
  return startFork(root, step, config, compared).outcome
}

/**
 * The same, for who lets it take turns with another one (`turns`). While it waits, it has the time that the other one may
 * take until its own time-out, and no end of time.
 */
export function startFork(root: string, step: ForkTask, config: Config, compared?: ForkOptions): Fork {
  const start = process.hrtime.bigint()
  const seen: Seen = { phase: 'starting', key: undefined }
  let waiting = Promise.withResolvers<number>()
  const { promise: answered, resolve: answer } = Promise.withResolvers<MeasureAnswer | undefined>()
  let stopWatching = () => {}
  const watch = (limit: number) => {
    stopWatching()
    const left = ((step.until ?? Number.POSITIVE_INFINITY) - performance.now()) * 1e6
    stopWatching = limitTime(Math.min(limit, left), () => answer(undefined))
  }
  watch(config.time.timeout)
  let [isOver, isWaiting] = [false, false]
  const child = startChild(
    { program: programOf(step), root, ...surroundings(root, step, compared) },
    (message) => {
      const parsed = measureAnswerSchema.safeParse(message)
      if (!parsed.success) {
        seen.unread = brokenPart(parsed.error) ?? seen.unread
        return
      }
      if (parsed.data.type === 'waiting') {
        // The benchmark may send the same, and must not get time by it.
        if (step.task !== 'turns' || seen.phase !== 'sampling' || isWaiting) return
        isWaiting = true
        watch(config.time.timeout * patience)
        waiting.resolve(parsed.data.operations)
      } else if (parsed.data.type === 'phase') {
        seen.phase = parsed.data.phase
        seen.key = parsed.data.key ?? seen.key
      } else if (parsed.data.type === 'so-far') {
        seen.soFar = { answer: parsed.data.answer, wall: Number(process.hrtime.bigint() - start) }
      } else {
        answer(parsed.data)
      }
    },
  )
  child.send(order(root, step, config, compared))
  child.ended.then(() => answer(undefined))
  const outcome = answered.then(async (message) => {
    isOver = true
    stopWatching()
    const isLate = message === undefined && !child.hasEnded()
    const ending = await child.end()
    const hostSide = { wall: Number(process.hrtime.bigint() - start), printed: ending.printed }
    const ended = outcomeOf(message ?? heldAnswer(seen, isLate), seen, isLate, ending, hostSide, config)
    return hideOutcomeFolders(root, step.file, ended)
  })
  const over = outcome.then(() => 0)
  return {
    outcome,
    answered,
    waits: () => Promise.race([waiting.promise, over]),
    pid: child.pid,
    go(span, operations) {
      // A time-out of one that is gone would keep this process from ending.
      if (isOver) return
      waiting = Promise.withResolvers()
      isWaiting = false
      watch(config.time.timeout)
      child.send({ go: span, operations } satisfies Go)
    },
  }
}

/**
 * The one place where what a benchmark says of its failure, and of what it could not read, comes in: what is kept of it names
 * no folder, and is bounded.
 */
function hideOutcomeFolders(root: string, file: string, outcome: Outcome): Outcome {
  if (outcome.state === 'measured') {
    if (outcome.kind === 'time' || outcome.kind === 'turns')
      return { ...outcome, timing: hideReadFolders(root, outcome.timing) }
    if (outcome.kind !== 'pair') return outcome
    const { base, head } = outcome.pair
    const sides = { base: hideReadFolders(root, base), head: hideReadFolders(root, head) }
    return { ...outcome, pair: { ...outcome.pair, ...sides } }
  }
  if (outcome.state === 'failed') {
    return { ...outcome, failure: publishFailure(root, explainLoad(root, file, outcome.failure)) }
  }
  if (outcome.state !== 'compared') return outcome
  const failures = outcome.failures.map((one) => ({ ...one, failure: publishFailure(root, one.failure) }))
  return { ...outcome, failures }
}

/** What `read` of a metric has thrown, or returned in place of a number. */
function hideReadFolders(root: string, timing: Timing): Timing {
  if (timing.own === undefined) return timing
  const own = Object.entries(timing.own).map(([name, reading]) => [
    name,
    'saw' in reading ? { ...reading, saw: hideFolders(root, reading.saw) } : reading,
  ])
  return { ...timing, own: Object.fromEntries(own) }
}

/** What a child has said about where it is. */
type Seen = {
  phase: Phase
  key: string | undefined
  unread?: string | undefined
  /** What it has measured when it goes on to count or to explain, and when that was, ns after the start. */
  soFar?: { readonly answer: SoFar; readonly wall: number }
}

/** What counts of one that gave no other answer. A benchmark that crashes when it is called more often has failed. */
function heldAnswer({ soFar }: Seen, isLate: boolean): SoFar | undefined {
  return isLate || soFar?.answer.type === 'memory' ? soFar?.answer : undefined
}

/** What is wrong with an answer of a kind that we know. Other messages come from the benchmark: it may use process.send, too. */
function brokenPart({ issues }: z.ZodError): string | undefined {
  const [issue] = issues
  if (!issue || issue.path.length === 0 || issue.path[0] === 'type') return undefined
  return `${issue.path.join('.')}: ${issue.message}`
}

/** How it ended, told by what it answered, or else by its end. */
function outcomeOf(
  message: MeasureAnswer | undefined,
  { phase, key, unread, soFar }: Seen,
  isLate: boolean,
  ending: Ending,
  hostSide: { readonly wall: number; readonly printed: number },
  config: Config,
): Outcome {
  const wall = Math.max(0, hostSide.wall - (soFar?.wall ?? hostSide.wall))
  switch (message?.type) {
    case 'time': {
      const { memory, timing } = message
      const counted = memory && { memory, wall }
      return { state: 'measured', kind: 'time', timing: addLeftBehind(timing, ending), counted, ...hostSide }
    }
    case 'turns': {
      const { memory, turns } = message
      const timing = addLeftBehind(message.timing, ending)
      return {
        state: 'measured',
        kind: 'turns',
        timing,
        turns,
        counted: memory && { memory, wall },
        ...hostSide,
      }
    }
    case 'pair':
      return { state: 'measured', kind: 'pair', pair: addToBoth(message.pair, ending), ...hostSide }
    case 'memory':
      return { state: 'measured', kind: 'memory', memory: message.memory, ...hostSide }
    case 'traced': {
      const { type: state, ...trace } = message
      return { state, ...trace, ...hostSide }
    }
    case 'examined':
      return { state: 'examined', examination: message.examination, ...hostSide }
    case 'compared':
      return { state: 'compared', failures: message.failures, unknown: message.unknown, ...hostSide }
  }
  const failure =
    message?.type === 'failed'
      ? message.failure
      : { ...(isLate ? timedOut(phase, config) : unread ? unreadable(unread) : explainCrash(ending)), phase }
  const subject = (message?.type === 'failed' ? message.key : undefined) ?? key
  return {
    state: 'failed',
    failure: { ...failure, ...(ending.stderr ? { stderr: ending.stderr } : {}) },
    ...(subject === undefined ? {} : { key: subject }),
    ...hostSide,
  }
}

/** Of what has left its process's session only the parent knows; it has been ended by now. */
function addLeftBehind(timing: Timing, { leftBehind }: Ending): Timing {
  return leftBehind === 0 ? timing : { ...timing, leftRunning: [...timing.leftRunning, 'a detached process'] }
}

function addToBoth(pair: Paired, ending: Ending): Paired {
  return { ...pair, base: addLeftBehind(pair.base, ending), head: addLeftBehind(pair.head, ending) }
}

function order(root: string, step: ForkTask, config: Config, compared: ForkOptions | undefined): ForkRequest {
  return {
    kind: step.task,
    source: compared?.source ?? { file: resolve(root, step.file), vitest: step.vitest },
    stripped: step.stripped,
    pair: compared?.pair,
    keys: step.keys,
    compared: compared !== undefined,
    memory: step.memory === true,
    growth: step.growth === true,
    untilOver: step.lasting !== undefined,
    budget: step.lasting ?? compared?.budget ?? forkBudget(config),
    batch: batchOf(step, config),
    minimumSamples: policy.minimumSamples,
    minimumCleanShare: policy.minimumCleanShare,
    nearFloor: policy.nearFloor,
    timeout: config.time.timeout,
  }
}

/** What measures is another program than what looks into what a benchmark does. */
function programOf({ task }: ForkTask): Start['program'] {
  return measuring.has(task) ? 'measure' : 'examine'
}

const measuring: ReadonlySet<ForkTask['task']> = new Set(['agree', 'time', 'turns', 'memory', 'pair'])

function batchOf({ task }: ForkTask, { time }: Config): number {
  return task === 'pair' || task === 'turns' ? Math.min(time.batch, policy.pairs.batch) : time.batch
}

/** What runs it, and flags and environment that a pair has drawn. */
function surroundings(
  root: string,
  { runtime }: ForkTask,
  compared: ForkOptions | undefined,
): Pick<Start, 'flags' | 'executable' | 'env'> {
  const alias = compared?.source.alias
  const env = alias === undefined ? {} : environmentIn(root, alias)
  if (!compared?.randomization) return { env, executable: runtime?.start?.([]) }
  const { seed, padding } = compared.randomization
  const flags = [`--hash-seed=${seed}`, `--random-seed=${seed}`, ...(compared.flags ?? [])]
  return { flags, executable: runtime?.start?.(flags), env: { ...env, ASSAY_PADDING: 'x'.repeat(padding) } }
}

function unreadable(what: string): Failure {
  return { reason: 'crashed', message: `its answer cannot be read (${what})` }
}

function timedOut(phase: Phase, { time }: Config): Failure {
  const remedy = "Let each 'read' of measure return a number at once; make what takes long in setup."
  return {
    reason: 'timed-out',
    message: `no answer within ${formatQuantity(time.timeout, 'ns')} (time.timeout), last seen ${phase}`,
    ...(phase === 'counting' && { remedy }),
  }
}
