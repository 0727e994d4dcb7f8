import type { History } from '../../src/model/history.ts'
import type { BenchmarkResult, Estimate, Run } from '../../src/model/run.ts'

/** A run of so many benchmarks, ten forks each, all compared; of each, so many sessions were accepted before. */
export async function largeRun(benchmarks: number, { history = 0 } = {}): Promise<Run> {
  const { medianInterval } = await import('../../src/stats/median-interval.ts')
  const { seeded } = await import('../../src/stats/random.ts')
  const random = seeded('a run')
  const results = Array.from({ length: benchmarks }, (_, index) => {
    const forks = Array.from({ length: 10 }, () => 1000 * (1 + random() / 50))
    return resultOf(index, { ...medianInterval(forks, 0.95), forks })
  })
  return {
    schema: 'assay/run@1',
    id: '20261121_081500_nogit',
    startedAt: '2026-11-21T08:15:00.000Z',
    finishedAt: '2026-11-21T08:18:00.000Z',
    partial: false,
    seed: 'a run',
    request: { command: 'run', filters: [] },
    tool: { version: '0.0.0', method: 1, forkTime: 200e6 },
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
    policy: {
      tolerance: 0.01,
      margin: 0.03,
      alpha: 0.01,
      drift: 0.1,
      inconclusive: 'warn',
      metrics: ['time', 'allocated'],
    },
    inputs: [],
    benchmarks: results,
    comparisons: results.map(({ id }) => ({
      id,
      metric: 'time',
      method: 'recorded',
      base: { baseline: '2026-11-20T08:15:00.000Z' },
      change: { estimate: random() / 100, low: -0.01, high: 0.02 },
      n: { head: 10, base: 10 },
      verdict: 'equivalent',
      decisive: true,
      minimumDetectable: 0.02,
      findings: [],
    })),
    ...(history === 0 ? {} : { history: historyOf(results, history, random) }),
    findings: [],
    verdict: 'pass',
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

function resultOf(
  index: number,
  time: Pick<Estimate, 'estimate' | 'low' | 'high' | 'coverage' | 'forks'>,
): BenchmarkResult {
  const file = `bench/part-${Math.floor(index / 10)}.bench.ts`
  const group = [`group ${Math.floor(index / 5)}`]
  return {
    id: `${file} › ${group[0]} › benchmark ${index}`,
    file,
    line: index + 1,
    group,
    name: `benchmark ${index}`,
    params: {},
    agree: false,
    state: 'measured',
    metrics: { time: { unit: 'ns', better: 'lower', ...time } },
    timings: time.forks.map((value) => ({
      value,
      q25: value,
      mean: value,
      p95: value,
      p99: value,
      max: value,
      samples: 400,
      clean: 390,
      cleanOnly: true,
      batch: 500,
      cpu: value,
      asynchronous: false,
      steady: true,
      warmup: 50e6,
      clockStep: 36,
      mixed: false,
      returned: 'value' as const,
      series: [value],
      leftRunning: [],
      changedBuiltins: [],
    })),
    confirmations: 0,
    findings: [],
  }
}
