import type { CpuProfile } from '../../model/cpu-profile.ts'
import type { ForkRequest, Revision } from '../../model/message.ts'
import type { Lane, Profiled } from '../../model/profile.ts'
import { type Random, seeded } from '../../stats/random.ts'
import { now } from '../engine/clock.ts'
import { type Inspector, openInspector, secondProfile } from '../engine/v8-inspector.ts'
import type { Subject } from '../load/subject.ts'
import type { Batch } from '../measure/batch.ts'
import { watchElsewhere } from '../measure/elsewhere.ts'
import { timeLeft, type WarmedUp, type WarmUpTerms, warmUpTogether } from '../measure/warm-up.ts'
import { scriptsOf } from './scripts.ts'
import { type MovedModule, spreadLines } from './unique-lines.ts'

/** µs between samples. Half as long would cost 15 % of the time, twice as long finds half as much. */
const interval = 100
/** Of a fork's time, what the warm-up of each of two sides may take. */
const warmUpShare = 0.25

/** Taken before user code loads, which may replace it. */
const threadCpu = (process.threadCpuUsage ?? process.cpuUsage).bind(process)

/**
 * Starts the profiler: before user code is loaded. Of code that is compiled before, V8 does not know what was copied
 * into what, and tells the time of a function under the name of whoever called it.
 */
export function startProfiler(): Profiler {
  const moved = spreadLines()
  const inspector = openInspector()
  inspector.post('Profiler.enable')
  inspector.post('Profiler.setSamplingInterval', { interval })
  inspector.post('Profiler.start')
  return { inspector, moved }
}

/** One that is running, and the modules that were loaded since. */
type Profiler = { readonly inspector: Inspector; readonly moved: ReadonlyMap<string, MovedModule> }

/**
 * Profiles one revision of a benchmark, or two that take batches in turn, in an order that is drawn for every two.
 * What counts is the time within the batches, which stands beside the profile (`windows`).
 */
export async function profileCpu(
  sides: readonly { readonly revision: Revision; readonly subject: Subject }[],
  { inspector, moved }: Profiler,
  { budget, batch, last, pair }: WarmUpTerms & Pick<ForkRequest, 'pair'>,
  say: (phase: 'warming' | 'sampling') => void,
): Promise<Profiled> {
  say('warming')
  const subjects = sides.map(({ subject }) => subject)
  const cap = budget * (sides.length > 1 ? warmUpShare : 2 * warmUpShare)
  const warm = await warmUpTogether(subjects, batch, cap, { last })
  say('sampling')
  const lanes = sides.map(({ revision }, place) => laneOf(revision, warm[place]!))
  const random = seeded(pair?.seed ?? 0)
  secondProfile.begin()
  const elsewhere = watchElsewhere()
  const before = threadCpu()
  await takeBatches(lanes, timeLeft(budget, warm[0]!), random)
  const { user, system } = threadCpu(before as NodeJS.CpuUsage)
  const done = elsewhere()
  const ended = inspector.heard<{ profile: CpuProfile }>('Profiler.consoleProfileFinished', secondProfile.end)
  const whole = inspector.post<{ profile: CpuProfile }>('Profiler.stop')
  return {
    profile: ended.profile,
    callers: whole.profile.nodes,
    scripts: scriptsOf(inspector, moved),
    asynchronous: warm[0]!.batch.asynchronous,
    cpu: (user + system) * 1_000,
    ...(done && { elsewhere: done }),
    lanes: lanes.map(({ revision, operations, windows }): Lane => ({ revision, operations, windows })),
  }
}

type Running = {
  readonly revision: Revision
  operations: number
  readonly windows: number[]
  readonly take: () => Promise<void> | void
}

function laneOf(revision: Revision, { batch, n }: WarmedUp): Running {
  const lane: Running = { revision, operations: 0, windows: [], take: () => takeOne(lane, batch, n) }
  return lane
}

/** One batch: its window on the profile's clock, µs. */
function takeOne(lane: Running, batch: Batch, n: number): Promise<void> | void {
  const inputs = batch.prepare(n)
  const start = now()
  const end = () => {
    lane.windows.push(micro(start), micro(now()))
    lane.operations += n
  }
  if (!batch.asynchronous) {
    batch.take(inputs, n)
    return end()
  }
  return batch.take(inputs, n).then(end)
}

function micro(time: bigint): number {
  return Number(time) / 1_000
}

async function takeBatches(lanes: readonly Running[], time: number, random: Random): Promise<void> {
  const until = now() + BigInt(Math.round(time))
  do {
    const first = random() < 0.5 ? 0 : lanes.length - 1
    for (let place = 0; place < lanes.length; place++) {
      const taken = lanes[Math.abs(first - place)]!.take()
      if (taken) await taken
    }
  } while (now() < until)
}
