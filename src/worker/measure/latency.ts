import type { Registered } from '../../api/registry.ts'
import type { Latency } from '../../model/latency.ts'
import { emptyHistogram, encode, type Histogram, histogramQuantile, record } from '../../stats/histogram.ts'
import { elapsedBetween, now } from '../engine/clock.ts'
import { concurrencyOf, type Subject } from '../load/subject.ts'
import { inputsOf, sink, timedOf } from './batch.ts'
import { isThenable } from './loop.ts'
import { type Sample, typicalOf } from './sample.ts'
import type { WarmedUp } from './warm-up.ts'

/** What the warm-up found about a batch. */
type Calibrated = Pick<WarmedUp, 'n' | 'perOperation' | 'clockStep'>

/** How long single operations took. */
export type Latencies = {
  readonly histogram: Histogram
  /** The longest, ns. */
  max: number
  /** ns that timing them took, beside the batches. */
  duration: number
}

/** An operation is timed by itself only if it takes at least this many steps of the clock: reading it costs one. */
const stepsPerOperation = 20
/** Share of the sampling that goes to single operations, and of that what is discarded as warm-up. */
const share = { sampling: 0.25, warmUp: 0.2 }
/** Operations between two looks at what was recorded, where no inputs have to be made for them. */
const stretch = 16_384

/**
 * Whether single operations can be timed, and how: `operations` with two readings of the clock each, `batches`
 * where a batch is one operation and its time is known already. Synchronous operations that share a batch are
 * too short to be timed one by one without measuring the clock.
 */
export function latencySource(subject: Subject, warm: Calibrated): 'operations' | 'batches' | undefined {
  if (warm.n === 1 && (!subject.asynchronous || concurrencyOf(subject.benchmark) === 1)) return 'batches'
  // What times itself is called by itself.
  if (timedOf(subject)) return undefined
  return subject.asynchronous && warm.perOperation >= stepsPerOperation * warm.clockStep
    ? 'operations'
    : undefined
}

/** ns of the sampling that go to single operations. */
export function latencyTime(subject: Subject, warm: Calibrated, left: number): number {
  return latencySource(subject, warm) === 'operations' ? left * share.sampling : 0
}

/**
 * The time of each operation from its own start to its own end, for `budget` ns, in as many lanes as the
 * benchmark has operations in flight; a first part of the budget is warm-up and is not recorded. A lane starts
 * its next operation when the last one has ended (a closed loop): these are service times, and an operation
 * that stalls delays the start of the next ones instead of lengthening them (G. Tene's "coordinated omission").
 *
 * @param samples what the batches cost, in case a batch is one operation
 */
export async function latencies(
  subject: Subject,
  warm: Calibrated,
  budget: number,
  samples: readonly Pick<Sample, 'perOperation'>[],
): Promise<Latencies | undefined> {
  const source = latencySource(subject, warm)
  const seen: Latencies = { histogram: emptyHistogram(), max: 0, duration: 0 }
  if (source === 'batches') {
    // A batch that is one operation only because the warm-up was disturbed tells the clock's time.
    if (typicalOf(samples) < stepsPerOperation * warm.clockStep) return undefined
    for (const { perOperation } of samples) keep(seen, perOperation)
    return seen
  }
  if (source === undefined || budget <= 0) return undefined
  const begin = now()
  const loop = latencyLoop(subject.benchmark)
  await runFor(subject, warm, loop, budget * share.warmUp, () => {})
  await runFor(subject, warm, loop, budget * (1 - share.warmUp), (span) => keep(seen, span))
  seen.duration = elapsedBetween(begin, now())
  return seen
}

/** A fork's latencies as they are handed on. */
export function summarizeLatencies({ histogram, max, duration }: Latencies): Latency {
  const count = histogram.total
  // Where nothing lies beyond a quantile it is the maximum, which is known exactly.
  const at = (p: number) => (p * count > count - 1 ? max : Math.min(max, histogramQuantile(histogram, p)))
  return {
    count,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    p999: at(0.999),
    max,
    duration,
    histogram: encode(histogram),
  }
}

function keep(seen: Latencies, span: number): void {
  record(seen.histogram, span)
  if (span > seen.max) seen.max = span
}

async function runFor(
  subject: Subject,
  { n }: Calibrated,
  loop: LatencyLoop,
  budget: number,
  heed: (span: number) => void,
): Promise<void> {
  const { benchmark, state } = subject
  const { run, prepare } = benchmark.spec
  const lanes = concurrencyOf(subject.benchmark)
  // All inputs of a stretch are alive at the same time: no more of them than the warm-up found bearable, but
  // enough for every lane.
  const operations = prepare ? Math.max(n, 2 * lanes) : stretch
  const spans = new Float64Array(operations)
  const end = now() + BigInt(Math.ceil(budget))
  do {
    const inputs = prepare ? inputsOf(subject, operations) : [state]
    const done = await loop(run, inputs, benchmark.params, spans, operations, end, now, elapsedBetween, sink)
    for (let index = 0; index < done; index++) heed(spans[index]!)
  } while (now() < end)
}

/**
 * Runs up to n operations until `end`, at least one in each lane. Writes the ns of each into `spans` and returns
 * how many there were.
 */
type LatencyLoop = (
  run: Registered['spec']['run'],
  inputs: readonly unknown[],
  params: unknown,
  spans: Float64Array,
  n: number,
  end: bigint,
  clock: typeof now,
  between: typeof elapsedBetween,
  sink: { last: unknown },
) => Promise<number>

/** Generated once per benchmark and fork, as the loop of the batches is (loop.ts): a call site of its own. */
function latencyLoop(benchmark: Registered): LatencyLoop {
  const input = benchmark.spec.prepare ? 'inputs[i]' : 'inputs[0]'
  return new AsyncFunction(
    'run',
    'inputs',
    'params',
    'spans',
    'n',
    'end',
    'clock',
    'between',
    'sink',
    `let next = 0, last = clock()
    const lane = async () => {
      do {
        const i = next++, start = clock()
        let result = run(${input}, params)
        if (${isThenable}) result = await result
        last = clock()
        spans[i] = between(start, last)
        sink.last = result
      } while (next < n && last < end)
    }
    await Promise.all(Array.from({ length: Math.min(n, ${concurrencyOf(benchmark)}) }, lane))
    return next`,
  ) as LatencyLoop
}

const AsyncFunction = (async () => {}).constructor as FunctionConstructor
