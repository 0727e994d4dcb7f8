import { summarize } from '../../src/core/assess/summarize.ts'
import type { Cell } from '../../src/core/compare/recorded/compare.ts'
import { failedTrial, memoryTrial, timedTrial } from '../../src/core/kind/function/trials.ts'
import type { Baseline } from '../../src/model/baseline.ts'
import type { Benchmark } from '../../src/model/benchmark.ts'
import type { Certificate } from '../../src/model/certificate.ts'
import type { Comparison } from '../../src/model/comparison.ts'
import { type Config, configSchema, type UserConfig } from '../../src/model/config.ts'
import type { Environment } from '../../src/model/environment.ts'
import type { Explanation } from '../../src/model/explanation.ts'
import type { Failure, KeyedFailures } from '../../src/model/failure.ts'
import type { Finding } from '../../src/model/finding.ts'
import { method } from '../../src/model/method.ts'
import type { Memory, Outcome, Timing } from '../../src/model/outcome.ts'
import type { BenchmarkResult, Run } from '../../src/model/run.ts'
import type { Ledger } from '../../src/model/trial.ts'

/** Small true values to begin a test with: what a test is about, it says itself. */

export const file = 'bench/sort.bench.ts'
export const commit = '1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d'
export const machine = 'x64-epyc-7763-2c-node24'

export function configOf(config: UserConfig = {}): Config {
  return configSchema.parse(config)
}

export function benchmarkOf(name: string, more: Partial<Benchmark> = {}): Benchmark {
  const { group = [], params = {} } = more
  const entries = Object.entries(params).map(([param, value]) => `${param}: ${value}`)
  const key = [...group, name].join(' › ') + (entries.length > 0 ? ` {${entries.join(', ')}}` : '')
  return {
    id: `${more.file ?? file} › ${key}`,
    kind: 'function',
    file,
    key,
    group,
    name,
    params,
    agree: false,
    ...more,
  }
}

export function timingOf(value: number, more: Partial<Timing> = {}): Timing {
  return {
    value,
    q25: value * 0.99,
    mean: value * 1.01,
    p95: value * 1.05,
    p99: value * 1.1,
    max: value * 2,
    samples: 200,
    clean: 190,
    cleanOnly: true,
    batch: 100,
    cpu: value * 0.98,
    asynchronous: false,
    steady: true,
    warmup: 1e8,
    clockStep: 36,
    mixed: false,
    returned: 'value',
    series: [value],
    leftRunning: [],
    changedBuiltins: [],
    ...more,
  }
}

export function memoryOf(allocated: number, more: Partial<Memory> = {}): Memory {
  return {
    allocated,
    external: 0,
    retained: 0,
    minorCollections: 0.001,
    majorCollections: 0,
    minorPause: 2,
    majorPause: 0,
    time: 1000,
    peakRss: 60e6,
    operations: 10_000,
    repeats: 5,
    ...more,
  }
}

const hostSide = { wall: 4e8, printed: 0 }

export function timedOutcome(value: number, more: Partial<typeof hostSide> = {}): Outcome {
  return { state: 'measured', kind: 'time', timing: timingOf(value), ...hostSide, ...more }
}

export function memoryOutcome(allocated: number): Outcome {
  return { state: 'measured', kind: 'memory', memory: memoryOf(allocated), ...hostSide }
}

/** Alternatives were compared: they agree, but for these failures by key. */
export function comparedOutcome(...failures: KeyedFailures): Outcome {
  return { state: 'compared', failures, ...hostSide }
}

export function failedOutcome(failure: Failure, key?: string): Outcome {
  return { state: 'failed', failure, ...(key === undefined ? {} : { key }), ...hostSide }
}

/** What the forks of one benchmark reported: values of timed forks, of fresh ones, bytes of memory forks. */
/** What the forks of a benchmark said, to make a ledger of. */
export type Given = {
  readonly benchmark: Benchmark
  readonly timings: readonly Timing[]
  readonly confirmations: readonly Timing[]
  readonly memories: readonly Memory[]
  /** Whether the first timed fork was to count bytes, and could not. */
  readonly uncounted?: boolean
  readonly failure?: Failure | undefined
  readonly printed: number
  /** Forks that the machine kept from measuring, and why memory was given up. */
  readonly disturbed: number
  readonly noMemory?: string | undefined
}

export function evidenceOf(
  benchmark: Benchmark,
  values: {
    readonly times?: readonly number[]
    readonly confirmations?: readonly number[]
    readonly allocated?: readonly number[]
    readonly failure?: Failure
    readonly printed?: number
  } = {},
): Given {
  const { times = [], confirmations = [], allocated = [], failure, printed = 0 } = values
  return {
    benchmark,
    timings: times.map((value) => timingOf(value)),
    confirmations: confirmations.map((value) => timingOf(value)),
    memories: allocated.map((value) => memoryOf(value)),
    failure,
    printed,
    disturbed: 0,
  }
}

export function ledgerOf(given: Given): Ledger {
  const { benchmark, timings, confirmations, memories, failure, printed, disturbed, noMemory } = given
  const isUncounted = (index: number) => index === 0 && given.uncounted === true
  const about = { id: benchmark.id, side: 'head', stage: 'screen', task: 'time' } as const
  const late: Failure = { reason: 'timed-out', phase: 'sampling', message: noMemory ?? '' }
  return [
    ...timings.map((timing, index) =>
      timedTrial({ ...about, ...(index === 0 && { printed }) }, timing, isUncounted(index)),
    ),
    ...confirmations.map((timing) => timedTrial({ ...about, stage: 'confirm' }, timing)),
    ...memories.map((memory) => memoryTrial({ ...about, task: 'memory' }, memory)),
    ...Array.from({ length: disturbed }, () => failedTrial(about, { reason: 'disturbed', message: '' })),
    ...(noMemory === undefined ? [] : [failedTrial({ ...about, task: 'memory' }, late)]),
    ...(failure ? [failedTrial({ ...about, stage: 'check' }, failure)] : []),
  ]
}

/** Benchmarks, and what was said of all of them. */
export function byId(...all: readonly Given[]): [Benchmark[], Ledger] {
  return [all.map(({ benchmark }) => benchmark), all.flatMap(ledgerOf)]
}

export function summaryOf(given: Given, config: Config): BenchmarkResult {
  return summarize(given.benchmark, ledgerOf(given), config)
}

/** A cell with one recorded session, `base`, unless it says otherwise. */
export function cellOf({ base = [], ...cell }: Partial<Omit<Cell, 'base'>> & { base?: number[] }): Cell {
  const { sessions = [base] } = cell
  return {
    id: `${file} › sort`,
    metric: 'time',
    head: [],
    confirmation: [],
    sessions,
    sessionIds: sessions.map((_, index) => `s${index + 1}`),
    base: { commit, baseline: '2026-11-01T10:15:00.000Z' },
    ...cell,
  }
}

/** `count` values without chance that look like noise of this log-normal spread around a centre, shuffled. */
export function around(centre: number, spread: number, count: number, phase = 0): number[] {
  return Array.from({ length: count }, (_, i) => {
    // A step that shares no factor with the count (none but multiples of 31 do) visits every place once.
    const place = ((i * 31 + 7) % count) + 0.5 + 0.01 * phase
    return centre * Math.exp(spread * 3.4 * (place / count - 0.5))
  })
}

/** ns; what a fork measures for when nobody says otherwise. */
export const trialTime = 300_000_000

export const session = {
  commit,
  date: '2026-11-01T10:15:00.000Z',
  dirty: false,
  method,
  trialTime,
  node: '24.21.0',
  why: 'first numbers',
}

/** A baseline of one session, `s1`, unless it says otherwise. */
export function baselineOf(benchmarks: Baseline['benchmarks'], more: Partial<Baseline> = {}): Baseline {
  return {
    schema: 'assay/baseline@2',
    class: machine,
    file,
    sessions: { s1: session },
    benchmarks,
    ...more,
  }
}

export function resultOf(name: string, more: Partial<BenchmarkResult> = {}): BenchmarkResult {
  const { id, group, params } = benchmarkOf(name, {
    file: more.file ?? file,
    group: more.group ?? [],
    params: more.params ?? {},
  })
  return {
    id,
    kind: 'function',
    file,
    group,
    name,
    params,
    agree: false,
    state: 'measured',
    metrics: {},
    trials: [],
    findings: [],
    ...more,
  }
}

export function failedResult(name: string, error: Failure): BenchmarkResult {
  return resultOf(name, { state: 'failed', error })
}

export function comparisonOf(
  name: string,
  verdict: Comparison['verdict'],
  more: Partial<Comparison> = {},
): Comparison {
  return {
    id: `${file} › ${name}`,
    metric: 'time',
    method: 'recorded',
    base: {},
    n: { head: 10, base: 10 },
    verdict,
    decisive: true,
    minimumDetectable: null,
    findings: [],
    ...more,
  }
}

/** A function that costs 4 ns more, of 5 that an operation does. */
export function explanationOf(name: string, ref: string): Explanation {
  const hash = {
    name: 'hash',
    file: 'src/hash.ts',
    line: 41,
    cost: 4,
    collector: 0,
    builtins: 0,
    callees: [],
  }
  return {
    id: `${file} › ${name}`,
    base: { ref },
    replicates: 12,
    together: true,
    withoutInlining: false,
    operation: { base: 10, head: 15 },
    blamed: [hash],
    functions: [],
    artifacts: [],
  }
}

export function findingOf(severity: Finding['severity'], subject = 'run'): Finding {
  const about = { subject, message: 'Something is so.', advice: 'Do something.' }
  if (severity === 'error') return { code: 'broken-baseline', severity, ...about }
  if (severity === 'warning') return { code: 'machine-busy', severity, ...about }
  return { code: 'turbo', severity, ...about }
}

export const environment: Environment = {
  class: machine,
  classParts: { arch: 'x64', cpu: 'AMD EPYC 7763', node: '24' },
  hardware: {
    cpu: 'AMD EPYC 7763 64-Core Processor',
    physicalCores: 1,
    logicalCores: 2,
    availableCpus: 2,
    caches: { l1d: 32_768, l2: 524_288, l3: 33_554_432 },
    memory: 8_326_000_000,
    virtual: false,
    gpus: [],
  },
  os: { platform: 'linux', distribution: 'Debian GNU/Linux 12', kernel: '6.1.0', arch: 'x64' },
  runtime: { node: '24.21.0', v8: '13.6.233.17', flags: [] },
  state: { load1: 0.1, steal: 0, runQueueDelay: true },
}

/** A run in which all is well and nothing was compared, unless it says otherwise. */
export function runOf(more: Partial<Run> = {}): Run {
  const { tolerance, margin, alpha, drift, inconclusive, metrics } = configOf().gate
  return {
    schema: 'assay/run@2',
    id: '20261121_081500_1a2b3c4',
    startedAt: '2026-11-21T08:15:00.000Z',
    finishedAt: '2026-11-21T08:17:12.345Z',
    partial: false,
    seed: '42',
    request: { command: 'gate', filters: [] },
    tool: { version: '0.1.0', method, trialTime },
    source: { commit, dirty: false, branch: 'main' },
    environment,
    policy: {
      tolerance: Object.fromEntries(metrics.map((name) => [name, { ...tolerance[name]! }])),
      ...{ margin, alpha, drift, inconclusive, metrics },
    },
    inputs: [{ path: file, sha256: '0f'.repeat(32) }],
    benchmarks: [resultOf('sort')],
    comparisons: [],
    findings: [],
    verdict: 'pass',
    ...more,
  }
}

/** A certificate of a gate that passed, signed by CI, unless it says otherwise. */
export function certificateOf(more: Partial<Certificate> = {}): Certificate {
  return {
    schema: 'assay/certificate@3',
    id: 'release_gate_my-lib_20261121_081800',
    kind: 'release_gate',
    status: 'GO',
    component: 'my-lib',
    commit,
    tree: 'ee'.repeat(20),
    dirty: false,
    created: '2026-11-21T08:18:00.123Z',
    validUntil: '2027-02-19T08:18:00.123Z',
    run: '20261121_081500_1a2b3c4',
    class: machine,
    tool: { version: '0.1.0', method },
    signer: { keyid: 'c1'.repeat(32), name: 'ci' },
    reasons: ['None of 2 benchmarks is slower.'],
    conditions: [],
    shortcomings: [],
    changed: [],
    criteria: { passed: 4, failed: 0, undecided: 0, excused: 0, open: [] },
    registered: [{ path: file, sha256: '0f'.repeat(32), blob: 'bb'.repeat(20) }],
    evidence: [{ path: 'reports/20261121_081500_1a2b3c4/run.json', sha256: '0f'.repeat(32) }],
    ...more,
  }
}
