import type { Comparison } from '../../../model/comparison.ts'
import type { MetricName } from '../../../model/metric.ts'
import type { BenchmarkResult, Run } from '../../../model/run.ts'
import { formatQuantity, formatRatio } from '../../../model/unit.ts'
import { isAbout } from '../../compare/comparison-state.ts'
import { rateWords } from '../../wording/rate.ts'
import { paragraph, type Section, tableOf } from './block.ts'

/** A benchmark's time before and after. */
export type BeforeAfter = {
  readonly benchmark: BenchmarkResult
  readonly comparison: Comparison
  /** CPU time where that decided in place of wall time. */
  readonly metric: MetricName
  /** ns per operation. Before: what it takes now without the change, for the machine of another day is another one. */
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
  const { metric, method, change } = comparison
  const now = benchmark.metrics[metric]?.estimate
  if (!isAbout(comparison, 'time') || method === 'identical' || !change || now === undefined || now <= 0)
    return undefined
  const { estimate, low, high } = change
  return {
    benchmark,
    comparison,
    metric,
    before: now / (1 + estimate),
    now,
    speedup: {
      estimate: 1 / (1 + estimate),
      low: high === null ? 0 : 1 / (1 + high),
      high: low === null ? Number.POSITIVE_INFINITY : 1 / (1 + low),
    },
  }
}

/** `×1.67 [1.60, 1.75]`: above one it has become faster. */
export function speedupWords(speedup: BeforeAfter['speedup']): string {
  return `${formatRatio(speedup.estimate)} ${speedupInterval(speedup)}`.trim()
}

/** '' where so few forks bound it on neither side. */
export function speedupInterval({ low, high }: BeforeAfter['speedup']): string {
  if (low === 0 && high === Number.POSITIVE_INFINITY) return ''
  const [from, to] = [low, high].map((bound) => (bound === 0 ? '0' : formatRatio(bound).slice(1)))
  return `[${from}, ${to}]`
}

/** Rows of the table: the others stand in that of all benchmarks. */
const mostRows = 40

/** What was compared, in the numbers of before and after; nothing where nothing was. */
export function beforeAfterSection({
  beforeAfter,
}: {
  readonly beforeAfter: readonly BeforeAfter[]
}): Section[] {
  if (beforeAfter.length === 0) return []
  const shown = beforeAfter.slice(0, mostRows)
  const omitted = beforeAfter.length - shown.length
  const hasRates = shown.some((one) => rates(one) !== '')
  const blocks = [
    paragraph(
      'Times are per operation. Before is what it would take now without the change; above ×1 it has become faster.',
    ),
    tableOf(
      ['Benchmark', '>Before', '>Now', '>Speed-up', ...(hasRates ? ['>Rate'] : [])],
      shown.map((one) => [
        [{ subjects: [one.benchmark.id] }],
        [time(one.before, one.metric)],
        [time(one.now, one.metric)],
        [speedupWords(one.speedup)],
        ...(hasRates ? [[rates(one)]] : []),
      ]),
    ),
    ...(omitted > 0
      ? [paragraph(`And ${omitted} more, less slowed down than these: see all benchmarks.`)]
      : []),
  ]
  return [{ id: 'before', title: 'Before and after', blocks }]
}

function time(value: number, metric: BeforeAfter['metric']): string {
  return `${formatQuantity(value, 'ns')}${metric === 'cpu' ? ' CPU' : ''}`
}

function rates({ benchmark: { work }, before, now }: BeforeAfter): string {
  const [was, is] = [before, now].map((time) => rateWords(work, time))
  return was === '' ? '' : `${was} → ${is}`
}
