import { describe, expect, it } from 'vitest'
import { budgetSchema, configSchema, policy, type UserConfig } from '../../src/model/config.ts'

const sampled = (relative: number) => ({ absolute: 0, relative })
const defaultTolerances = {
  time: sampled(0.01),
  cpu: sampled(0.01),
  'latency.p50': sampled(0.01),
  'latency.p95': sampled(0.02),
  'latency.p99': sampled(0.05),
  'latency.p999': sampled(0.1),
  'latency.max': sampled(0.1),
  allocated: { absolute: 8, relative: 0.005 },
  external: { absolute: 16, relative: 0.01 },
  retained: { absolute: 1, relative: 0.1 },
  peakMemory: { absolute: 0, relative: 0.02 },
  treeMemory: { absolute: 0, relative: 0.02 },
  uncachedTime: { absolute: 0, relative: 0.01 },
  systemCalls: { absolute: 0.5, relative: 1e-5 },
  writtenByCalls: { absolute: 0.5, relative: 1e-5 },
  instructions: { absolute: 0, relative: 0.005 },
  firstLine: { absolute: 0, relative: 0.01 },
  loaded: { absolute: 0, relative: 0.01 },
  loading: { absolute: 0, relative: 0.01 },
  imports: { absolute: 0.5, relative: 0.000_01 },
  importedBytes: { absolute: 100, relative: 0.01 },
  'latency.mean': sampled(0.02),
  throughput: sampled(0.01),
  errors: sampled(0.1),
  receivedBytes: sampled(0.005),
}

describe('the configuration that nobody wrote', () => {
  it('has these defaults, in base units', () => {
    expect(configSchema.parse({})).toEqual({
      include: ['**/*.{bench,benchmark}.{ts,mts,cts,js,mjs,cjs}'],
      exclude: ['**/node_modules/**', '**/dist/**', '**/.assay/**', '**/.git/**'],
      time: {
        perBenchmark: 3_000_000_000,
        forks: { min: 5, max: 30 },
        batch: 500_000,
        precision: 0.02,
        explanations: 30_000_000_000,
        timeout: 60_000_000_000,
      },
      runtimes: [],
      gate: {
        against: 'auto',
        tolerance: defaultTolerances,
        margin: 0.03,
        alpha: 0.01,
        drift: 0.1,
        inconclusive: 'warn',
        metrics: ['time', 'allocated'],
        soft: [],
        waivers: [],
        remedies: [],
      },
      base: { unrelated: ['docs/**', '**/*.md', '**/LICENSE*', '.github/**'] },
      budgets: {},
      metrics: {},
      mayDiffer: [],
      owners: {},
      collect: { cpuProfile: 'on-regression', memory: true, controls: true },
      logbook: 'decisions',
      certificate: { days: 90, trust: 'perf.trust.json' },
      reports: { dir: 'reports', formats: ['markdown', 'json'] },
      extend: { renderers: {}, collectors: {}, kinds: {} },
    })
  })

  it.each(['time', 'gate', 'collect', 'reports'])('fills what an empty %s leaves out', (section) => {
    expect(configSchema.parse({ [section]: {} })).toEqual(configSchema.parse({}))
  })

  it('fills what a section leaves out beside what it says', () => {
    const { time } = configSchema.parse({ time: { forks: { max: 8 } } })
    expect(time.forks).toEqual({ min: 5, max: 8 })
    expect(time.perBenchmark).toBe(3e9)
  })

  it('fills what a tolerance of an exact metric leaves out', () => {
    const { tolerance } = configSchema.parse({
      gate: { tolerance: { allocated: { absolute: '64 B' }, 'latency.p99': '8 %' } },
    }).gate
    expect(tolerance).toMatchObject({
      time: { absolute: 0, relative: 0.01 },
      'latency.p99': { absolute: 0, relative: 0.08 },
      allocated: { absolute: 64, relative: 0.005 },
      external: { absolute: 16, relative: 0.01 },
    })
  })

  it('takes one tolerance for all sampled metrics, and leaves exact ones as they are', () => {
    const { tolerance } = configSchema.parse({ gate: { tolerance: '2 %' } }).gate
    expect(tolerance).toMatchObject({
      time: { absolute: 0, relative: 0.02 },
      'latency.p999': { absolute: 0, relative: 0.02 },
      allocated: { absolute: 8, relative: 0.005 },
    })
  })

  it.each([
    ['a metric that there is not', { speed: '1 %' }, /no metric 'speed' here; there are time/u],
    ['a metric that no gate may decide on', { peakRss: '1 %' }, /no metric 'peakRss' here/u],
    ['no percentage', { time: 'much' }, /expected a percentage/u],
    ['bytes of what is sampled', { cpu: { absolute: '64 B' } }, /cpu varies from fork to fork/u],
    ['a tolerance as large as the margin', '3 %', /margin must be larger/u],
  ])('refuses a tolerance for %s', (_, tolerance, message) => {
    const { error } = configSchema.safeParse({ gate: { tolerance } })
    expect(JSON.stringify(error?.issues)).toMatch(message)
  })

  it('measures by these rules, which are not a choice', () => {
    expect(policy).toEqual({
      screenAlpha: 0.05,
      confidence: 0.95,
      slices: 10,
      memoryForks: 3,
      alike: 2,
      mostForks: 1000,
      mostMemoryForks: 6,
      ownForks: { least: 2, uneven: 5 },
      exactRepeats: 3,
      gcDominated: 0.2,
      gcHeavy: 0.05,
      growth: { sizes: 3, span: 8, values: 3, step: 1.3, every: 1000 },
      soak: {
        ...{ time: 120e9, readings: 120, every: 250e6, warmUp: 0.2, alpha: 0.03, sites: 5 },
        budget: { heap: 64e6, external: 64e6, memory: 256e6, handles: 120 },
      },
      capacity: {
        ...{ resolution: 0.025, steps: 40, least: 1 / 64, achieved: 0.98, late: 5e6 },
        step: { requests: 1_000, shortest: 2e9, longest: 30e9 },
      },
      pairs: { looks: [0.225, 0.3, 0.4, 0.55, 0.75, 1], usual: 40, further: 1.5, apart: 6, batch: 0.15e6 },
      turns: { turns: 24, span: 2e6 },
      commands: {
        ...{ time: 60e9, pairs: { min: 5, max: 90 }, alone: { min: 10, max: 60 }, timeout: 600e9 },
        oneCpu: { alone: 0.03, helped: 0.25, freeTurns: 8 },
        sleepInTurns: { time: 5e6, share: 0.01 },
        ...{
          span: 1.5e6,
          fewestTurns: 16,
          silence: 10e9,
          memoryTrials: 5,
          start: 6e6,
          long: 5e9,
          mostRuns: 40,
          share: 0.02,
          besideHelpers: 0.5,
          turn: 1.5e6,
        },
        ...{ disk: { faults: 4, bytes: 1 << 16 }, slow: 0.1, leastOfShell: 0.01, shortOfShell: 0.25 },
        ...{ floorShare: 1.1, grace: 1e9, normalized: 1 << 26, writes: 1 << 12 },
      },
      cold: { watched: 5, cached: 7, kept: 60, shown: 15, least: 0.5e6, named: 5, leastOfSame: 3e6 },
      load: {
        ...{ warmUp: 0.5e9, least: 0.5e9, pair: 0.7e9, shared: 0.7, compared: 10 },
        lag: { least: 1e6, share: 0.1 },
        spread: { pairs: 8, requests: 100, alpha: 0.01 },
        ...{ busy: 0.8, progress: 250e6, every: 10e6 },
      },
      profile: {
        replicates: 12,
        fewest: 8,
        alone: 3,
        fewestSamples: 50,
        deoptimizations: 3,
        slices: 3,
        limits: { least: 0.005, floor: 0.02, falseShare: 0.05, confidence: 0.95 },
        falseShareUnchanged: 0.01,
        allocated: { leastShare: 0.1, most: 5, told: { bytes: 8, ratio: 1.05 } },
      },
      sessions: { kept: 5, apart: 3600e9, level: 0.04, fewestDegrees: 1 },
      unreached: { time: 10e9, named: 3 },
      history: { points: 24, versions: 50, versionsInAll: 400 },
      files: {
        leftAfter: 3_600_000,
        lock: { wait: 20_000, every: 15, forgotten: 60_000 },
        kept: 200_000,
        rehearsal: { least: 2 ** 20, most: 2 ** 26 },
      },
      texts: { message: 2000, stack: 4000, stderr: 4000, read: 20_000, line: 1000 },
      controls: { forks: 6, trialTime: 50e6, batch: 500e3, age: 600e9 },
      confirmForks: { min: 10, max: 60 },
      confirmReach: 10,
      minimumCleanShare: 0.25,
      contendedForks: 0.5,
      asleep: { judged: 0.1, told: 0.5, apart: 0.01 },
      fewestClockSteps: 500,
      fewestCoverage: 0.9,
      minimumSamples: 3,
      processes: { grace: 1e9, pipes: 200e6, heartbeat: 60e9, abandoned: 24 * 3600e9 },
      listing: { patience: 2e9, grace: 500e6, share: 50 },
      mostDisturbed: 5,
      elsewhere: 0.1,
      latencyBeyond: { fork: 1, all: 5 },
      nearFloor: 3,
      doctor: {
        time: 120e9,
        columns: [1e9, 10e9, 60e9],
        mostForks: 1000,
        power: 0.8,
        fewestForks: 6,
        spread: 0.05,
        contaminated: 0.25,
      },
    })
  })
})

describe('units as people write them', () => {
  it('become ns, bytes, counts and fractions', () => {
    const config = configSchema.parse({
      time: { perBenchmark: '10 s', batch: '250µs', precision: '0.5%', timeout: '2 min' },
      gate: { tolerance: '2 %', margin: '4.5 %', drift: '20 %' },
      budgets: { 'sort/**': { time: '5 ms', allocated: '100 kB', collections: '0.5' } },
    })
    expect(config.time).toEqual({
      perBenchmark: 10e9,
      batch: 250e3,
      precision: 0.005,
      explanations: 30e9,
      timeout: 120e9,
      forks: { min: 5, max: 30 },
    })
    expect(config.gate).toMatchObject({ tolerance: { time: { relative: 0.02 } }, margin: 0.045, drift: 0.2 })
    expect(config.budgets).toEqual({ 'sort/**': { time: 5e6, allocated: 100e3, collections: 0.5 } })
  })

  it('a budget may be nothing at all: no allocation is a limit', () => {
    expect(budgetSchema.parse({ allocated: '0 B' })).toEqual({ allocated: 0 })
  })
})

describe('a mistake is refused where it stands', () => {
  it.each<[path: string, message: RegExp, config: unknown]>([
    ['include', /too small/iu, { include: [] }],
    ['include.0', /too small/iu, { include: [''] }],
    ['include', /array/u, { include: 'bench/**' }],
    ['time.perBenchmark', /^expected a duration such as '50 ms' or '3 s'$/u, { time: { perBenchmark: 3 } }],
    ['time.perBenchmark', /^expected a duration .*, got '3'$/u, { time: { perBenchmark: '3' } }],
    ['time.batch', /^expected a duration .*, got '0 ms'$/u, { time: { batch: '0 ms' } }],
    ['time.batch', /^expected a duration .*, got '-1 ms'$/u, { time: { batch: '-1 ms' } }],
    ['time.timeout', /^expected a duration .*, got '1 kB'$/u, { time: { timeout: '1 kB' } }],
    ['time.timeout', /^must not be longer than '10000 min'$/u, { time: { timeout: '40000 min' } }],
    ['time.batch', /^must be shorter than time\.timeout/u, { time: { batch: '99999 min' } }],
    ['time.batch', /^must be shorter than time\.timeout/u, { time: { batch: '1 s', timeout: '500 ms' } }],
    ['time.precision', /^expected a percentage such as '3 %', got '0.02'$/u, { time: { precision: '0.02' } }],
    ['time.forks.min', /too small/iu, { time: { forks: { min: 1 } } }],
    ['time.forks.min', /int/u, { time: { forks: { min: 2.5 } } }],
    ['time.forks.max', /too big/iu, { time: { forks: { max: 1001 } } }],
    ['time.forks', /^min must not be larger than max$/u, { time: { forks: { min: 8, max: 4 } } }],
    ['time.forks', /^min must not be larger than max$/u, { time: { forks: { min: 40 } } }],
    ['gate.alpha', /too small/iu, { gate: { alpha: 0 } }],
    ['gate.alpha', /too big/iu, { gate: { alpha: 0.3 } }],
    ['gate.alpha', /number/u, { gate: { alpha: '1 %' } }],
    ['gate.margin', /^margin must be larger than tolerance/u, { gate: { tolerance: '3 %' } }],
    [
      'gate.tolerance.allocated.absolute',
      /^expected a size such as '64 B', got '8'$/u,
      { gate: { tolerance: { allocated: { absolute: '8' } } } },
    ],
    [
      'gate.tolerance.allocated.relative',
      /^expected a percentage above 0 such as '3 %', got '8 B'$/u,
      { gate: { tolerance: { allocated: { relative: '8 B' } } } },
    ],
    [
      'gate.tolerance.allocated',
      /^expected a percentage above 0 such as '3 %' or \{ absolute: '64 B' \}, got '8 B'$/u,
      { gate: { tolerance: { allocated: '8 B' } } },
    ],
    ['gate.margin', /^margin must be larger than tolerance/u, { gate: { margin: '0.5 %' } }],
    ['gate.margin', /^expected a percentage such as '3 %', got 'much'$/u, { gate: { margin: 'much' } }],
    ['gate.inconclusive', /warn/u, { gate: { inconclusive: 'pass' } }],
    ['gate.against', /Too small/u, { gate: { against: '' } }],
    ['gate.metrics', /too small/iu, { gate: { metrics: [] } }],
    [
      'budgets.sort.speed',
      /^there is no metric 'speed' here; there are time, cpu, /u,
      { budgets: { sort: { speed: '3' } } },
    ],
    [
      'gate.metrics.0',
      /^there is no metric 'gcPause' here; there are time, cpu, /u,
      { gate: { metrics: ['gcPause'] } },
    ],
    [
      'gate.metrics.1',
      /^there is no metric 'speed' here; there are time, cpu, /u,
      { gate: { metrics: ['time', 'speed'] } },
    ],
    [
      'budgets.sort.time',
      /^expected a duration such as '2 ms', got '5'$/u,
      { budgets: { sort: { time: '5' } } },
    ],
    [
      'budgets.sort.allocated',
      /^expected a size such as '100 kB', got '5 ms'$/u,
      { budgets: { sort: { allocated: '5 ms' } } },
    ],
    [
      'budgets.sort.collections',
      /^expected a count such as '3', got 'few'$/u,
      { budgets: { sort: { collections: 'few' } } },
    ],
    [
      'budgets.sort.time',
      /^expected a duration such as '2 ms', got '5'$/u,
      { budgets: { sort: { time: 5 } } },
    ],
    ['collect.memory', /boolean/u, { collect: { memory: 'yes' } }],
    ['reports.dir', /^must be a folder inside the project$/u, { reports: { dir: '/var/reports' } }],
    ...[
      '.',
      './',
      '.git',
      '.GIT',
      '.git/x',
      'a/.git',
      'node_modules',
      'a/node_modules/x',
      '.assay',
      'baselines',
      './baselines/x',
    ].map((dir): [string, RegExp, UserConfig] => [
      'reports.dir',
      /^must be a folder of its own/u,
      { reports: { dir } },
    ]),
    ['reports.dir', /^must be a folder inside the project$/u, { reports: { dir: 'C:\\reports' } }],
    ['reports.dir', /^must be a folder inside the project$/u, { reports: { dir: 'c:/reports' } }],
    ['reports.dir', /^must be a folder inside the project$/u, { reports: { dir: 'C:reports' } }],
    ['reports.dir', /^must be a folder inside the project$/u, { reports: { dir: '\\reports' } }],
    ['reports.dir', /^must be a folder inside the project$/u, { reports: { dir: '\\\\server\\reports' } }],
    ['reports.dir', /^must be a folder inside the project$/u, { reports: { dir: '../reports' } }],
    ['reports.dir', /^must be a folder inside the project$/u, { reports: { dir: 'a/../../b' } }],
    ['reports.dir', /^must be a folder inside the project$/u, { reports: { dir: 'a\\..\\..\\b' } }],
    ['reports.dir', /too small/iu, { reports: { dir: '' } }],
    ['reports.formats', /too small/iu, { reports: { formats: [] } }],
    [
      'reports.formats.0',
      /there is no format 'pdf'; there are markdown, json/u,
      { reports: { formats: ['pdf'] } },
    ],
    ['', /object/u, null],
    ['', /object/u, 'time'],
  ])('at %j: %s', (path, message, config) => {
    expect(issuesOf(config)).toEqual([{ path, message: expect.stringMatching(message) }])
  })

  it.each<[path: string, keys: string[], config: unknown]>([
    ['', ['tolerance'], { tolerance: '1 %' }],
    ['gate', ['tolerence'], { gate: { tolerence: '1 %' } }],
    ['time', ['warmup', 'samples'], { time: { warmup: '1 s', samples: 3 } }],
    ['time.forks', ['count'], { time: { forks: { count: 3 } } }],
    ['collect', ['flames'], { collect: { flames: true } }],
    ['reports', ['folder'], { reports: { folder: 'x' } }],
  ])('at %j: a key that does not exist is named: %j', (path, keys, config) => {
    const { error } = configSchema.safeParse(config)
    expect(error?.issues).toMatchObject([{ path: path === '' ? [] : path.split('.'), keys }])
  })

  it.each(['..reports/a..b', 'docs/C', 'docs\\perf', './reports'])('a folder may be called %s', (dir) => {
    expect(configSchema.parse({ reports: { dir } }).reports.dir).toBe(dir)
  })
})

function issuesOf(config: unknown) {
  const { error } = configSchema.safeParse(config)
  return (error?.issues ?? []).map(({ path, message }) => ({ path: path.join('.'), message }))
}
