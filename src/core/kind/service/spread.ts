import { policy } from '../../../model/config.ts'
import { type Finding, finding } from '../../../model/finding.ts'
import type { Sides } from '../../../model/message.ts'
import type { ServiceDetail } from '../../../model/service.ts'
import type { MeasuredTrial } from '../../../model/trial.ts'
import { formatMagnitude } from '../../../model/unit.ts'
import { compareShapes, shapeProbabilities } from '../../../stats/distribution-shape.ts'
import { decode, histogramQuantile } from '../../../stats/histogram.ts'
import { seeded } from '../../../stats/random.ts'

/**
 * Whether latencies are spread otherwise than at the base, beside what all of them have changed: a third of requests on a slow
 * path leaves the median where it was.
 */
export function spreadFindings(
  id: string,
  { head, base }: Sides<readonly MeasuredTrial[]>,
  ref: string,
): Finding[] {
  const { pairs: fewest, requests, alpha } = policy.load.spread
  const sides = [head, base].map((trials) => trials.map(quantilesOf))
  const pairs = (sides[0] ?? []).flatMap((own, place) => {
    const other = sides[1]?.[place]
    return own && other ? [{ head: own, base: other }] : []
  })
  const least = Math.min(...[...head, ...base].map(({ end }) => end.quality.operations))
  if (pairs.length < fewest || least < requests) return []
  const random = seeded(`${id} spread`)
  const { isDifferent, ranges } = compareShapes(pairs, { probabilities: shapeProbabilities, alpha, random })
  const [worst] = ranges.toSorted((a, b) => strengthOf(b) - strengthOf(a))
  if (!isDifferent || !worst) return []
  const { factor } = worst.largest
  const where =
    worst.from === worst.to ? `at p${share(worst.from)}` : `from p${share(worst.from)} to p${share(worst.to)}`
  const how = `up to ${formatMagnitude(factor - 1)} ${factor > 1 ? 'longer' : 'shorter'}`
  const message = `Its latencies are spread otherwise than at ${ref}: beside the median, those ${where} are ${how}`
  const advice =
    'Look for a path that some requests take and others do not: a cache, a lock, a collection, another query.'
  return [finding('spread-changed', id, message, advice)]
}

const strengthOf = ({ largest }: { readonly largest: { readonly factor: number } }) =>
  Math.abs(Math.log(largest.factor))
const share = (probability: number) => Math.round(probability * 100)

/** Requests of no time at all have no logarithm. */
function quantilesOf({ end }: MeasuredTrial): number[] | undefined {
  const { latencies } = end.detail as ServiceDetail
  if (!latencies) return undefined
  const all = decode(latencies)
  return shapeProbabilities.map((p) => Math.max(1, histogramQuantile(all, p)))
}
