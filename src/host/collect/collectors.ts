import type { Collected } from '../../flow/ports/machine.ts'
import type { Benchmark } from '../../model/benchmark.ts'
import type { CollectorGap } from '../../model/collector.ts'
import type { CollectorName } from '../../model/collector-name.ts'
import type { Config } from '../../model/config.ts'
import type { CpuProfile } from '../../model/cpu-profile.ts'
import { clinicBubbleprof, clinicDoctor, clinicFlame, clinicHeapprofiler } from './clinic.ts'
import { type Collector, reportFailure } from './collector.ts'
import { gpu } from './gpu.ts'
import { perf } from './perf.ts'
import { zeroX } from './zero-x.ts'

const collectors = {
  '0x': zeroX,
  clinic: clinicDoctor,
  'clinic-bubbleprof': clinicBubbleprof,
  'clinic-flame': clinicFlame,
  'clinic-heapprofiler': clinicHeapprofiler,
  perf,
  gpu,
} satisfies Record<CollectorName, Collector>

/** Why one cannot be used here; nothing when it can. */
export async function check(
  root: string,
  name: CollectorName,
  { time }: Config,
): Promise<CollectorGap | undefined> {
  try {
    return await collectors[name].check(root, time.timeout / 1e6)
  } catch (error) {
    return { state: 'cannot-be-asked', said: wordsOf(error) }
  }
}

/** Lets one look into a benchmark for the time of a benchmark; what goes wrong is a note. */
export async function collect(
  root: string,
  name: CollectorName,
  benchmark: Benchmark,
  profile: CpuProfile | undefined,
  { time }: Config,
  vitest?: string,
): Promise<Collected> {
  const task = {
    root,
    benchmark,
    vitest,
    time: time.perBenchmark / 1e6,
    timeout: time.timeout / 1e6,
    profile,
  }
  try {
    return await collectors[name].gather(task)
  } catch (error) {
    return reportFailure(wordsOf(error))
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
