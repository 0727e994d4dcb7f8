import type { Comparison } from '../../../model/comparison.ts'
import { policy } from '../../../model/config.ts'
import { type Finding, finding } from '../../../model/finding.ts'
import { metric } from '../../../model/metric.ts'
import { median } from '../../../stats/quantile.ts'
import { count } from '../../wording/count.ts'
import { notDeterministic } from '../../wording/own-metric-words.ts'
import { limitsOf, type Policy } from '../limits.ts'
import { type Judged, undecided } from '../unmeasured-comparison.ts'

/** One exact metric of one benchmark on two sides; one value per fork. */
export type ExactCell = Pick<Comparison, 'id' | 'metric'> & {
  readonly head: readonly number[]
  readonly base: readonly number[]
}

/**
 * A difference is a fact when it is larger than the tolerance and all forks of one side lie beyond all of the other by
 * more than either side's forks differ among themselves: three forks above three others happen once in twenty times by
 * chance. The limit is the larger of the two. Up to the tolerance a difference is told and decides nothing, because the
 * same code stands on levels that lie a little apart. Between the two it is undecided, and holds up nothing only where
 * the base's own forks disagree by as much: the metric is not exact there, which explains no more than that.
 *
 * Fewer than three forks of either side decide nothing: one of them may have been compiled at another moment. That nothing
 * has changed is known from two of either that all say the same.
 *
 * What a project counts itself is no matter of compilation, so two forks decide. It must be the same in all of a side: chance
 * may have a hand in one that is not, and however far its sides lie apart, that proves nothing. A base that does not tell it
 * holds nothing up.
 */
export function compareExactly(cell: ExactCell, policyOfGate: Policy): Judged {
  const { id, metric: name, head, base } = cell
  const n = { head: head.length, base: base.length }
  const nothing = { method: 'exact' as const, n, decisive: true, minimumDetectable: null, findings: [] }
  const fewest = Math.min(n.head, n.base)
  const isAlike = fewest >= policy.alike && new Set([...head, ...base]).size === 1
  const { better, title, own } = metric(name)
  if (own && n.base === 0 && n.head > 0)
    return { ...nothing, decisive: false, ...undecided('not-counted', untold(id, title)) }
  if (fewest < (own ? policy.ownForks.least : policy.memoryForks) && !isAlike) {
    const said = head.length > 0 && base.length > 0 ? sizeOf(cell) : {}
    return { ...nothing, ...said, ...undecided('too-few-trials', tooFew(cell)) }
  }
  const from = median(base)
  const { absolute, relative } = limitsOf(name, policyOfGate).tolerated
  const tolerated = Math.max(absolute, Math.abs(from) * relative)
  const scatter = Math.max(range(base), range(head))
  const limit = Math.max(tolerated, scatter)
  const size = sizeOf(cell)
  const judged = {
    ...nothing,
    ...size,
    limit,
    minimumDetectable: size.change === undefined ? null : limit / Math.abs(from),
  }
  if (own && scatter > tolerated) {
    const isOfBase = range(base) > tolerated
    const uneven = isOfBase ? base : head
    return {
      ...judged,
      decisive: !isOfBase,
      ...undecided('uneven-trials', notDeterministic(id, name, uneven)),
    }
  }
  if (Math.abs(size.difference) <= tolerated) return { ...judged, verdict: 'equivalent' }
  const above = Math.min(...head) - Math.max(...base) > scatter
  const below = Math.min(...base) - Math.max(...head) > scatter
  if (above || below) return { ...judged, verdict: above === (better === 'lower') ? 'regressed' : 'improved' }
  const spread = range(base)
  const decisive = spread <= tolerated || size.difference > spread
  return { ...judged, decisive, ...undecided('uneven-trials', unevenForks(id, title)) }
}

/** The change of the median, and how far any two forks of the two sides lie apart; no ratio to next to nothing. */
function sizeOf({ head, base, ...cell }: ExactCell): Pick<Judged, 'change'> & { difference: number } {
  const { better, least = 0 } = metric(cell.metric)
  const worse = better === 'lower' ? 1 : -1
  const from = median(base)
  const difference = worse * (median(head) - from)
  if (Math.abs(from) < least || from === 0) return { difference }
  const apart = [Math.min(...head) - Math.max(...base), Math.max(...head) - Math.min(...base)]
  const ratio = (of: number) => (of === 0 ? 0 : of / Math.abs(from))
  const [low, high] = apart.map((one) => ratio(worse * one)).toSorted((a, b) => a - b)
  return { difference, change: { estimate: ratio(difference), low: low!, high: high! } }
}

function range(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values)
}

function unevenForks(id: string, title: string): Finding {
  return finding(
    'uneven-forks',
    id,
    `The ${title} differ from fork to fork by as much as what is compared`,
    'Make the work of an operation equal each time, or give it more time (--time): code that is still being compiled allocates more.',
  )
}

function tooFew({ id, metric: name, head, base }: ExactCell): Finding {
  const { own, title } = metric(name)
  if (own)
    return finding(
      'too-few-memory-forks',
      id,
      `Its metric '${title}' is not decided: ${count(head.length, 'fork')} of it and ${base.length} of its base told it exactly, and it takes ${policy.ownForks.least} of each, or ${policy.ownForks.uneven} where operations differ`,
      'Give it more forks (--forks), or make each operation do the same.',
    )
  return finding(
    'too-few-memory-forks',
    id,
    `The ${metric(name).title} are not decided: ${count(head.length, 'fork')} of it and ${base.length} of its base could be counted, and it takes ${policy.memoryForks} of each`,
    `Give it more time (--time), so that a fork can repeat it; or leave ${name} out of gate.metrics.`,
  )
}

function untold(id: string, title: string): Finding {
  return finding(
    'metric-new',
    id,
    `Its metric '${title}' is compared with nothing: its base does not tell it`,
    'It is compared from the next base on that does.',
  )
}
