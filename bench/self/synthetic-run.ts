import { limitsOf } from '../../src/core/compare/limits.ts'
import { pairedVerdict } from '../../src/core/compare/paired/paired-verdict.ts'
import type { Comparison } from '../../src/model/comparison.ts'
import type { History } from '../../src/model/history.ts'
import type { BenchmarkResult, Estimate, Run } from '../../src/model/run.ts'
import { medianInterval } from '../../src/stats/median-interval.ts'
import { seeded } from '../../src/stats/random.ts'

const policy = {
  tolerance: { time: { absolute: 0, relative: 0.01 } },
  margin: 0.03,
  alpha: 0.01,
  drift: 0.1,
  inconclusive: 'warn',
  metrics: ['time'],
  pairs: 30,
} satisfies Run['policy']

/**
 * A gate of so many benchmarks, ten forks and nine pairs or more each, of which the first ones are 30 % slower than their base.
 * Everything in it follows from its values. Of each benchmark, so many sessions (`history`) were accepted before.
 */
export function runOf({
  benchmarks,
  regressed = 0,
  history = 0,
}: {
  readonly benchmarks: number
  readonly regressed?: number
  readonly history?: number
}): Run {
  const random = seeded('a run')
  const results = Array.from({ length: benchmarks }, (_, index) => {
    const forks = Array.from({ length: 10 }, () => 1000 * (1 + random() / 50))
    return resultOf(index, { ...medianInterval(forks, 0.95), values: forks })
  })
  return {
    schema: 'assay/run@2',
    id: '20261121_081500_nogit',
    startedAt: '2026-11-21T08:15:00.000Z',
    finishedAt: '2026-11-21T08:18:00.000Z',
    partial: false,
    seed: 'a run',
    request: { command: 'gate', filters: [] },
    tool: { version: '0.0.0', method: 2, trialTime: 200e6 },
    source: { dirty: false },
    environment: {
      class: 'example',
      classParts: {},
      hardware: {
        cpu: 'Example',
        physicalCores: 1,
        logicalCores: 2,
        availableCpus: 2,
        caches: {},
        memory: 16e9,
        virtual: true,
        gpus: [],
      },
      os: { platform: 'linux', distribution: 'Example', kernel: '6', arch: 'x64' },
      runtime: { node: '24', v8: '13', flags: [] },
      state: { runQueueDelay: true },
    },
    policy,
    inputs: [],
    benchmarks: results,
    comparisons: results.map(({ id }, index) =>
      comparisonOf(id, index < regressed ? 0.3 : 0, benchmarks, random),
    ),
    ...(history === 0 ? {} : { history: historyOf(results, history, random) }),
    findings: [],
    verdict: regressed > 0 ? 'fail' : 'pass',
  }
}

/** A session a day, each with all benchmarks. */
function historyOf(benchmarks: readonly BenchmarkResult[], sessions: number, random: () => number): History {
  return {
    sessions: Array.from({ length: sessions }, (_, day) => {
      const date = new Date(Date.UTC(2026, 0, 1 + day)).toISOString()
      return { id: `${date.slice(0, 10).replaceAll('-', '')}_000000_1a2b3c4`, date, commit: '1a2b3c4' }
    }),
    benchmarks: benchmarks.map(({ id }) => {
      const estimates = Array.from({ length: sessions }, () => Math.round(1000 * (1 + random() / 10)))
      return {
        id,
        sessions: [...estimates.keys()],
        estimates,
        lows: estimates.map((time) => time * 0.99),
        highs: estimates.map((time) => time * 1.01),
      }
    }),
  }
}

function comparisonOf(id: string, change: number, cells: number, random: () => number): Comparison {
  const drawn = (count: number) =>
    Array.from({ length: count }, () => Math.log1p(change) + (random() - 0.5) / 100)
  const pairs = { screen: drawn(9), confirmation: change > 0 ? drawn(policy.pairs) : [] }
  const { judged } = pairedVerdict(pairs, limitsOf('time', policy), cells, policy.pairs)
  return { id, metric: 'time', method: 'paired', base: { ref: 'v1.0.0' }, pairs, ...judged, findings: [] }
}

function resultOf(
  index: number,
  time: Pick<Estimate, 'estimate' | 'low' | 'high' | 'coverage' | 'values'>,
): BenchmarkResult {
  const file = `bench/part-${Math.floor(index / 10)}.bench.ts`
  const group = [`group ${Math.floor(index / 5)}`]
  return {
    id: `${file} › ${group[0]} › benchmark ${index}`,
    kind: 'function',
    file,
    line: index + 1,
    group,
    name: `benchmark ${index}`,
    params: {},
    agree: false,
    state: 'measured',
    metrics: { time: { unit: 'ns', better: 'lower', ...time } },
    trials: time.values.map((value) => ({
      stage: 'screen' as const,
      task: 'time',
      values: { time: value },
      quality: {
        ...{ samples: 400, clean: 390, cleanOnly: true, mayWait: false },
        ...{ spent: 50e6 + 400 * 500 * value, operations: 400 * 500 },
      },
      detail: {
        timing: {
          ...{ q25: value, mean: value, p95: value, p99: value, max: value, batch: 500, series: [value] },
          ...{ asynchronous: false, mixed: false, steady: true, warmup: 50e6, clockStep: 36 },
          ...{ returned: 'value', leftRunning: [], changedBuiltins: [] },
        },
      },
    })),
    findings: [],
  }
}
