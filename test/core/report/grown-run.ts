import { assess } from '../../../src/core/assess/assess.ts'
import { judge } from '../../../src/core/assess/verdict.ts'
import { judgeGrowth } from '../../../src/core/growth/judge-growth.ts'
import type { BenchmarkResult, Run } from '../../../src/model/run.ts'
import { benchmark, runOf } from './example-run.ts'

const file = 'bench/sort.bench.ts'

type Grown = {
  readonly sizes?: readonly number[]
  readonly by?: string
  readonly power?: number
  readonly log?: boolean
  readonly others?: BenchmarkResult['params']
}

/** Benchmarks of several sizes that declare n log n unless they say otherwise. */
export function grown(name: string, cost: (n: number) => number, given: Grown = {}): BenchmarkResult[] {
  const { sizes = [100, 1000, 10_000, 100_000], by = 'n', power = 1, log = true, others = {} } = given
  return sizes.map((n) =>
    benchmark(file, ['sort'], name, cost(n), {
      spread: 0.06,
      params: { [by]: n, ...others },
      grows: { by, power, log, sizes: [...sizes] },
    }),
  )
}

/** A run of these, judged. */
export function grownRunOf(benchmarks: BenchmarkResult[], more: Partial<Run> = {}): Run {
  const bare = runOf(benchmarks, more)
  const growth = judgeGrowth(bare)
  const run = { ...bare, ...(growth.length > 0 && { growth }) }
  return { ...run, verdict: judge(assess(run)) }
}

/** One that grows faster than it declares, one that does not, one that nobody can tell, and one whose values leave it open. */
export function grownRun(more: Partial<Run> = {}): Run {
  return grownRunOf(
    [
      ...grown('bubble', (n) => 3 * n * n),
      ...grown('merge', (n) => 500 + 9 * n * Math.log(n)),
      ...grown('short', (n) => n, { sizes: [10, 20], by: 'rows', log: false }),
      ...grown('shell', (n) => 4 * n ** 1.23, {
        ...{ sizes: [100, 400, 1600], log: false, others: { order: 'random' } },
      }),
    ],
    more,
  )
}
