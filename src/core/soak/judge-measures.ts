import { policy } from '../../model/config.ts'
import type { GrowthMeasure, MeasureGrowth } from '../../model/soak.ts'
import type { AllocationSite, InsideProcess, Watched } from '../../model/watched.ts'
import { findUpwardTrend } from '../../stats/upward-trend.ts'

type Reading = { readonly at: number; readonly value: number }

/** What nobody but its own process tells. */
const fromInside = ['heap', 'external', 'handles'] as const

/**
 * What of a service grows under a steady load, measure by measure. The memory that the system counts is judged only where nobody
 * tells what is in it: an engine keeps pages for later, so it grows for a while of any service.
 *
 * @param rate requests per second
 */
export function judgeMeasures({ memory, processes }: Watched, rate: number): MeasureGrowth[] {
  const told = processes.filter(({ readings }) => readings.length > 0)
  const tests = told.length === 0 ? 1 : told.length * fromInside.length
  const judge = (measure: GrowthMeasure, readings: readonly Reading[]) =>
    judgeOne(measure, readings, rate, policy.soak.alpha / tests)
  if (told.length === 0) return memory.length === 0 ? [] : [judge('memory', memory)]
  return told.flatMap(({ program, readings }) =>
    fromInside.map((measure) => ({
      program,
      ...judge(
        measure,
        readings.map((one) => ({ at: one.at, value: one[measure] })),
      ),
    })),
  )
}

function judgeOne(
  measure: GrowthMeasure,
  all: readonly Reading[],
  rate: number,
  alpha: number,
): MeasureGrowth {
  const warm = all.slice(Math.ceil(all.length * policy.soak.warmUp))
  const [first, last] = [warm[0]?.value ?? 0, warm.at(-1)?.value ?? 0]
  const seen = { measure, readings: warm.length, first, last }
  // Fewer have no trend at all.
  if (warm.length < 4) return { ...seen, verdict: 'too-few', reason: 'too-few' }
  const start = warm[0]!.at
  const { reason, slope, low, high } = findUpwardTrend(
    warm.map(({ at, value }) => ({ time: (at - start) / 1e9, value })),
    { alpha, budget: policy.soak.budget[measure], horizon: 3600 },
  )
  if (reason === 'too-few') return { ...seen, verdict: 'too-few', reason }
  return {
    ...seen,
    verdict: reason === 'rising' ? 'grows' : 'steady',
    reason,
    perRequest: { estimate: slope / rate, low: endOf(low / rate), high: endOf(high / rate) },
    perHour: slope * 3600,
  }
}

/** So few readings may have no bound. */
function endOf(bound: number): number | null {
  return Number.isFinite(bound) ? bound : null
}

/** Who allocated what was added, as the process that grows told last. */
export function sitesOf(
  processes: readonly InsideProcess[],
  growths: readonly MeasureGrowth[],
): AllocationSite[] {
  const growing = growths.filter(({ verdict }) => verdict === 'grows').map(({ program }) => program)
  return processes
    .filter(({ program }) => growing.includes(program))
    .flatMap(({ readings }) => readings.findLast(({ sites }) => sites !== undefined)?.sites ?? [])
    .toSorted((a, b) => b.bytes - a.bytes)
    .slice(0, policy.soak.sites)
}
