import type { LoadSoFar } from '../../../model/generate.ts'
import type { Objective } from '../../../model/objective.ts'
import type { ServiceSpec } from '../../../model/service.ts'
import { decode } from '../../../stats/histogram.ts'
import { isLostForCertain, type LoadProgress, mustAbort } from '../../objective/early-end.ts'
import { readObjectives } from '../../objective/read-objectives.ts'
import { isExcused } from './objectives.ts'

/** Says because of which objective a load is to end now. */
export type EarlyEnd = (soFar: LoadSoFar) => Objective | undefined

type Asked = Pick<ServiceSpec, 'timeout' | 'arrivals'> & {
  readonly rate: number
  readonly duration: number
  /** Whether one that is lost for certain ends it, too, although it does not ask for that. */
  readonly whenLost: boolean
}

/** What may end a load before its time: objectives that ask for it. Nothing where none does. */
export function earlyEndOf(written: unknown, asked: Asked): EarlyEnd | undefined {
  const { rate, duration, timeout, arrivals } = asked
  // How many will come by chance is not known before.
  const whenLost = asked.whenLost && arrivals === 'even'
  const asking = readObjectives(written ?? []).objectives.filter(({ abort }) => abort || whenLost)
  if (asking.length === 0) return undefined
  const expected = Math.ceil((rate * duration) / 1e9)
  return (soFar) => {
    const progress = progressOf(soFar, expected, timeout)
    return asking.find((one) => {
      if (isExcused(one, soFar.lag)) return false
      return mustAbort(one, progress) || (whenLost && isLostForCertain(one, progress))
    })
  }
}

function progressOf({ tally, elapsed }: LoadSoFar, expected: number, timeout: number): LoadProgress {
  const { counts, latencies, sum, max } = tally
  const all = latencies && decode(latencies)
  return {
    ...{ counts, timeout, elapsed, latencies: all, planned: Math.max(expected, counts.due) },
    values: {
      throughput: (counts.answered - counts.rejected) / (elapsed / 1e9),
      ...(all && { 'latency.mean': sum / all.total, 'latency.max': max }),
    },
  }
}
