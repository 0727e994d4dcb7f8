import { latencyOf } from '../../../src/core/ledger/latency.ts'
import { valuesOf } from '../../../src/core/ledger/ledger.ts'
import type { Comparison } from '../../../src/model/comparison.ts'
import type { Finding } from '../../../src/model/finding.ts'
import type { FindingCode } from '../../../src/model/finding-codes.ts'
import type { History } from '../../../src/model/history.ts'
import type { Latency, LatencyResult } from '../../../src/model/latency.ts'
import type { Timing } from '../../../src/model/outcome.ts'
import type { BenchmarkResult, Estimate, Run } from '../../../src/model/run.ts'
import { encode, histogramQuantile } from '../../../src/stats/histogram.ts'
import { forkWith, memoryRows, rowsOf } from '../../rows.ts'
import { histogramOf } from '../../stats/histogram-of.ts'
import { memoryOf } from '../given.ts'

/** Runs made by hand, with every situation that a report has to tell. */

export const baseCommit = '3f2a91c0d5e6b7a8c9d0e1f2a3b4c5d6e7f8a9b0'

/** A benchmark that was measured: its forks lie around `time`, as far apart as `spread` says. */
export function benchmark(
  file: string,
  group: string[],
  name: string,
  time: number,
  more: Partial<Omit<BenchmarkResult, 'latency'>> & {
    spread?: number
    forkCount?: number
    allocated?: number
    latency?: Latencies
  } = {},
): BenchmarkResult {
  const { spread = 0.02, forkCount = 10, allocated, latency, params = {}, ...rest } = more
  const forks = Array.from({ length: forkCount }, (_, fork) => round(time * (1 + spread * wobble(fork))))
  const key = keyOf(group, name, params)
  return {
    id: `${file} › ${key}`,
    kind: 'function',
    file,
    line: 7,
    group,
    agree: group.length > 0,
    name,
    params,
    state: 'measured',
    metrics: {
      time: estimate('ns', forks),
      cpu: estimate(
        'ns',
        forks.map((fork) => round(fork * 0.98)),
      ),
      ...(allocated !== undefined && { allocated: estimate('byte', [allocated, allocated, allocated]) }),
      ...latency?.metrics,
    },
    ...(latency && { latency: latency.latency }),
    trials: [
      ...rowsOf(forks.map(timing)).map((row, fork) => ({
        ...row,
        values: { ...row.values, ...valuesIn(latency?.metrics ?? {}, fork) },
      })),
      ...(allocated === undefined ? [] : memoryRows(Array(3).fill(memoryOf(allocated)))).map((row) => ({
        ...row,
        values: { allocated: allocated! },
      })),
    ],
    findings: [],
    ...rest,
  }
}

export function failed(
  file: string,
  group: string[],
  name: string,
  error: NonNullable<BenchmarkResult['error']>,
): BenchmarkResult {
  return {
    id: `${file} › ${keyOf(group, name, {})}`,
    kind: 'function',
    file,
    group,
    agree: group.length > 0,
    name,
    params: {},
    state: 'failed',
    error,
    metrics: {},
    trials: [],
    findings: [],
  }
}

export function comparison(
  id: string,
  verdict: Comparison['verdict'],
  change?: [low: number | null, estimate: number, high: number | null],
  more: Partial<Comparison> = {},
): Comparison {
  const alone = verdict === 'new' || verdict === 'missing'
  return {
    id,
    metric: 'time',
    method: 'recorded',
    base: alone ? {} : { commit: baseCommit, baseline: '2026-11-01T10:15:00.000Z' },
    ...(change && { change: { low: change[0], estimate: change[1], high: change[2] } }),
    n: alone ? { head: 0, base: 0 } : { head: 10, base: 20 },
    verdict,
    decisive: true,
    minimumDetectable: change ? 0.045 : null,
    findings: [],
    ...more,
  }
}

export function finding(
  severity: Finding['severity'],
  code: FindingCode,
  subject: string,
  message: string,
): Finding {
  return { code, severity, subject, message, advice: `What to do about ${code}.` } as Finding
}

/** A run of these benchmarks, with everything else as on an ordinary day. */
export function runOf(benchmarks: BenchmarkResult[], more: Partial<Run> = {}): Run {
  return {
    schema: 'assay/run@2',
    id: '20261121_081500_1a2b3c4',
    startedAt: '2026-11-21T08:15:00.000Z',
    finishedAt: '2026-11-21T08:17:12.345Z',
    partial: false,
    seed: '42',
    request: { command: 'run', filters: [] },
    tool: { version: '0.1.0', method: 1, trialTime: 300_000_000 },
    source: { commit: '1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d', dirty: false, branch: 'main' },
    environment: {
      class: 'x64-epyc-7763-2c-node24',
      classParts: { arch: 'x64', cpu: 'AMD EPYC 7763', node: '24' },
      hardware: {
        cpu: 'AMD EPYC 7763 64-Core Processor',
        physicalCores: 1,
        logicalCores: 2,
        availableCpus: 2,
        caches: { l1d: 32_768, l2: 524_288, l3: 33_554_432 },
        memory: 8_326_000_000,
        memoryLimit: 4_294_967_296,
        virtual: true,
        hypervisor: 'kvm',
        gpus: [],
      },
      os: { platform: 'linux', distribution: 'Debian GNU/Linux 12', kernel: '6.1.0', arch: 'x64' },
      runtime: { node: '24.21.0', v8: '13.6.233.17', flags: ['--expose-gc'] },
      state: {
        load1: 1.42,
        steal: 0.003,
        governor: 'performance',
        runQueueDelay: true,
        ci: 'GitHub Actions',
      },
    },
    policy: {
      tolerance: { time: { absolute: 0, relative: 0.01 }, allocated: { absolute: 8, relative: 0.005 } },
      margin: 0.03,
      alpha: 0.01,
      drift: 0.1,
      inconclusive: 'warn',
      metrics: ['time', 'allocated'],
    },
    inputs: [{ path: 'bench/sort.bench.ts', sha256: '0f'.repeat(32) }],
    benchmarks,
    comparisons: [],
    findings: [],
    verdict: 'pass',
    ...more,
  }
}

const sort = 'bench/sort.bench.ts'
const parse = 'bench/parse.bench.ts'
const matrix = 'bench/matrix.bench.ts'

/** The run in which everything happens that can happen. */
export function exampleRun(): Run {
  const nativeSmall = benchmark(sort, ['sort'], 'native', 2_345, { params: { n: 100 }, allocated: 856 })
  const radixSmall = benchmark(sort, ['sort'], 'radix', 1_112, { params: { n: 100 }, allocated: 1_248 })
  const native = benchmark(sort, ['sort'], 'native', 1_234_567, {
    params: { n: 10_000 },
    work: { items: 10_000 },
    allocated: 80_056,
    spread: 0.03,
    budget: [
      { metric: 'time', limit: 1_000_000, observed: 1_268_000, kept: false },
      { metric: 'allocated', limit: 100_000, observed: 80_056, kept: true },
    ],
  })
  const radix = benchmark(sort, ['sort'], 'radix', 302_100, {
    params: { n: 10_000 },
    work: { items: 10_000 },
    allocated: 80_096,
    spread: 0.012,
  })
  const merge = failed(sort, ['sort'], 'merge', {
    reason: 'disagrees',
    message: 'element 17 is 4, where native returns 3',
    phase: 'verifying',
  })
  const json = benchmark(parse, [], 'parse 10 kB', 41_250, {
    work: { bytes: 10_240 },
    allocated: 24_576,
    spread: 0.05,
    latency: latency(40_000, { forkCount: 10, operations: 1_500 }),
  })
  const csv = benchmark(parse, [], 'parse a table', 88_900, {
    allocated: 30_512,
    spread: 0.2,
    findings: [
      finding(
        'warning',
        'never-steady',
        `${parse} › parse a table`,
        'The forks never became steady: 4 of 10 still got faster.',
      ),
    ],
  })
  const xml = failed(parse, [], 'parse XML', {
    reason: 'threw',
    message: "Cannot read properties of undefined (reading 'length')",
    phase: 'setup',
    stderr: "reading fixture.xml\nTypeError: Cannot read properties of undefined (reading 'length')\n",
  })
  const later = {
    ...failed(parse, [], 'parse YAML', { reason: 'threw', message: '' }),
    state: 'skipped' as const,
  }
  const { error: _, ...skipped } = later
  const product = benchmark(matrix, ['product', 'dense'], 'blocked', 6_812_000, {
    params: { n: 256 },
    work: { flops: 2 * 256 ** 3 },
    forkCount: 6,
  })
  const naive = benchmark(matrix, ['product', 'dense'], 'naive', 24_910_000, {
    params: { n: 256 },
    work: { flops: 2 * 256 ** 3 },
    forkCount: 6,
    latency: latency(24_000_000, { forkCount: 6, operations: 18 }),
    findings: [
      finding(
        'info',
        'few-samples',
        `${matrix} › product › dense › naive {n: 256}`,
        '6 forks were taken before the time was up.',
      ),
    ],
  })
  const fresh = benchmark(matrix, [], 'transpose', 15.2, { spread: 0.01 })
  return runOf(
    [nativeSmall, native, radixSmall, radix, merge, json, csv, xml, skipped, naive, product, fresh],
    {
      comparisons: [
        comparison(nativeSmall.id, 'equivalent', [-0.012, 0.004, 0.021]),
        comparison(native.id, 'regressed', [0.451, 0.482, 0.51]),
        comparison(native.id, 'regressed', [0.24, 0.24, 0.24], {
          metric: 'allocated',
          method: 'exact',
          difference: 15_495,
          limit: 322.805,
        }),
        comparison(radixSmall.id, 'improved', [-0.43, -0.401, -0.377]),
        comparison(radix.id, 'identical', [0, 0, 0], { method: 'identical' }),
        comparison(json.id, 'inconclusive', [0.018, 0.062, 0.11]),
        comparison(json.id, 'equivalent', [0, 0, 0], {
          metric: 'allocated',
          method: 'exact',
          difference: 0,
          limit: 122.88,
        }),
        comparison(csv.id, 'inconclusive', [null, 0.02, null], {
          minimumDetectable: null,
          n: { head: 3, base: 3 },
        }),
        comparison(product.id, 'regressed', [1.1, 1.3, 1.62]),
        comparison(naive.id, 'invalid', undefined, {
          findings: [
            finding(
              'warning',
              'incomparable',
              `${matrix} › product › dense › naive {n: 256}`,
              'The baseline was measured by other rules.',
            ),
          ],
        }),
        comparison(fresh.id, 'new'),
        comparison(`${sort} › sort › bubble {n: 100}`, 'missing'),
        comparison(`${sort} › sort › bubble {n: 10000}`, 'missing'),
      ],
      history: history({
        [nativeSmall.id]: [2_350, 2_341, 2_352],
        [native.id]: [640_000, 655_000, 790_000, 833_000],
        [radixSmall.id]: [1_840, 1_857],
      }),
      findings: [
        finding('warning', 'machine-busy', 'run', 'Other processes used 38 % of the CPU while it ran.'),
        finding('info', 'turbo', 'run', 'Turbo is on.'),
      ],
      request: { command: 'gate', filters: [] },
      source: { commit: '1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d', dirty: true, branch: 'feature/radix' },
      verdict: 'fail',
    },
  )
}

/** A first run: nothing to compare with. */
export function firstRun(): Run {
  return runOf([
    benchmark(sort, ['sort'], 'native', 2_345, { params: { n: 100 }, forkCount: 5, allocated: 856 }),
    benchmark(sort, ['sort'], 'radix', 1_112, { params: { n: 100 }, forkCount: 5, allocated: 1_248 }),
  ])
}

/** A run in which all is well. */
export function passingRun(): Run {
  const { benchmarks, ...run } = firstRun()
  const [native, radix] = [benchmarks[0]!, benchmarks[1]!]
  return runOf(benchmarks, {
    ...run,
    comparisons: [
      comparison(native.id, 'equivalent', [-0.012, 0.008, 0.021], { method: 'paired' }),
      comparison(radix.id, 'improved', [-0.43, -0.401, -0.377], { method: 'paired' }),
    ],
  })
}

export const hostileNames = {
  pipe: 'a | b \\| c',
  markup: '<script>alert(1)</script> & <b>',
  link: '![x](http://x) ](http://x) [y]: z',
  mention: '@everyone `code` $x$ *b* _i_ #1',
  escape: '\u001b[31mred\u001b]8;;http://x\u0007 \u009b2J',
  long: 'x'.repeat(300),
  arabic: 'مقارنة 10 {n: 5}',
  override: 'abc\u202ecba\u2066',
  lines: 'one\ntwo\r\n# three\u2028four',
  wide: '行列の積 👩‍💻',
  broken: 'half \ud83d',
  empty: ' ',
} as const

/** Names, messages and paths that try to be more than text. */
export function hostileRun(names: Readonly<Record<string, string>> = hostileNames): Run {
  const benchmarks = Object.values(names).map((name, index) => {
    return benchmark(`bench/${name}.bench.ts`, [name], name, 1_000 * (index + 1), {
      params: { [name]: name },
      findings: [finding('warning', 'prints', name, name)],
    })
  })
  const broken = Object.values(names).map((name) => {
    return failed(`bench/${name}.bench.ts`, [], name, {
      reason: 'threw',
      message: name,
      stderr: `${name}\n\`\`\`\`\n`,
    })
  })
  return runOf([...benchmarks, ...broken], {
    comparisons: benchmarks.map(({ id }) => comparison(id, 'regressed', [0.2, 0.3, 0.4])),
    source: { commit: baseCommit, dirty: true, branch: hostileNames.link },
    seed: "'; rm -rf / #",
    request: { command: 'run', filters: [] },
    verdict: 'fail',
  })
}

/** What was accepted of benchmarks on the first of each month, ns. */
export function history(times: Readonly<Record<string, readonly number[]>>): History {
  const most = Math.max(...Object.values(times).map(({ length }) => length))
  return {
    sessions: Array.from({ length: most }, (_, index) => {
      const month = String(index + 1).padStart(2, '0')
      return {
        id: `2026${month}01_101500_3f2a91c`,
        date: `2026-${month}-01T10:15:00.000Z`,
        commit: baseCommit,
      }
    }),
    benchmarks: Object.entries(times).map(([id, estimates]) => ({
      id,
      sessions: [...estimates.keys()],
      estimates: [...estimates],
      lows: estimates.map((time) => round(time * 0.985)),
      highs: estimates.map((time) => round(time * 1.012)),
    })),
  }
}

/** Latencies that are mostly a little above `shortest`, some twice that, and a few far away. */
export function latency(
  shortest: number,
  { forkCount, operations }: { forkCount: number; operations: number },
): Latencies {
  const forks = Array.from({ length: forkCount }, (_, fork) => {
    const values = Array.from({ length: operations }, (_, index) => {
      const share = (index + 0.5) / operations
      const body = shortest * (share < 0.8 ? 1 : 2) * (1 + 0.1 * share + 0.02 * wobble(fork))
      return Math.round(body * (1 + 0.002 / (1 - share)))
    })
    const histogram = histogramOf(values)
    const [p50, p95, p99, p999] = [0.5, 0.95, 0.99, 0.999].map((p) => round(histogramQuantile(histogram, p)))
    return {
      count: operations,
      p50: p50!,
      p95: p95!,
      p99: p99!,
      p999: p999!,
      max: values.at(-1)!,
      duration: 0,
      histogram: encode(histogram),
    }
  })
  return latenciesOf(forks)
}

/** What a benchmark has of the latencies of its forks. */
export type Latencies = Pick<BenchmarkResult, 'metrics'> & { readonly latency: LatencyResult }

export function latenciesOf(forks: readonly Latency[]): Latencies {
  const metrics = (['p50', 'p95', 'p99', 'p999', 'max'] as const).flatMap((name) => {
    const values = valuesOf(forks.map(forkWith), `latency.${name}`)
    return values.length === 0 ? [] : [[`latency.${name}`, estimate('ns', values)] as const]
  })
  return { latency: latencyOf(forks)!, metrics: Object.fromEntries(metrics) }
}

/** What one of the forks has of each metric. */
function valuesIn(metrics: BenchmarkResult['metrics'], fork: number): Record<string, number> {
  return Object.fromEntries(Object.entries(metrics).map(([name, { values: forks }]) => [name, forks[fork]!]))
}

function keyOf(group: string[], name: string, params: BenchmarkResult['params']): string {
  const entries = Object.entries(params).map(([param, value]) => `${param}: ${value}`)
  return [...group, name].join(' › ') + (entries.length > 0 ? ` {${entries.join(', ')}}` : '')
}

/** Values without chance that look like noise, the eighth one like a disturbed fork. */
function wobble(fork: number): number {
  return [-0.2, 0.3, 0, -0.6, 0.5, 0.1, -0.4, 2.2, 0.2, -0.1][fork % 10]!
}

function estimate(unit: Estimate['unit'], forks: number[]): Estimate {
  const ascending = forks.toSorted((a, b) => a - b)
  const middle = (ascending.length - 1) / 2
  const median = (ascending[Math.floor(middle)]! + ascending[Math.ceil(middle)]!) / 2
  const low = ascending[Math.floor(ascending.length / 5)]!
  const high = ascending[Math.ceil((ascending.length * 4) / 5) - 1]!
  return { unit, better: 'lower', estimate: median, low, high, coverage: 0.9785, values: forks }
}

function timing(value: number): Timing {
  return {
    value,
    q25: round(value * 0.99),
    mean: round(value * 1.01),
    p95: round(value * 1.05),
    p99: round(value * 1.2),
    max: round(value * 3),
    samples: 200,
    clean: 188,
    cleanOnly: true,
    batch: 100,
    cpu: round(value * 0.98),
    asynchronous: false,
    steady: true,
    warmup: 120_000_000,
    clockStep: 36,
    mixed: false,
    returned: 'value',
    series: [value],
    leftRunning: [],
    changedBuiltins: [],
  }
}

function round(value: number): number {
  return Number(value.toPrecision(6))
}
