import type { ObjectiveResult } from '../../model/objective.ts'
import type { ServiceDetail } from '../../model/service.ts'
import type { Soaked } from '../../model/soak.ts'
import type { Trial } from '../../model/trial.ts'
import type { InsideProcess } from '../../model/watched.ts'
import { median } from '../../stats/quantile.ts'
import { sum } from '../../stats/sample.ts'
import { judgeMeasures, sitesOf } from './judge-measures.ts'

/** What a load over time has said of its service. */
export function soakedOf(
  id: string,
  { rate, duration }: { readonly rate: number; readonly duration: number },
  { end }: Trial,
  objectives: readonly ObjectiveResult[],
): Soaked {
  const asked = { id, rate, duration, objectives: [...objectives] }
  if (end.state === 'failed')
    return { ...asked, verdict: 'failed', why: end.failure.message, growths: [], sites: [] }
  const { watched = { memory: [], processes: [] } } = end.detail as ServiceDetail
  const growths = judgeMeasures(watched, rate)
  const isKnown = growths.some(({ verdict }) => verdict !== 'too-few')
  const isGrowing = growths.some(({ verdict }) => verdict === 'grows')
  const { 'latency.p50': typical, 'latency.p99': p99, errors } = end.values
  return {
    ...asked,
    verdict: isGrowing ? 'grows' : isKnown ? 'steady' : 'unknown',
    ...(!isKnown && { why: growths.length === 0 ? nobodyTells : tooShort }),
    growths,
    sites: sitesOf(watched.processes, growths),
    ...(typical !== undefined && { median: typical }),
    ...(p99 !== undefined && { p99 }),
    ...(errors !== undefined && { errors }),
    ...loopOf(watched.processes),
  }
}

const nobodyTells = 'neither Node nor the system told what it holds'
const tooShort = 'there are too few readings: give it more time'

/** How the busiest process spent its time. */
function loopOf(
  processes: readonly InsideProcess[],
): Partial<Pick<Soaked, 'utilization' | 'delay' | 'collecting'>> {
  const all = processes
    .filter(({ readings }) => readings.length > 1)
    .map(({ readings }) => ({
      utilization: median(readings.map((one) => one.utilization)),
      delay: median(readings.map((one) => one.delay)),
      collecting: sum(readings.map(({ pause }) => pause)) / (readings.at(-1)!.at - readings[0]!.at),
    }))
  return all.toSorted((a, b) => b.utilization - a.utilization)[0] ?? {}
}
