import type { MetricName } from '../../../model/metric.ts'
import type { Run } from '../../../model/run.ts'
import { sum } from '../../../stats/sample.ts'
import { labelsOf } from '../../wording/label.ts'

/** What a reader must know of how the numbers came about; absent where it was not measured. */
export type Conditions = {
  /** Forks per benchmark, and of all of them. */
  readonly forks?: { readonly least: number; readonly most: number; readonly all: number }
  /** Batches taken and those during which the thread had to wait for a CPU. */
  readonly batches: { readonly all: number; readonly contaminated: number }
  /** CPU time ÷ wall time, lowest and highest over the benchmarks. */
  readonly cpuShare?: { readonly lowest: number; readonly highest: number; readonly lowestOf: string }
  /** CPU time of the other threads ÷ wall time, highest over the benchmarks. */
  readonly helperShare?: { readonly highest: number; readonly highestOf: string }
  /** Confidence that the intervals of the times really have. */
  readonly coverage?: { readonly lowest: number; readonly highest: number }
}

export function conditions(run: Run): Conditions {
  const label = labelsOf(run)
  const times = run.benchmarks.flatMap(({ metrics: { time } }) => (time ? [time] : []))
  const forks = times.map((time) => time.forks.length)
  const timings = run.benchmarks.flatMap((benchmark) => benchmark.timings)
  const shares = sharesOfTime(run, 'cpu')
  const [first, last] = [shares[0], shares.at(-1)]
  const busiest = sharesOfTime(run, 'helperCpu').at(-1)
  return {
    ...(forks.length > 0 && {
      forks: { least: Math.min(...forks), most: Math.max(...forks), all: sum(forks) },
    }),
    batches: {
      all: sum(timings.map(({ samples }) => samples)),
      contaminated: sum(timings.map(({ samples, clean }) => samples - clean)),
    },
    ...(first &&
      last && { cpuShare: { lowest: first.share, highest: last.share, lowestOf: label(first.id) } }),
    ...(busiest && { helperShare: { highest: busiest.share, highestOf: label(busiest.id) } }),
    ...(times.length > 0 && {
      coverage: {
        lowest: Math.min(...times.map(({ coverage }) => coverage)),
        highest: Math.max(...times.map(({ coverage }) => coverage)),
      },
    }),
  }
}

/** A metric ÷ wall time by benchmark, the smallest first. */
function sharesOfTime(run: Run, name: MetricName): { id: string; share: number }[] {
  return run.benchmarks
    .flatMap(({ id, metrics: { time, [name]: part } }) =>
      time && part && time.estimate > 0 ? [{ id, share: part.estimate / time.estimate }] : [],
    )
    .toSorted((a, b) => a.share - b.share)
}
