import type { Comparison } from '../../model/comparison.ts'
import { isSampled, type MetricName, metric } from '../../model/metric.ts'
import type { Run } from '../../model/run.ts'
import { formatPercent, formatQuantity, type Unit } from '../../model/unit.ts'

/** A limit as people write it: `8 B`, where a measured value is `8.000 B`. */
export function limitWords(limit: number, unit: Unit): string {
  return formatQuantity(limit, unit).replace(/(\.\d*?)0+(?= |$)/u, (_, kept) => (kept === '.' ? '' : kept))
}

/** What of the exact metrics among these decides nothing, one sentence each. */
export function toleranceSentences(
  { tolerance }: Run['policy'],
  among: readonly MetricName[] = Object.keys(tolerance),
): string[] {
  return among
    .filter((name) => !isSampled(name))
    .map((name) => {
      const { unit, title, own } = metric(name)
      const { absolute, relative } = tolerance[name]!
      if (own && absolute === 0 && relative === 0)
        return `Of the ${title} any difference counts; it must be the same in all forks of the same code.`
      return `Of the ${title} a difference counts beyond ${limitWords(absolute, unit)} and ${formatPercent(relative)} of the base, and beyond what forks of the same code differ by.`
    })
}

/** ", beyond the limit of 8 B": the one that was applied to a comparison of an exact metric; '' where there was none. */
export function beyondLimit({ metric: name, limit }: Comparison): string {
  // That any difference counts goes without saying.
  return limit === undefined || limit === 0
    ? ''
    : `, beyond the limit of ${limitWords(limit, metric(name).unit)}`
}
