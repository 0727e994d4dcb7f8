import { join } from 'node:path'
import { kindOf } from '../../core/kind/kinds.ts'
import type { Benchmark } from '../../model/benchmark.ts'
import type { Config } from '../../model/config.ts'
import type { BenchmarkSource } from '../../model/message.ts'
import type { Outcome, Trace } from '../../model/outcome.ts'
import { vitestConfigNames } from '../../model/vitest-config-names.ts'
import { locateSource, type VitestServers } from '../project/vitest-servers.ts'
import { fork } from '../run/fork.ts'
import type { OpenRuntimes } from '../runtime/open-runtimes.ts'

/** What benchmarks of a file touch, as far as it could be seen; `isWhole`: none of them failed. */
export type Traced = { readonly trace: Trace | undefined; readonly isWhole: boolean }

/** What was seen of some. */
export type SeenTrace = NonNullable<Traced['trace']>

/** What one command has traced already, so that nothing is traced twice; and whether it is asked to stop. */
export type KnownTraces = {
  /** What the working tree's files touch, by the ids of their benchmarks: the same whatever they are compared with. */
  readonly traces: Map<string, Promise<Traced>>
  /** The same of those that were called for so many ns each. */
  readonly longer: Map<string, { readonly lasting: number; readonly traced: Promise<Traced> }>
  readonly isInterrupted: () => boolean
  /** Runs files that Node alone does not. */
  readonly vitest: VitestServers
  readonly runtimes: OpenRuntimes
}

const nothingSeen: Traced = { trace: undefined, isWhole: false }

/** Whose files those are, where it is not the folder; and for how long each is called, ns: some times, where nobody says it. */
type TraceTerms = { readonly source?: BenchmarkSource | undefined; readonly lasting?: number | undefined }

/**
 * Loads, sets up and calls benchmarks of a file in `folder`, watched. One that ends the process hides nothing of the
 * others: they are watched without it. Once the command is asked to stop, nothing is watched.
 *
 */
export async function traceIn(
  folder: string,
  members: readonly Benchmark[],
  config: Config,
  known: Pick<KnownTraces, 'isInterrupted' | 'runtimes' | 'vitest'>,
  { source, lasting }: TraceTerms = {},
): Promise<Traced> {
  const [first] = members
  if (first === undefined || !members.every((one) => isWatched(one, first))) return nothingSeen
  const keys = members.map(({ key }) => key)
  const runtime = known.runtimes.of(first.runsOn?.label)
  const request = { task: 'trace', file: first.file, keys, lasting, runtime } as const
  const outcome: Outcome | undefined = await inTurn(async () => {
    if (known.isInterrupted()) return undefined
    // What cannot be run cannot be watched.
    const from = source ?? (await locateSource(known.vitest, first.file, folder).catch(() => undefined))
    return from && fork(folder, { ...request, vitest: from.vitest }, config, source && { source })
  })
  if (!outcome) return nothingSeen
  if (outcome.state === 'traced') {
    const trace = { ...outcome, files: [...outcome.files, ...configOf(folder, first)] }
    return { trace, isWhole: outcome.failed.length === 0 }
  }
  const key = outcome.state === 'failed' ? outcome.key : undefined
  const others = members.filter((one) => one.key !== key)
  if (key === undefined || others.length === members.length) return nothingSeen
  return { ...(await traceIn(folder, others, config, known, { source, lasting })), isWhole: false }
}

/** Whether it can be watched, in the same process as another one: what one runtime reads says nothing of what another does. */
function isWatched(one: Benchmark, other: Benchmark): boolean {
  const isTraced = kindOf(one).isTraced && !one.runsOn?.lacks.includes('trace')
  return isTraced && one.runsOn?.label === other.runsOn?.label
}

/** Where its configuration says who runs a file of Vitest, whatever that does. */
function configOf(folder: string, { library }: Benchmark): string[] {
  return library?.startsWith('Vitest ') ? vitestConfigNames.map((name) => join(folder, name)) : []
}

/** The same of the working tree, once. */
export function traceHere(
  root: string,
  members: readonly Benchmark[],
  config: Config,
  known: KnownTraces,
): Promise<Traced> {
  const name = nameOf(members)
  const traced = known.traces.get(name) ?? traceIn(root, members, config, known)
  known.traces.set(name, traced)
  return traced
}

/** Traces that run at a time, whoever asks for them: more would leave each less of the time that it lasts. */
const atATime = 2
let running = 0
const waiting: (() => void)[] = []

async function inTurn<T>(trace: () => Promise<T>): Promise<T> {
  if (running < atATime) running++
  else await new Promise<void>((resolve) => waiting.push(resolve))
  try {
    return await trace()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}

/** Does what traces something with each of these, in their order, two at a time. */
export async function eachTwoAtATime<T>(
  items: Iterable<T>,
  trace: (item: T) => Promise<void>,
): Promise<void> {
  const left = [...items]
  const work = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await trace(one)
  }
  await Promise.all(Array.from({ length: atATime }, work))
}

/**
 * Traces the files of all of these, two at a time. Two may want the same port, lock or file: one that could not be seen whole
 * is forgotten, and traced again alone when it is asked for.
 */
export async function traceEach(
  root: string,
  files: Iterable<readonly Benchmark[]>,
  config: Config,
  known: KnownTraces,
): Promise<void> {
  const left = [...files].filter((members) => !known.traces.has(nameOf(members)))
  await eachTwoAtATime(left, async (members) => {
    const begun = process.hrtime.bigint()
    const { isWhole } = await traceHere(root, members, config, known)
    // What hangs would hang once more.
    const isLate = Number(process.hrtime.bigint() - begun) >= config.time.timeout
    if (!isWhole && !isLate) known.traces.delete(nameOf(members))
  })
}

/** The same, of calls that last: once, unless they are to last longer. */
export function traceLonger(
  root: string,
  members: readonly Benchmark[],
  config: Config,
  lasting: number,
  known: KnownTraces,
): Promise<Traced> {
  const name = nameOf(members)
  const earlier = known.longer.get(name)
  if (earlier && earlier.lasting >= lasting) return earlier.traced
  const traced = traceIn(root, members, config, known, { lasting })
  known.longer.set(name, { lasting, traced })
  return traced
}

/** The same of these and maybe of more: those that were traced already are not traced again. */
export function tracesOf(
  root: string,
  members: readonly Benchmark[],
  config: Config,
  known: KnownTraces,
): Promise<Traced[]> {
  const { earlier, others } = splitKnown(members, known.traces)
  return Promise.all([...earlier, ...(others.length > 0 ? [traceHere(root, others, config, known)] : [])])
}

/** The same of calls that last. */
export function longerTracesOf(
  root: string,
  members: readonly Benchmark[],
  config: Config,
  lasting: number,
  known: KnownTraces,
): Promise<Traced[]> {
  const longEnough = [...known.longer].filter(([, one]) => one.lasting >= lasting)
  const { earlier, others } = splitKnown(members, longEnough)
  const more = others.length > 0 ? [traceLonger(root, others, config, lasting, known)] : []
  return Promise.all([...earlier.map(({ traced }) => traced), ...more])
}

/** What is known of any of these, by the names of traces, and those of whom nothing is. */
function splitKnown<T>(
  members: readonly Benchmark[],
  known: Iterable<readonly [string, T]>,
): { readonly earlier: T[]; readonly others: Benchmark[] } {
  const left = new Set(members.map(({ id }) => id))
  const earlier = [...known].flatMap(([name, one]) => {
    const ids = JSON.parse(name) as string[]
    if (!ids.some((id) => left.has(id))) return []
    for (const id of ids) left.delete(id)
    return [one]
  })
  return { earlier, others: members.filter(({ id }) => left.has(id)) }
}

function nameOf(members: readonly Benchmark[]): string {
  return JSON.stringify(members.map(({ id }) => id))
}
