import { fileURLToPath } from 'node:url'
import { summarize } from '../../../src/core/assess/summarize.ts'
import { timedTrial } from '../../../src/core/kind/function/trials.ts'
import { fork } from '../../../src/host/run/fork.ts'
import type { Benchmark } from '../../../src/model/benchmark.ts'
import { type Config, configSchema } from '../../../src/model/config.ts'
import type { Memory, Timing } from '../../../src/model/outcome.ts'
import type { BenchmarkResult } from '../../../src/model/run.ts'
import { parseAsk } from './kernel.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const file = 'bench/studies/accuracy/accuracy.bench.ts'

/** The default configuration: what everybody gets. */
export const config: Config = configSchema.parse({})

/** A timed fork of one kernel, in a file that registers these kernels in this order. */
export async function timeFork(subject: string, registered: readonly string[] = [subject]): Promise<Timing> {
  const outcome = await makeFork('time', subject, registered)
  if (outcome.state !== 'measured' || outcome.kind !== 'time') throw new Error(JSON.stringify(outcome))
  return outcome.timing
}

/** A memory fork of one kernel. */

export async function memoryFork(subject: string): Promise<Memory> {
  const outcome = await makeFork('memory', subject, [subject])
  if (outcome.state !== 'measured' || outcome.kind !== 'memory') throw new Error(JSON.stringify(outcome))
  return outcome.memory
}

/** What Assay reports of a benchmark with these timed forks. */
export function reported(subject: string, timings: readonly Timing[]): BenchmarkResult {
  const key = parseAsk(subject).alias
  const benchmark: Benchmark = {
    kind: 'function',
    id: key,
    key,
    name: key,
    file,
    group: [],
    params: {},
    agree: false,
  }
  const about = { id: key, side: 'head', stage: 'screen', task: 'time' } as const
  return summarize(
    benchmark,
    timings.map((timing) => timedTrial(about, timing)),
    config,
  )
}

function makeFork(task: 'time' | 'memory', subject: string, registered: readonly string[]) {
  const key = parseAsk(subject).alias
  // The child inherits it when it is started, which is before the next fork can be asked for.
  process.env.STUDY_KERNELS = JSON.stringify(registered)
  return fork(root, { task, file, keys: [key] }, config)
}
