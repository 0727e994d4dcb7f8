import { mayLackResults } from '../api/held-runs.ts'
import type { Registered } from '../api/registry.ts'
import type { KeyedFailures, Phase } from '../model/failure.ts'
import type { ForkRequest, MeasureAnswer, Revision, Sides } from '../model/message.ts'
import { watchBuiltins } from './engine/builtins.ts'
import { now } from './engine/clock.ts'
import { randomizeHeap } from './engine/heap-layout.ts'
import { toFailure } from './load/failure.ts'
import { loadBenchmarks, notRegistered, startLoading } from './load/loading.ts'
import { installModuleHooks } from './load/module-hooks.ts'
import { watchHandles } from './load/open-handles.ts'
import { prepareSubject, type Subject, tearDown } from './load/subject.ts'
import { leaveUnheard } from './load/unheard.ts'
import { measureAs } from './measure/batch.ts'

/**
 * What programs of a fork have in common: each takes one order, answers with messages, and speaks only outside timed
 * sections. One order, one answer, one process.
 */

export const send = process.send!.bind(process)
export const builtins = watchBuiltins()
const stillRunning = watchHandles()
const [soon, later] = [setImmediate, setTimeout]
const exit = process.exit.bind(process)
/** ms that taking down may take after a failure. */
const patience = 1_000
let phase: Phase = 'starting'
let current: string | undefined
/** The text of an error, in lines of the files also where modules were moved down. */
let inFiles = (text: string): string => text

/** Lets texts of errors be told so from now on. */
export function tellInFiles(words: typeof inFiles): void {
  inFiles = words
}

/** Of which benchmark was spoken last. */
export function currentKey(): string {
  return current!
}

/** When to come to an end by oneself: a tenth of the time-out is left for teardown, for the answer, and for the start that it began with. */
export function lastMoment({ timeout }: ForkRequest): bigint {
  return now() + BigInt(Math.round(timeout * 0.9 - process.uptime() * 1e9))
}

/** What the order says of sampling, and when it has to be over. */
export type TimedRequest = ForkRequest & { readonly last: bigint }

export function samplingOf(order: ForkRequest): TimedRequest {
  return { ...order, last: lastMoment(order) }
}

export type ForkProgram = (order: ForkRequest) => Promise<MeasureAnswer>
type Kind = ForkRequest['kind']
export type ForkPrograms<K extends Kind> = Readonly<Record<K, (order: ForkRequest) => Promise<ForkProgram>>>

/** Carries out the order that comes. Each program is loaded only where it runs: every byte in this process is inside the measurement. */
export function carryOutRequest<K extends Kind>(programs: ForkPrograms<K>): void {
  process.on('uncaughtException', fail)
  process.on('unhandledRejection', (thrown) => {
    // What listens to a run that was not measured here may want its results.
    if (!mayLackResults()) fail(thrown)
  })
  process.on('disconnect', leaveUnheard)
  process.once('message', (order: ForkRequest) => {
    handleRequest(order, programs as ForkPrograms<Kind>).then(answer, giveUp)
  })
}

async function handleRequest(order: ForkRequest, programs: ForkPrograms<Kind>): Promise<MeasureAnswer> {
  installModuleHooks(order.pair ? [order.source, order.pair.base] : [order.source], order.stripped)
  if (order.compared && isTimed(order)) randomizeHeap()
  // Before user code, which may change what loading it needs.
  const program = await programs[order.kind](order)
  return program(order)
}

/** Counting bytes is exact, and wants no other heap each time. */
function isTimed({ kind }: ForkRequest): boolean {
  return kind === 'time' || kind === 'turns'
}

type Loaded = { readonly subjects: readonly Subject[]; readonly failures: KeyedFailures }

/** The benchmarks of one file, ready to be measured. */
export async function loadSubjects(order: ForkRequest): Promise<Loaded> {
  say('loading')
  // Of several alternatives, those that can be compared still are.
  return prepareAll(await loadBenchmarks(order.source, order.keys), order, order.kind === 'agree')
}

/** The same of those that are only watched, as they are met: a file that runs its benchmarks itself goes on in between. */
export async function* loadInParts(order: ForkRequest): AsyncGenerator<Loaded> {
  say('loading')
  const loading = startLoading(order.source, order.keys)
  for (let part = await loading.next(); part.length > 0; part = await loading.next())
    yield await prepareAll(part, order, true)
  const failures: KeyedFailures = []
  for (const key of loading.missing()) failures.push({ key, failure: { phase, ...notRegistered(key) } })
  yield { subjects: [], failures }
}

async function prepareAll(
  benchmarks: readonly Registered[],
  { compared }: ForkRequest,
  goesOn: boolean,
): Promise<Loaded> {
  const subjects: Subject[] = []
  const failures: KeyedFailures = []
  for (const benchmark of benchmarks) {
    try {
      subjects.push(await prepareSubject(benchmark, say, compared))
    } catch (thrown) {
      if (!goesOn) throw thrown
      failures.push({ key: benchmark.key, failure: { phase, ...toFailure(thrown, 'threw') } })
    }
  }
  return { subjects, failures }
}

/** The same benchmark of two revisions, in the order that was drawn. */
export async function loadSides({ source, pair, keys }: ForkRequest): Promise<Sides<Subject>> {
  const order = startingWith(pair!.loads)
  const sources = { base: pair!.base, head: source }
  const sides: Partial<Record<Revision, Subject>> = {}
  const loaded: Partial<Record<Revision, Registered>> = {}
  say('loading')
  for (const side of order) loaded[side] = (await loadBenchmarks(sources[side], keys))[0]!
  for (const side of order) sides[side] = await prepareSubject(loaded[side]!, say, true)
  return { base: sides.base!, head: sides.head! }
}

/** Rejections that nobody handles and workers that were started are reported only when the event loop turns. */
export async function putAway(): Promise<void> {
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
export async function finishMeasuring({ source }: ForkRequest) {
  const changedBuiltins = builtins.changed()
  builtins.restore()
  await putAway()
  // Vitest has timers of its own, and tells of its tests a while later.
  const isVitests = (what: string) => source.vitest !== undefined && what === 'a timer'
  return { changedBuiltins, leftRunning: (await stillRunning()).filter((what) => !isVitests(what)) }
}

export type LoadedSide = { readonly revision: Revision; readonly subject: Subject }

export function sidesOf(subjects: Sides<Subject>, first: Revision): LoadedSide[] {
  return startingWith(first).map((revision) => ({ revision, subject: subjects[revision] }))
}

export function startingWith(first: Revision): readonly Revision[] {
  return first === 'base' ? ['base', 'head'] : ['head', 'base']
}

/** Measures the one benchmark that is asked about, as what it turns out to be by what it returns. */
export async function measureOne<T>(
  order: ForkRequest,
  measure: (subject: Subject) => Promise<T>,
  next?: Phase,
): Promise<T> {
  const { subjects } = await loadSubjects(order)
  if (next) say(next)
  return measureAs(subjects[0]!, measure)
}

export function say(next: Phase, key?: string): void {
  phase = next
  if (key !== undefined) current = key
  send({ type: 'phase', phase: next, ...(key !== undefined && { key }) } satisfies MeasureAnswer)
}

/** Waits until it is said: what comes next may not let this process speak any more. */
export function sayNow(message: MeasureAnswer): Promise<void> {
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
  send(message, () => exit(0))
}
