import type { CapacityStep, LoadCapacity } from '../../model/capacity.ts'
import { policy } from '../../model/config.ts'
import { seeded } from '../../stats/random.ts'
import { fitScalability } from '../../stats/universal-scalability.ts'
import type { SearchState } from './search.ts'

type Ended = SearchState & { readonly state: 'ended' }

/** What the steps of a search come to. `peak`: the rate that is expected. */
export function loadCapacityOf(
  id: string,
  steps: readonly CapacityStep[],
  end: Ended | undefined,
  { peak, seed }: { readonly peak: number | undefined; readonly seed: string },
): LoadCapacity {
  const kept = end?.kept && { rate: end.kept.rate, isBelieved: end.kept.isBelieved }
  const lost = end?.lost && { rate: end.lost.rate, isBelieved: end.lost.isBelieved }
  const scalability = scalabilityOf(steps, seed)
  return {
    id,
    steps: [...steps],
    end: end?.reason ?? 'interrupted',
    ...(kept && { kept }),
    ...(lost && { lost }),
    ...(scalability && { scalability }),
    ...(peak !== undefined && kept && { peak: { rate: peak, headroom: kept.rate / peak - 1 } }),
  }
}

/** Of steps in which requests did not pile up: what waits longer and longer is in no steady state. */
function scalabilityOf(steps: readonly CapacityStep[], seed: string): LoadCapacity['scalability'] {
  const levels = steps.flatMap(({ rate, throughput = 0, concurrency = 0, errors = 0 }) =>
    concurrency > 0 && errors === 0 && throughput >= policy.capacity.achieved * rate
      ? [{ concurrency, throughput }]
      : [],
  )
  if (new Set(levels.map(({ concurrency }) => concurrency)).size < 3) return undefined
  const options = { confidence: policy.confidence, random: seeded(`${seed} scalability`) }
  const { lambda, sigma, kappa, intervals, rSquared, bound, doubts } = fitScalability(levels, options)
  const told = (estimate: number, { low, high }: { readonly low: number; readonly high: number }) => ({
    ...{ estimate, low, high },
  })
  return {
    lambda: told(lambda, intervals.lambda),
    sigma: told(sigma, intervals.sigma),
    kappa: told(kappa, intervals.kappa),
    ...{ rSquared, bound, doubts: [...doubts] },
  }
}
