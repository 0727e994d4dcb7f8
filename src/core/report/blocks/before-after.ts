import type { Comparison } from '../../../model/comparison.ts'
import { metric } from '../../../model/metric.ts'
import type { BenchmarkResult, Run } from '../../../model/run.ts'
import { formatQuantity, formatRatio } from '../../../model/unit.ts'
import { isLeading } from '../../compare/comparison-state.ts'
import { directChange } from '../../wording/change-words.ts'
import { rateWords } from '../../wording/rate.ts'
import { type Block, paragraph, type Section, tableOf } from './block.ts'
import type { View } from './view.ts'

/** A benchmark's time before and after. */
export type BeforeAfter = {
  readonly benchmark: BenchmarkResult
  readonly comparison: Comparison
  /** In base units, of the metric that decided. Before: what it takes now without the change, for the machine of another day is another one. */
  readonly before: number
  readonly now: number
  /** How many times as fast as before; a bound that is not known to exist is 0 or infinite. */
  readonly speedup: { readonly estimate: number; readonly low: number; readonly high: number }
}

/** What was measured against something, the largest slowdown first. What is identical has no other number before. */
export function beforeAndAfter(run: Run): BeforeAfter[] {
  const byId = new Map(run.benchmarks.map((benchmark) => [benchmark.id, benchmark]))
  return run.comparisons
    .flatMap((comparison) => {
      const benchmark = byId.get(comparison.id)
      return (benchmark && beforeAfter(benchmark, comparison)) ?? []
    })
    .toSorted((a, b) => a.speedup.estimate - b.speedup.estimate)
}

function beforeAfter(benchmark: BenchmarkResult, comparison: Comparison): BeforeAfter | undefined {
  const { metric: name, method, change } = comparison
  const now = benchmark.metrics[name]?.estimate
  if (!isLeading(comparison) || method === 'identical' || !change || now === undefined || now <= 0)
    return undefined
  const { estimate, low, high } = directChange(comparison)
  const isLower = metric(name).better === 'lower'
  const times = (bound: number) => (isLower ? 1 / (1 + bound) : 1 + bound)
  const [worst, best] = isLower ? [high, low] : [low, high]
  return {
    benchmark,
    comparison,
    before: now / (1 + estimate),
    now,
    speedup: {
      estimate: times(estimate),
      low: worst === null ? 0 : times(worst),
      high: best === null ? Number.POSITIVE_INFINITY : times(best),
    },
  }
}

/** `×1.67 [1.60, 1.75]`: above one it has become faster. No interval where so few forks bound it on neither side. */
export function speedupWords({ estimate, low, high }: BeforeAfter['speedup']): string {
  if (low === 0 && high === Number.POSITIVE_INFINITY) return formatRatio(estimate)
  const [from, to] = [low, high].map((bound) => (bound === 0 ? '0' : formatRatio(bound).slice(1)))
  return `${formatRatio(estimate)} [${from}, ${to}]`
}

/** Rows of the table: the others stand in that of all benchmarks. */
const mostRows = 40

/** What was compared, in the numbers of before and after, with a picture of it; nothing where nothing was. */
export function beforeAfterSection(
  { beforeAfter }: Pick<View, 'beforeAfter'>,
  pictures: readonly Block[],
): Section[] {
  const blocks = [...pictures, ...(beforeAfter.length === 0 ? [] : beforeAfterBlocks(beforeAfter))]
  return blocks.length === 0 ? [] : [{ id: 'changes', title: 'Before and after', blocks }]
}

function beforeAfterBlocks(beforeAfter: readonly BeforeAfter[]): Block[] {
  const shown = beforeAfter.slice(0, mostRows)
  const omitted = beforeAfter.length - shown.length
  const hasRates = shown.some((one) => rates(one) !== '')
  return [
    paragraph(
      'Numbers are per operation. Before is what it would be now without the change; above ×1 it has become better.',
    ),
    tableOf(
      ['Benchmark', '>Before', '>Now', '>Speed-up', ...(hasRates ? ['>Rate'] : [])],
      shown.map((one) => [
        [{ subjects: [one.benchmark.id] }],
        [amount(one.before, one.comparison)],
        [amount(one.now, one.comparison)],
        [speedupWords(one.speedup)],
        ...(hasRates ? [[rates(one)]] : []),
      ]),
    ),
    ...(omitted > 0
      ? [paragraph(`And ${omitted} more, less slowed down than these: see all benchmarks.`)]
      : []),
  ]
}

/** What decided in place of another metric is named. */
function amount(value: number, { metric: name, standsFor }: Comparison): string {
  const { unit, short = name } = metric(name)
  return `${formatQuantity(value, unit)}${standsFor === undefined ? '' : ` ${short}`}`
}

function rates({ benchmark: { work }, comparison, before, now }: BeforeAfter): string {
  if (metric(comparison.metric).unit !== 'ns') return ''
  const [was, is] = [before, now].map((time) => rateWords(work, time))
  return was === '' ? '' : `${was} → ${is}`
}
