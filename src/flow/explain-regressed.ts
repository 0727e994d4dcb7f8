import type { ExperimentState } from '../core/compare/paired/experiment.ts'
import { weighChange } from '../core/compare/weight.ts'
import { nanosecondsBetween } from '../core/identity/elapsed.ts'
import { kindOf } from '../core/kind/kinds.ts'
import type { Benchmark } from '../model/benchmark.ts'
import type { Comparison } from '../model/comparison.ts'
import { metric } from '../model/metric.ts'
import type { MeasureContext } from './carry-out.ts'
import { type Explained, explain, leaveUnexplained, tellCalls } from './explain.ts'
import { countFunctionCalls, observe } from './observe.ts'
import type { Base } from './ports/revisions.ts'
import { watchImports } from './watch-imports.ts'

/** Whether profiles of it tell functions apart: its kind has them, and its runtime, too. */
function isProfiled(benchmark: Benchmark): boolean {
  return kindOf(benchmark).isProfiled && !benchmark.runsOn?.lacks.includes('profile')
}

/**
 * Profiles what has regressed, one benchmark after the other, what has become worse most first, while the time for
 * explanations has room for one that takes as long as the longest so far. Of what is left only calls are counted, which
 * takes a moment; and of what is worse in nothing but what the project counts itself, of which profiles of time tell nothing.
 */
export async function explainRegressed(
  context: MeasureContext & { readonly base: Base },
  states: readonly ExperimentState[],
  comparisons: readonly Comparison[],
  now: () => string,
): Promise<Explained[]> {
  const { host, config, base } = context
  if (config.collect.cpuProfile === 'never') return []
  const regressed = comparisons.filter(({ verdict }) => verdict === 'regressed')
  const worse = Map.groupBy(regressed, ({ id }) => id)
  const worst = regressed.toSorted((a, b) => weighChange(b) - weighChange(a)).map(({ id }) => id)
  const ranked = [...new Set(worst)].flatMap((id) =>
    states.filter(
      ({ experiment: { benchmark } }) =>
        benchmark.id === id && (isProfiled(benchmark) || kindOf(benchmark).watches !== undefined),
    ),
  )
  const explained: Explained[] = []
  const begun = now()
  let longest = 0
  for (const { experiment, way } of ranked) {
    const { benchmark } = experiment
    if (host.interrupted()) break
    // What starts is slower for what it imports: that takes a moment.
    if (!kindOf(benchmark).isProfiled) {
      const { findings } = await watchImports(context, benchmark)
      if (!host.interrupted()) explained.push({ findings, files: [] })
      continue
    }
    const compared = way === 'together' ? way : 'apart'
    const start = now()
    if (worse.get(benchmark.id)!.every(({ metric: name }) => metric(name).own)) {
      const counted = await countFunctionCalls(context, { benchmark, compared })
      if (!host.interrupted()) explained.push(tellCalls(benchmark, base.reference, counted))
      continue
    }
    if (explained.length > 0 && nanosecondsBetween(begun, start) + longest > config.time.explanations) {
      const counted = await countFunctionCalls(context, { benchmark, compared })
      explained.push(leaveUnexplained(benchmark, base.reference, counted, explained))
      continue
    }
    const seen = await observe(context, { benchmark, compared })
    if (host.interrupted()) break
    longest = Math.max(longest, nanosecondsBetween(start, now()))
    explained.push(explain(seen, base.reference, config))
  }
  return explained
}
