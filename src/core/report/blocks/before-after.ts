import type { Comparison } from '../../../model/comparison.ts'
import type { MetricName } from '../../../model/metric.ts'
import type { BenchmarkResult, Run } from '../../../model/run.ts'
import { formatRatio } from '../../../model/unit.ts'
import { isAbout } from '../../compare/comparison-state.ts'

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
