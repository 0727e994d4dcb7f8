import type { Collected } from '../../flow/ports/machine.ts'
import type { Benchmark } from '../../model/benchmark.ts'
import type { CollectorGap } from '../../model/collector.ts'
import type { BuiltInCollector, CollectorName } from '../../model/collector-name.ts'
import type { Config } from '../../model/config.ts'
import type { CpuProfile } from '../../model/cpu-profile.ts'
import type { ExtensionPlace } from '../extend/call-extension.ts'
import { clinicBubbleprof, clinicDoctor, clinicFlame, clinicHeapprofiler } from './clinic.ts'
import { type Collector, reportFailure } from './collector.ts'
import { gpu } from './gpu.ts'
import { ownCollector } from './own-collector.ts'
import { perf } from './perf.ts'
import { zeroX } from './zero-x.ts'

const builtIn = {
  '0x': zeroX,
  clinic: clinicDoctor,
  'clinic-bubbleprof': clinicBubbleprof,
  'clinic-flame': clinicFlame,
  'clinic-heapprofiler': clinicHeapprofiler,
  perf,
  gpu,
} satisfies Record<BuiltInCollector, Collector>

/** One that Assay brings, or one of the project's own, whose code lies at `place`. */
function collectorOf(name: CollectorName, place: ExtensionPlace | undefined): Collector {
  if (Object.hasOwn(builtIn, name)) return builtIn[name as BuiltInCollector]
  if (place) return ownCollector(name, place)
  throw new Error(`there is no collector '${name}'`)
}

/** Why one cannot be used here; nothing when it can. */
export async function check(
  root: string,
  name: CollectorName,
  { time }: Config,
  place?: ExtensionPlace,
): Promise<CollectorGap | undefined> {
  try {
    return await collectorOf(name, place).check(root, time.timeout / 1e6)
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
  place?: ExtensionPlace,
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
    return await collectorOf(name, place).gather(task)
  } catch (error) {
    return reportFailure(wordsOf(error))
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
