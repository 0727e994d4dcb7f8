import { countTests } from '../core/compare/asked-metrics.ts'
import { type ExperimentState, experimentOf, readExperiments } from '../core/compare/paired/experiment.ts'
import { forecastPairs, nextPairRound } from '../core/compare/paired/experiment-plan.ts'
import { compareExperiment } from '../core/compare/paired/experiment-verdict.ts'
import type { Benchmark } from '../model/benchmark.ts'
import type { Config } from '../model/config.ts'
import type { Run } from '../model/run.ts'
import { carryOut } from './carry-out.ts'
import type { Measurer } from './ports/measurer.ts'

/** A benchmark and the other one of the same run that it is compared with; `name`: how sentences call that one. */
export type Alternative = {
  readonly benchmark: Benchmark
  readonly against: Benchmark
  readonly name: string
}

type Terms = {
  readonly seed: string
  /** ns that are left for it. */
  readonly left?: () => number
  /** Why each has a process of its own, where that is not clear by itself. */
  readonly apart?: string | undefined
}

/** Pairs of each with its other one, until all is decided or the time is over. */
export async function measureAlternatives(
  host: Measurer,
  config: Config,
  alternatives: readonly Alternative[],
  { seed, left = () => Number.POSITIVE_INFINITY, apart }: Terms,
): Promise<{ readonly states: readonly ExperimentState[]; readonly comparisons: Run['comparisons'] }> {
  const experiments = alternatives.map(({ benchmark, against }) =>
    experimentOf(benchmark, { against, apart }),
  )
  const tests = countTests(
    alternatives.length,
    config,
    alternatives.map(({ benchmark }) => benchmark),
  )
  const ledger = await carryOut(
    host,
    config,
    (soFar, round) =>
      left() < 0 ? [] : nextPairRound(experiments, soFar, config, seed, round, { tests, lanes: 1 }),
    {
      forecast: (soFar) => ({
        ...{ done: 0, of: alternatives.length },
        left: Math.min(left(), forecastPairs(readExperiments(experiments, soFar), config, tests) ?? 0),
      }),
      isEnough: () => left() < 0,
    },
  )
  const states = readExperiments(experiments, ledger)
  return {
    states,
    comparisons: states.flatMap((state, place) => {
      const { against, name } = alternatives[place]!
      return compareExperiment(state, { ref: name, benchmark: against.id }, config, tests)
    }),
  }
}
