import type { Registered } from '../api/bench.ts'
import type { Failure, KeyedFailures, Phase } from '../model/failure.ts'
import type { ForkRequest, Go, MeasureAnswer, Revision, Sides, SoFar } from '../model/message.ts'
import type { Memory, Turn } from '../model/outcome.ts'
import type { Examination } from '../model/profile.ts'
import { watchBuiltins } from './engine/builtins.ts'
import { now } from './engine/clock.ts'
import { Failed, toFailure } from './load/failure.ts'
import { installModuleHooks } from './load/module-hooks.ts'
import { watchHandles } from './load/open-handles.ts'
import { compareResults, load, prepareSubject, type Subject, tearDown } from './load/subject.ts'
import { leaveUnheard } from './load/unheard.ts'
import type { Batch } from './measure/batch.ts'
import type { TimedFork } from './measure/time.ts'

/**
 * The program of a measuring fork: takes one order, answers with messages, and speaks only outside timed
 * sections. One order, one answer, one process.
 */

const send = process.send!.bind(process)
const builtins = watchBuiltins()
const stillRunning = watchHandles()
const [soon, later] = [setImmediate, setTimeout]
/** ms that taking down may take after a failure. */
const patience = 1_000
let phase: Phase = 'starting'
let current: string | undefined
/** The text of an error, in lines of the files also where modules were moved down. */
let inFiles = (text: string): string => text

process.on('uncaughtException', fail)
process.on('unhandledRejection', fail)
process.on('disconnect', leaveUnheard)
process.once('message', (order: ForkRequest) => {
  handleRequest(order).then(answer, giveUp)
})

/** Says that it waits, with batches of so many operations, and hears what it may measure. */
function nextTurn(operations: number): Promise<Go> {
  const { promise, resolve } = Promise.withResolvers<Go>()
  const heed = (message: Partial<Go> | null) => {
    // Others may send messages to the benchmark.
    if (typeof message?.go !== 'number' || typeof message.operations !== 'number') return
    process.off('message', heed)
    resolve({ go: message.go, operations: message.operations })
  }
  process.on('message', heed)
  send({ type: 'waiting', operations } satisfies MeasureAnswer)
  return promise
}

/** When to come to an end by oneself: a tenth of the time-out is left for teardown, for the answer, and for the start that it began with. */
function lastMoment({ timeout }: ForkRequest): bigint {
  return now() + BigInt(Math.round(timeout * 0.9 - process.uptime() * 1e9))
}

/** What the order says of sampling, and when it has to be over. */
type TimedRequest = ForkRequest & { readonly last: bigint }

function samplingOf(order: ForkRequest): TimedRequest {
  return { ...order, last: lastMoment(order) }
}

async function handleRequest(order: ForkRequest): Promise<MeasureAnswer> {
  installModuleHooks(order.pair ? [order.source, order.pair.base] : [order.source])
  // Before user code, which may change what loading it needs.
  const program = await programs[order.kind](order)
  return program(order)
}

/** The benchmarks of one file, ready to be measured. */
async function loadSubjects(order: ForkRequest): Promise<{ subjects: Subject[]; failures: KeyedFailures }> {
  say('loading')
  const subjects: Subject[] = []
  const failures: KeyedFailures = []
  const miss = (key: string, failure: Failure) => failures.push({ key, failure: { phase, ...failure } })
  const benchmarks = await load(order.source.file, order.keys, order.kind === 'trace' ? miss : undefined)
  for (const benchmark of benchmarks) {
    try {
      subjects.push(await prepareSubject(benchmark, say, order.compared))
    } catch (thrown) {
      // Of several alternatives, those that can be compared still are; and who is watched is watched beside others.
      if (order.kind !== 'agree' && order.kind !== 'trace') throw thrown
      failures.push({ key: benchmark.key, failure: { phase, ...toFailure(thrown, 'threw') } })
    }
  }
  return { subjects, failures }
}

/** The same benchmark of two revisions, in the order that was drawn. */
async function loadSides({ source, pair, keys }: ForkRequest): Promise<Sides<Subject>> {
  const order = startingWith(pair!.loads)
  const files = { base: pair!.base.file, head: source.file }
  const sides: Partial<Record<Revision, Subject>> = {}
  const loaded: Partial<Record<Revision, Registered>> = {}
  say('loading')
  for (const side of order) loaded[side] = (await load(files[side], keys))[0]!
  for (const side of order) sides[side] = await prepareSubject(loaded[side]!, say, true)
  return { base: sides.base!, head: sides.head! }
}

/** Rejections that nobody handles and workers that were started are reported only when the event loop turns. */
async function putAway(): Promise<void> {
  await tearDown()
  await new Promise((resolve) => soon(resolve))
}

/** A port, a lock or a file that is held would keep the next fork from running. What hangs is not waited for long. */
async function giveUp(thrown: unknown): Promise<void> {
  // What fails on the way out tells less than what failed first.
  await Promise.race([tearDown(), new Promise((resolve) => later(resolve, patience))]).catch(() => {})
  fail(thrown)
}

/** Takes down what was measured; tells what it changed, and what it leaves running. */
async function finish() {
  const changedBuiltins = builtins.changed()
  builtins.restore()
  await putAway()
  return { changedBuiltins, leftRunning: await stillRunning() }
}

type Side = { readonly revision: Revision; readonly subject: Subject }

function sidesOf(subjects: Sides<Subject>, first: Revision): Side[] {
  return startingWith(first).map((revision) => ({ revision, subject: subjects[revision] }))
}

function startingWith(first: Revision): readonly Revision[] {
  return first === 'base' ? ['base', 'head'] : ['head', 'base']
}

type Program = (order: ForkRequest) => Promise<MeasureAnswer>

/** Each program is loaded only where it runs: every byte in this process is inside the measurement. */
const programs: Record<ForkRequest['kind'], (order: ForkRequest) => Promise<Program>> = {
  agree: async () => async (order) => {
    const { subjects, failures } = await loadSubjects(order)
    const { failures: disagreeing, ...rest } = await compareResults(subjects)
    await putAway()
    return { type: 'compared', failures: [...failures, ...disagreeing], ...rest }
  },
  trace: async () => {
    const { callAgain, watch } = await import('./trace/trace.ts')
    return async (order) => {
      const trail = watch()
      const { subjects, failures } = await loadSubjects(order)
      const failed = new Set(failures.map(({ key }) => key))
      await trail.again(order.budget)
      for (const subject of subjects) {
        const { key } = subject.benchmark
        say('sampling', key)
        await callAgain(subject, order.budget).catch(() => failed.add(key))
      }
      await trail.stop(order.budget)
      await putAway().catch(() => failed.add(current!))
      return { type: 'traced', ...trail.told(), failed: [...failed] }
    }
  },
  memory: async () => {
    const { memory, summarizeMemory } = await import('./memory/memory.ts')
    return async (order) => {
      const look = (one: Subject) => memory(one, order.budget, order.batch, lastMoment(order))
      const accounts = await measureOne(order, look, 'sampling')
      builtins.restore()
      const seen = summarizeMemory(accounts)
      const isExplained = order.growth && (seen.retained ?? 0) > 0
      if (isExplained) await sayNow({ type: 'so-far', answer: { type: 'memory', memory: seen } })
      const growth = isExplained ? await accounts.growth() : undefined
      await putAway()
      return { type: 'memory', memory: { ...seen, ...(growth && { growth }) } }
    }
  },
  time: async (asked) => {
    const { time, summarizeSamples } = await import('./measure/time.ts')
    const count = await openCounting(asked)
    return async (order) => {
      const answer = (seen: TimedFork, left: Left) =>
        ({ type: 'time', timing: { ...summarizeSamples(seen, order), ...left } }) as const
      const { seen, counted } = await measureOne(order, async (one) => {
        const seen = await time(one, samplingOf(order), say)
        return { seen, counted: await count(seen, () => answer(seen, unknownLeft)) }
      })
      const left = await finish()
      const memory = counted()
      return { ...answer(seen, left), ...(memory && { memory }) }
    }
  },
  turns: async (asked) => {
    const { time, summarizeSamples } = await import('./measure/time.ts')
    const { takeInTurns } = await import('./measure/turns.ts')
    const count = await openCounting(asked)
    return async (order) => {
      let told: { turns: Turn[]; operations: number } = { turns: [], operations: 1 }
      const take = async (batch: Batch, n: number) => {
        const { taken, ...rest } = await takeInTurns(batch, n, nextTurn)
        told = rest
        return taken
      }
      const answer = (seen: TimedFork, left: Left) => {
        const timing = { ...summarizeSamples(seen, order), batch: told.operations, ...left }
        return { type: 'turns', timing, turns: told.turns } as const
      }
      const { seen, counted } = await measureOne(order, async (one) => {
        const seen = await time(one, samplingOf(order), say, take)
        return { seen, counted: await count(seen, () => answer(seen, unknownLeft)) }
      })
      const left = await finish()
      const memory = counted()
      return { ...answer(seen, left), ...(memory && { memory }) }
    }
  },
  profile: async () => {
    const { profileCpu, startProfiler } = await import('./profile/cpu.ts')
    const { inLinesOfFiles } = await import('./profile/unique-lines.ts')
    readSourceMaps()
    const profiler = startProfiler()
    inFiles = (text) => inLinesOfFiles(text, profiler.moved)
    return async (order) => {
      const look = (sides: readonly Side[]) => profileCpu(sides, profiler, samplingOf(order), say)
      const profiled = order.pair
        ? await look(sidesOf(await loadSides(order), order.pair.runs))
        : await measureOne(order, (subject) => look([{ revision: 'head', subject }]))
      return giveBack({ kind: 'profile', profiled })
    }
  },
  calls: async () => {
    const { profileCalls, startCounting } = await import('./profile/calls.ts')
    const { openInspector } = await import('./profile/inspector.ts')
    readSourceMaps()
    const inspector = openInspector()
    startCounting(inspector)
    return examine(async (one) => ({ kind: 'calls', functions: await profileCalls(one, inspector) }))
  },
  allocations: async () => {
    const { allocations } = await import('./profile/allocations.ts')
    readSourceMaps()
    return examine(async (...to) => ({ kind: 'allocations', allocations: await allocations(...to) }))
  },
  feedback: async () => {
    const { feedback } = await import('./profile/feedback.ts')
    readSourceMaps()
    return examine(async (...to) => ({ kind: 'feedback', functions: await feedback(...to) }))
  },
  'event-loop': async () => {
    const { eventLoop } = await import('./profile/event-loop.ts')
    readSourceMaps()
    return examine(async (...to) => ({ kind: 'event-loop', eventLoop: await eventLoop(...to) }))
  },
  pair: async () => {
    const { pair, summarizePair } = await import('./measure/pair.ts')
    return async (order) => {
      const sides = await loadSides(order)
      const seen = await pair(sides, order.pair!, samplingOf(order), say)
      const left = await finish()
      return { type: 'pair', pair: summarizePair(seen, order, left) }
    }
  },
}

type Left = Awaited<ReturnType<typeof finish>>

/** Of a process that is ended before anybody could look. */
const unknownLeft: Left = { changedBuiltins: [], leftRunning: [] }

/**
 * Counts what was timed; returns what makes a summary of it once built-ins are restored. That is nothing where it cannot be
 * counted here: for want of time, or because every call leaves something behind, which the timing has made large.
 */
type Count = (timed: TimedFork, soFar: () => SoFar) => Promise<() => Memory | undefined>

/** Loads what counts bytes, where that is asked for: before user code. */
async function openCounting(order: ForkRequest): Promise<Count> {
  const nothing = () => undefined
  if (!order.memory) return async () => nothing
  const { countMemory, summarizeMemory } = await import('./memory/memory.ts')
  return async (timed, soFar) => {
    // What makes a summary needs the built-ins.
    if (builtins.changed().length === 0) await sayNow({ type: 'so-far', answer: soFar() })
    try {
      const seen = await countMemory(timed, order.budget, lastMoment(order))
      return () => {
        const memory = summarizeMemory(seen)
        return (memory.retained ?? 0) > 0 ? undefined : memory
      }
    } catch (thrown) {
      if (thrown instanceof Failed && thrown.failure.reason === 'timed-out') return nothing
      throw thrown
    }
  }
}

/** Measures the one benchmark that is asked about, as what it turns out to be by what it returns. */
async function measureOne<T>(
  order: ForkRequest,
  measure: (subject: Subject) => Promise<T>,
  next?: Phase,
): Promise<T> {
  // Before user code, which may change what loading it needs.
  const { measureAs } = await import('./measure/batch.ts')
  const { subjects } = await loadSubjects(order)
  if (next) say(next)
  return measureAs(subjects[0]!, measure)
}

/** Lets something look into the one benchmark that is asked about. */
function examine(look: (subject: Subject, order: TimedRequest) => Promise<Examination>): Program {
  return async (order) => {
    return giveBack(await measureOne(order, (one) => look(one, samplingOf(order)), 'sampling'))
  }
}

/** Gives everything back before it is told. */
async function giveBack(examination: Examination): Promise<MeasureAnswer> {
  builtins.restore()
  await putAway()
  return { type: 'examined', examination }
}

/** Lets source maps be read as modules are loaded: before user code is. They die with this process. */
function readSourceMaps(): void {
  process.setSourceMapsEnabled(true)
}

function say(next: Phase, key?: string): void {
  phase = next
  if (key !== undefined) current = key
  send({ type: 'phase', phase: next, ...(key !== undefined && { key }) } satisfies MeasureAnswer)
}

/** Waits until it is said: what comes next may not let this process speak any more. */
function sayNow(message: MeasureAnswer): Promise<void> {
  return new Promise((resolve) => send(message, () => resolve()))
}

function fail(thrown: unknown): void {
  const reason = phase === 'loading' ? 'load-error' : 'threw'
  const changed = builtins.changed()
  builtins.restore()
  const { message, stack, ...rest } = toFailure(thrown, reason)
  // What was thrown may come from the harness's own code, when the built-ins that it needs were changed.
  const why = changed.length === 0 ? '' : ` (its file changes ${changed.join(', ')})`
  const told = { message: inFiles(message) + why, ...(stack !== undefined && { stack: inFiles(stack) }) }
  answer({ type: 'failed', failure: { phase, ...rest, ...told }, key: current })
}

function answer(message: MeasureAnswer): void {
  if (!process.connected) leaveUnheard()
  process.off('disconnect', leaveUnheard)
  send(message, () => process.exit(0))
}
