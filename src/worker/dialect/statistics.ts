import { quantile } from '../../stats/quantile.ts'
import { type Sorted, sorted } from '../../stats/sample.ts'

/** Of samples, in their unit; what tinybench and those that are made of it call them. */
export type LibraryStatistics = {
  readonly aad: number
  readonly critical: number
  readonly df: number
  readonly mad: number
  readonly max: number
  readonly mean: number
  readonly min: number
  readonly moe: number
  readonly p50: number
  readonly p75: number
  readonly p99: number
  readonly p995: number
  readonly p999: number
  readonly rme: number
  readonly samples: readonly number[] | undefined
  readonly samplesCount: number
  readonly sd: number
  readonly sem: number
  readonly variance: number
}

/** The numbers that a file may read of a result; all NaN where there is no sample, which is no number of anything. */
export function statisticsOf(values: readonly number[], retainSamples = false): LibraryStatistics {
  const ordered = values.length === 0 ? undefined : sorted(values)
  const at = (p: number) => (ordered ? quantile(ordered, p) : Number.NaN)
  const mean = averageOf(values)
  const variance = values.length < 2 ? (values.length === 0 ? Number.NaN : 0) : spreadOf(values, mean)
  const sd = Math.sqrt(variance)
  const sem = sd / Math.sqrt(values.length)
  const df = values.length - 1
  const critical = criticalOf(df)
  const moe = sem * critical
  const distances = values.map((value) => Math.abs(value - at(0.5)))
  return {
    ...{ mean, variance, sd, sem, df, critical, moe, rme: (100 * moe) / Math.abs(mean) },
    ...{
      min: at(0),
      max: at(1),
      p50: at(0.5),
      p75: at(0.75),
      p99: at(0.99),
      p995: at(0.995),
      p999: at(0.999),
    },
    mad: ordered ? quantile(sorted(distances), 0.5) : Number.NaN,
    aad: averageOf(values.map((value) => Math.abs(value - mean))),
    samples: retainSamples && ordered ? [...(ordered as Sorted)] : undefined,
    samplesCount: values.length,
  }
}

function averageOf(values: readonly number[]): number {
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}

function spreadOf(values: readonly number[], mean: number): number {
  let sum = 0
  for (const value of values) sum += (value - mean) ** 2
  return sum / (values.length - 1)
}

/** Student's t at 97.5 %: Abramowitz and Stegun 26.7.5, to 0.1 % from three degrees of freedom on. */
function criticalOf(df: number): number {
  if (df < 1) return Number.NaN
  const exact = [12.7062, 4.30265, 3.18245]
  if (df <= exact.length) return exact[df - 1]!
  const z = 1.959963984540054
  const [z3, z5, z7, z9] = [z ** 3, z ** 5, z ** 7, z ** 9]
  return (
    z +
    (z3 + z) / (4 * df) +
    (5 * z5 + 16 * z3 + 3 * z) / (96 * df ** 2) +
    (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * df ** 3) +
    (79 * z9 + 776 * z7 + 1482 * z5 - 1920 * z3 - 945 * z) / (92_160 * df ** 4)
  )
}
