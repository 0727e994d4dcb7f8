import type { Timing } from '../../model/outcome.ts'
import type { OwnReadings } from '../../model/own-reading.ts'
import { median, quantile } from '../../stats/quantile.ts'
import { sorted, sum } from '../../stats/sample.ts'
import { disturbed, Failed } from '../load/failure.ts'
import { type Subject, stillChanges } from '../load/subject.ts'
import type { Batch } from './batch.ts'
import { type Calls, countCalls, countingTime, longestCounting } from './count-calls.ts'
import { type Elsewhere, watchElsewhere } from './elsewhere.ts'
import { type Latencies, latencies, latencyTime, summarizeLatencies } from './latency.ts'
import { readEarly, readLate } from './own-metrics.ts'
import { type Sample, type Taken, takeSamples, typicalOf } from './sample.ts'
import { timeLeft, type WarmedUp, warmUp } from './warm-up.ts'

/** How to sample; durations in ns. */
export type Sampling = {
  /** Time for warm-up and sampling together; a warm-up may need more in a short fork. */
  readonly budget: number
  readonly batch: number
  readonly minimumSamples: number
  readonly minimumCleanShare: number
  /** Operations shorter than this are compared with what one more call costs. */
  readonly nearFloor: number
  /** By the clock: when sampling is to be over, however little of its time it had. */
  readonly last: bigint
}

/** What one fork saw. */
export type TimedFork = Taken & {
  readonly subject: Subject
  readonly warm: WarmedUp
  /** ns per operation; absent where unreadable. */
  readonly elsewhere: Elsewhere | undefined
  readonly mixed: boolean
  readonly calls: Calls | undefined
  readonly stillChanges: boolean | undefined
  readonly latencies: Latencies | undefined
  /** Metrics of its own. */
  readonly own?: OwnReadings | undefined
}

/** What a fork says of where it is. */
export type SayTiming = (phase: 'counting' | 'warming' | 'sampling') => void

/** Times one benchmark in this process: its own metrics, warm-up, calibration, samples, which may be taken in turns with another one. */
export async function time(
  subject: Subject,
  sampling: Sampling,
  say: SayTiming,
  take: typeof takeSamples = takeSamples,
): Promise<TimedFork> {
  say('counting')
  const own = await readEarly(subject, sampling.budget)
  say('warming')
  const warm = await warmUp(subject, sampling.batch, sampling.budget / 2, sampling)
  const { batch } = warm
  say('sampling')
  const counting =
    mayCount(batch) && warm.perOperation < sampling.nearFloor ? countingTime(countingBatch(sampling)) : 0
  const left = timeLeft(sampling.budget, warm) - counting
  const single = latencyTime(subject, warm, left)
  // Of an operation that takes longer than the fork, one has to do: it may take a minute.
  const minimum = warm.perOperation > sampling.budget ? 1 : sampling.minimumSamples
  const elsewhere = watchElsewhere()
  const taken = await take(batch, warm.n, left - single, minimum, sampling.last)
  const done = elsewhere()
  const each = done && perOperation(done, warm.n * taken.samples.length)
  return { ...(await lookBeside(subject, warm, taken, sampling, single, each)), own }
}

/** Reads the metrics of its own that had to wait until all else was measured. */
export async function withLateMetrics(
  seen: TimedFork,
  { budget }: Pick<Sampling, 'budget'>,
): Promise<TimedFork> {
  return { ...seen, own: seen.own ?? (await readLate(seen.subject, budget)) }
}

/** What is looked at once the samples are taken; `single`: ns for timing single operations. */
export async function lookBeside(
  subject: Subject,
  warm: WarmedUp,
  taken: Taken,
  sampling: Sampling,
  single: number,
  elsewhere: Elsewhere | undefined,
): Promise<TimedFork> {
  const { batch } = warm
  return {
    ...{ ...taken, subject, warm, elsewhere },
    latencies: await latencies(subject, warm, single, taken.samples),
    mixed: subject.mixed || warm.plainCalls + batch.plainCalls() > 0,
    calls: mayCount(batch) ? callsNearFloor(subject, taken.samples, sampling) : undefined,
    stillChanges: await stillChanges(subject),
  }
}

/** Whether several calls may share an iteration. */
function mayCount({ asynchronous, isTimed }: Batch): boolean {
  return !asynchronous && !isTimed
}

export function perOperation({ pool, workers, children }: Elsewhere, operations: number): Elsewhere {
  return { pool: pool / operations, workers: workers / operations, children: children / operations }
}

/**
 * What calls of a short function cost in a loop with others. Asked of the samples: a warm-up that ran out of time
 * may have seen slower code.
 */
function callsNearFloor(subject: Subject, samples: readonly Sample[], sampling: Sampling): Calls | undefined {
  const typical = typicalOf(samples)
  return typical < sampling.nearFloor ? countCalls(subject, typical, countingBatch(sampling)) : undefined
}

/** ns of a batch of counting. */
function countingBatch({ batch, budget }: Sampling): number {
  return Math.min(batch, longestCounting(budget))
}

/** The fork's one value, and what stands beside it. */
export function summarizeSamples(
  {
    subject,
    warm,
    elsewhere,
    mixed,
    calls,
    deoptimizations,
    stillChanges,
    latencies,
    own,
    ...taken
  }: TimedFork,
  { minimumCleanShare }: Pick<Sampling, 'minimumCleanShare'>,
): Omit<Timing, 'changedBuiltins' | 'leftRunning'> {
  const { samples } = taken
  const clean = samples.filter((one) => !one.contaminated)
  const cleanOnly = clean.length >= Math.max(1, samples.length * minimumCleanShare)
  const counted = cleanOnly ? clean : samples
  const all = counted.map(cleanOnly ? (one) => one.perOperation : subtractWaiting)
  const times = cleanOnly ? all : all.filter((one) => one > 0)
  if (times.length === 0) throw new Failed(disturbed)
  const values = sorted(times)
  return {
    value: quantile(values, 0.5),
    q25: quantile(values, 0.25),
    mean: sum(values) / values.length,
    p95: quantile(values, 0.95),
    p99: quantile(values, 0.99),
    max: values[values.length - 1]!,
    samples: samples.length,
    clean: clean.length,
    cleanOnly,
    batch: warm.n,
    ...summarizeCpu(taken, counted),
    ...(elsewhere && { elsewhere }),
    asynchronous: subject.asynchronous,
    mixed,
    returned: subject.result === undefined ? 'nothing' : 'value',
    ...resultOf(subject),
    ...stateChangeOf(subject.changedState, stillChanges),
    series: stretches(times),
    ...(deoptimizations === undefined ? {} : { deoptimizations }),
    ...(calls ? { calls } : {}),
    ...(latencies ? { latency: summarizeLatencies(latencies) } : {}),
    ...(own ? { own } : {}),
    steady: warm.steady,
    warmup: warm.duration,
    clockStep: warm.clockStep,
  }
}

function resultOf({ digest }: Subject): Pick<Timing, 'result' | 'unknownResult'> {
  if (digest === undefined) return {}
  return 'digest' in digest ? { result: digest.digest } : { unknownResult: digest.unknown }
}

/** Whether calls change the state: the first one and one after the last sample were looked at. */
export function stateChangeOf(
  first: boolean | undefined,
  last: boolean | undefined,
): Pick<Timing, 'stateChange'> {
  if (first === undefined || last === undefined) return {}
  return { stateChange: !first ? 'never' : last ? 'every-call' : 'first-call' }
}

/**
 * What a batch took, less what other processes took of it, where the system says. A wait just before or after the
 * batch may be charged to it, but it takes no less than its thread computed, and no longer than the clock says.
 */
export function subtractWaiting(one: Pick<Sample, 'perOperation' | 'waited' | 'cpu'>): number {
  const { perOperation, waited, cpu } = one
  if (!(waited > 0)) return perOperation
  const computed = cpu > 0 ? Math.min(cpu, perOperation) : 0
  return Math.max(perOperation - waited, computed)
}

/**
 * Where the time of a fork's samples went; what cannot be read is absent.
 *
 * CPU time is the median of the batches that count for the fork's value, like that value, so that the two can be
 * compared; where it moves in ticks that are longer than a batch, it is their mean. The share asleep is over all
 * batches: waiting for a CPU is known and left out.
 */
export function summarizeCpu(
  { samples, fineCpu, helperCpu }: Pick<Taken, 'samples' | 'fineCpu' | 'helperCpu'>,
  counted: readonly Sample[],
): Pick<Timing, 'cpu' | 'helperCpu' | 'asleep'> {
  const spent = counted.map(({ cpu }) => cpu)
  const known = spent.every((cpu) => cpu >= 0)
  const told = samples.filter(({ asleep }) => asleep >= 0)
  const own = sum(told.map(({ cpu }) => cpu))
  const asleep = sum(told.map((one) => one.asleep))
  return {
    ...(known && { cpu: fineCpu ? median(spent) : sum(spent) / spent.length }),
    ...(helperCpu >= 0 && { helperCpu }),
    ...(fineCpu && own + asleep > 0 && { asleep: asleep / (own + asleep) }),
  }
}

/** Medians of so many equal stretches of a series at the most, in order. */
export function stretches(values: readonly number[], most = 32): number[] {
  const parts = Math.min(most, values.length)
  const edge = (part: number) => Math.floor((part * values.length) / parts)
  return Array.from({ length: parts }, (_, part) => median(values.slice(edge(part), edge(part + 1))))
}
