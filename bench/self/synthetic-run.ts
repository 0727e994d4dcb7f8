import type { BenchmarkResult, Estimate, Run } from '../../src/model/run.ts'
import { medianInterval } from '../../src/stats/median-interval.ts'
import { seeded } from '../../src/stats/random.ts'

/** A run of so many benchmarks, ten forks each, of which the first ones are 30 % slower than their base. */
export function runOf({ benchmarks, regressed = 0 }: { benchmarks: number; regressed?: number }): Run {
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
    comparisons: results.map(({ id }, index) => ({
      id,
      metric: 'time',
      method: 'recorded',
      base: { baseline: '2026-11-20T08:15:00.000Z' },
      change:
        index < regressed
          ? { estimate: 0.3 + random() / 100, low: 0.28, high: 0.33 }
          : { estimate: random() / 100, low: -0.01, high: 0.02 },
      n: { head: 10, base: 10 },
      verdict: index < regressed ? 'regressed' : 'equivalent',
      decisive: true,
      minimumDetectable: 0.02,
      findings: [],
    })),
    findings: [],
    verdict: regressed > 0 ? 'fail' : 'pass',
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
