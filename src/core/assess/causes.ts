import type { Comparison } from '../../model/comparison.ts'
import type { Explanation, Place } from '../../model/explanation.ts'
import { metric } from '../../model/metric.ts'
import type { Run } from '../../model/run.ts'
import { explanationFor } from '../compare/told-explanation.ts'
import { describeBlamed } from '../wording/explanation-words.ts'
import { isRegression } from './regressions.ts'

/** A function that regressions come from, and what has changed in it. */
export type Cause = {
  /** What people refer to it by, from 1. */
  readonly number: number
  readonly place: Place
  /** "79 % of the change; allocates 74 → 181 kB per operation", of the benchmark that it costs most. */
  readonly what: string
  /** Ids of the benchmarks that are worse because of it. */
  readonly benchmarks: readonly string[]
  /** In what they are. */
  readonly metrics: readonly Comparison['metric'][]
}

/** The functions that are to blame, each once, in the order of the comparisons. */
export function findCauses(run: Run): Cause[] {
  const causes = new Map<string, Cause>()
  for (const comparison of run.comparisons.filter(isRegression)) {
    const place = causeOf(comparison, run)
    const explanation = explanationFor(comparison, run)
    if (!place || !explanation) continue
    const known = causes.get(keyOf(place))
    if (known) {
      const benchmarks = [...new Set([...known.benchmarks, comparison.id])]
      const metrics = [...new Set([...known.metrics, comparison.metric])]
      causes.set(keyOf(place), { ...known, benchmarks, metrics })
    } else {
      const what = describeBlamed(explanation, comparison.metric)
      const number = causes.size + 1
      causes.set(keyOf(place), {
        number,
        place,
        what,
        benchmarks: [comparison.id],
        metrics: [comparison.metric],
      })
    }
  }
  return [...causes.values()]
}

/** The function that a regression comes from first, where profiles have told one. */
function causeOf(comparison: Comparison, run: Run): Place | undefined {
  const explanation = explanationFor(comparison, run)
  return explanation && firstBlamed(explanation, comparison)
}

function firstBlamed({ blamed, allocated }: Explanation, { metric: name }: Comparison): Place | undefined {
  const [slower] = blamed
  const [heavier] = allocated?.functions ?? []
  const { unit, own } = metric(name)
  // Bytes of a project's own are no heap.
  return unit === 'byte' && !own ? (heavier ?? slower) : slower
}

/** The function that a regression comes from, as one word for all that does. */
export function originOf(comparison: Comparison, run: Run): string | undefined {
  const place = causeOf(comparison, run)
  return place && keyOf(place)
}

/** The number of the cause of a regression. */
export function causeNumber({ id, metric }: Comparison, causes: readonly Cause[]): number | undefined {
  const own = causes.filter(({ benchmarks }) => benchmarks.includes(id))
  return (own.find((one) => one.metrics.includes(metric)) ?? own[0])?.number
}

/** A function moves from line to line, and is the same. */
function keyOf({ name, file }: Place): string {
  return JSON.stringify([file, name])
}
