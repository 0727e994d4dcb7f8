import { policy } from '../../model/config.ts'
import type { GrowthResult } from '../../model/growth.ts'
import { type MetricName, metric } from '../../model/metric.ts'
import type { Run } from '../../model/run.ts'
import { excessGrowth, logGrowth, type SizedValues, stretchesOf } from '../../stats/growth.ts'
import { exponentOfForm, growthExponent, nearestForm } from '../../stats/growth-exponent.ts'
import { mean } from '../../stats/moments.ts'
import { leadOf } from '../compare/comparison-state.ts'
import { matches } from '../identity/filter.ts'
import { sampledTrials } from '../kind/kinds.ts'
import { isContended, waitsByItself } from '../ledger/waiting.ts'
import { type Family, familiesOf, type SizedBenchmark } from './families.ts'
import { growthFindings } from './growth-findings.ts'

type Given = Pick<Run, 'benchmarks' | 'policy'>

/**
 * How every family of a run grows, and whether that is faster than it declares. All that can be told share alpha. What was
 * measured today counts, whichever way; of a family of which too little was, nothing is said.
 */
export function judgeGrowth({ benchmarks, policy: { alpha, soft = [] } }: Given): GrowthResult[] {
  const families = familiesOf(benchmarks).flatMap((family) => measureFamily(family) ?? [])
  const tests = families.filter(({ isTold }) => isTold).length
  return families.map((family) => {
    const result = judgeFamily(family, alpha / Math.max(1, tests))
    const isSoft = family.members.every(({ benchmark }) => soft.some((one) => matches(one, benchmark)))
    const excused = result.verdict === 'beyond' && isSoft ? ({ excused: 'soft' } as const) : {}
    return { ...result, ...excused, findings: growthFindings(result) }
  })
}

/** A family with what was measured of it, and whether that can tell anything. */
type Measured = Family & {
  readonly metric: MetricName
  readonly sizes: readonly (SizedValues & { readonly id: string })[]
  readonly isTold: boolean
}

/** `undefined` where nothing of it was measured, or so little that more of it would have to be. */
function measureFamily(family: Family): Measured | undefined {
  const members = family.members.filter(({ benchmark }) => benchmark.state === 'measured')
  const name = decidingMetric(members)
  if (name === undefined || metric(name).better === 'higher') return undefined
  const sizes = members.map(({ size, benchmark: { id, metrics } }) => {
    return { size, id, values: (metrics[name]?.values ?? []).filter((value) => value > 0) }
  })
  const isWhole = members.length === family.declared.sizes.length
  const isHopeless = !canTell(family.declared.sizes.map((size) => ({ size })))
  const enough = sizes.filter(({ values }) => values.length >= policy.growth.values)
  if (canTell(enough)) return { ...family, metric: name, sizes: enough, isTold: true }
  return isWhole || isHopeless ? { ...family, metric: name, sizes, isTold: false } : undefined
}

/**
 * The metric that leads, or what decides in its place: where forks of any size had to wait for a CPU, those of the largest one
 * did so longest, which would look like growth.
 */
function decidingMetric(members: readonly SizedBenchmark[]): MetricName | undefined {
  const leads = new Set(members.map(({ benchmark }) => leadOf(benchmark)?.name))
  const [lead] = leads
  if (lead === undefined || leads.size > 1) return undefined
  const { standIn } = metric(lead)
  const qualities = members.map(({ benchmark }) => sampledTrials(benchmark).map(({ quality }) => quality))
  const isKnown = standIn !== undefined && members.every(({ benchmark }) => benchmark.metrics[standIn])
  return isKnown && qualities.some(isContended) && !qualities.some(waitsByItself) ? standIn : lead
}

function canTell(sizes: readonly Pick<SizedValues, 'size'>[]): boolean {
  return stretchesOf(sizes, policy.growth).length > 0
}

function judgeFamily(
  { id, declared, metric: name, sizes, isTold }: Measured,
  alpha: number,
): Omit<GrowthResult, 'findings'> {
  const { power, log } = declared
  const form = { power, log }
  const about = {
    id,
    declared,
    measured: sizes.map(({ size, id: member }) => ({ size, id: member })),
    metric: name,
  }
  const found = isTold ? excessGrowth(sizes, form, { ...policy.growth, alpha }) : undefined
  if (!found) return { ...about, verdict: 'untold' }
  const { from, isBeyond, isWithin, limit, last: beyondFixed, ...excess } = found
  const stretch = sizes.slice(from)
  const [first, last] = [stretch[0]!, stretch.at(-1)!]
  const exponent = growthExponent(stretch, policy.confidence)
  return {
    ...about,
    verdict: isBeyond ? 'beyond' : isWithin ? 'within' : 'undecided',
    fit: {
      from: first.size,
      exponent,
      expected: exponentOfForm(form, stretch),
      nearest: nearestForm(exponent, stretch, form, isBeyond),
      rise: Math.exp(meanLog(last) - meanLog(first)),
      expectedRise: Math.exp(logGrowth(form, last.size) - logGrowth(form, first.size)),
      excess: { ...excess, limit },
      last: beyondFixed,
    },
  }
}

function meanLog({ values }: SizedValues): number {
  return mean(values.map(Math.log))
}
