import { policy } from '../../model/config.ts'
import { type Finding, finding } from '../../model/finding.ts'
import type { GrowthResult } from '../../model/growth.ts'
import { metric } from '../../model/metric.ts'
import { formatRatio } from '../../model/unit.ts'
import { count } from '../wording/count.ts'
import { excessWords, formWords, sizeWords } from '../wording/growth-words.ts'

/** What is to be said of how a family grows: that it is faster than declared, or that nobody can tell. */
export function growthFindings(result: Omit<GrowthResult, 'findings'>): Finding[] {
  const { id, verdict, declared, measured, metric: name, fit } = result
  const form = formWords(declared)
  const title = metric(name).title
  if (!fit) return [untold(result)]
  const over = sizeWords(declared.by, fit.from, measured.at(-1)!.size)
  const allowed = `${formatRatio(fit.excess.limit)} is allowed, as caches may cost that`
  if (verdict === 'beyond') {
    return [
      finding(
        'grows-faster',
        id,
        `From ${over} its ${title} rises ${formatRatio(fit.rise)}, where ${form} rises ${formatRatio(fit.expectedRise)}. Without its steepest step it rises at least ${formatRatio(fit.excess.low)} more than that; ${allowed}.`,
        `Find what makes it grow: profile its largest size. If it is meant to grow so, declare it: grows: '${formWords(fit.nearest)}'.`,
      ),
    ]
  }
  if (verdict !== 'undecided') return []
  if (fit.excess.high <= fit.excess.limit && fit.last !== undefined) {
    const largest = `${declared.by} = ${measured.at(-1)!.size}`
    return [
      finding(
        'growth-untold',
        id,
        `Whether its ${title} grows faster than ${form} is open: a fixed cost hides how it grows at small sizes. At ${largest} it takes ${formatRatio(fit.last)} as much as a fixed cost and ${form} explain; ${allowed}.`,
        'Add larger sizes, or measure a function in place of a program that has to start.',
      ),
    ]
  }
  return [
    finding(
      'growth-untold',
      id,
      `Whether its ${title} grows faster than ${form} is open: over ${over} it rises ${excessWords(fit)} more than that without its steepest step, and ${allowed}.`,
      'Measure it with more forks, or add larger sizes.',
    ),
  ]
}

/** Why nothing can be told of it. */
function untold({ id, declared: { by, sizes, ...form }, measured }: Omit<GrowthResult, 'findings'>): Finding {
  const { sizes: fewest, span, values } = policy.growth
  const words = formWords(form)
  const isWide = sizes.length >= fewest && sizes.at(-1)! / sizes[0]! >= span
  if (isWide)
    return finding(
      'growth-untold',
      id,
      `Whether it grows faster than ${words} cannot be told: not each of its ${count(measured.length, 'size')} has ${values} values above 0.`,
      `Measure it with at least ${values} forks.`,
    )
  return finding(
    'growth-untold',
    id,
    `Whether it grows faster than ${words} cannot be told from ${count(sizes.length, 'size')} (${by} = ${sizes.join(', ')}).`,
    `Give params.${by} at least ${fewest} values, the largest at least ${span} times the smallest.`,
  )
}
