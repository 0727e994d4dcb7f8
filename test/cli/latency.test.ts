import { describe, expect, it } from 'vitest'
import { recompute } from '../../src/core/certificate/checks/recompute.ts'
import { decode } from '../../src/stats/histogram.ts'
import { runHere } from '../in-process.ts'
import { git, project } from '../project.ts'
import { timingsIn } from '../rows.ts'

const files = {
  'perf.config.js': `export default {
  time: { perBenchmark: '1 s', forks: { min: 2, max: 2 }, batch: '100 us', timeout: '20 s' },
  collect: { memory: false },
}`,
  'bench/latency.bench.js': `import { setImmediate, setTimeout } from 'node:timers/promises'
import { bench } from 'assay'
const spin = (ms) => { const end = performance.now() + ms; while (performance.now() < end); }
bench('turns', async () => { for (let i = 0; i < 40; i++) await setImmediate() })
bench('in flight', { run: () => setTimeout(1), concurrency: 4 })
bench('with input', { prepare: () => ({ fresh: true }), run: async (input) => {
  if (!input.fresh) throw new Error('an input was used twice')
  input.fresh = false
  for (let i = 0; i < 40; i++) await setImmediate()
} })
bench('slow', () => spin(3))
bench('synchronous', () => Math.sqrt(2))
`,
}

describe('the latencies of a run', () => {
  it('are those of asynchronous and of slow benchmarks, in run.json, report and plot', async () => {
    const place = project(files)
    const result = await runHere(place.folder)
    expect(result).toMatchObject({ code: 0 })
    const { benchmarks } = place.latest()
    const synchronous = benchmarks.find(({ name }) => name === 'synchronous')!
    // A process that was stopped while it warmed up may choose any batch, even one operation: too short for the clock.
    expect(synchronous.latency).toBeUndefined()
    const timed = benchmarks.filter((one) => one.latency)
    expect(benchmarks.map(({ state }) => state)).toEqual(benchmarks.map(() => 'measured'))
    expect(timed.map(({ name }) => name)).toEqual(['turns', 'in flight', 'with input', 'slow'])
    for (const { latency, metrics, ...one } of timed) {
      const timings = timingsIn(one)
      const { count, histogram } = latency!
      const [p50, p95, p99, p999] = ['p50', 'p95', 'p99', 'p999'].map((name) => metrics[`latency.${name}`])
      const max = metrics['latency.max']!
      expect(decode(histogram).total).toBe(count)
      expect(max.values.length).toBeGreaterThanOrEqual(1)
      expect(max.values.length).toBeLessThanOrEqual(timings.length)
      expect(p50).toMatchObject({ unit: 'ns', better: 'lower' })
      // Each quantile that there is, fork by fork, up to the maximum.
      const rising = [p50, p95, p99, p999, max].filter((one) => one !== undefined)
      for (const [index, one] of rising.slice(1).entries()) {
        for (const [fork, value] of one.values.entries())
          expect(value).toBeGreaterThanOrEqual(rising[index]!.values[fork]!)
      }
    }
    const slow = timed.at(-1)!
    expect(slow.latency!.count).toBe(timingsIn(slow).reduce((total, { samples }) => total + samples, 0))
    expect(slow.metrics['latency.p50']!.estimate).toBeGreaterThanOrEqual(2.9e6)
    expect(place.files('reports/latest')).toContain('reports/latest/plots/latency.svg')
    const report = place.read('reports/latest/report.md')
    expect(report).toContain('## Latency')
    expect(
      report
        .split('\n')
        .filter((line) => /^\| `(?:turns|in flight|with input|slow)` +\| +\d+ \|/u.test(line)),
    ).toHaveLength(4)
    expect(result.stdout).toContain('Latencies, p50 to max, are in the report.')
  })
})

describe('the latencies of two revisions', () => {
  it('are compared in pairs: together where a batch is one operation, apart where promises are awaited', async () => {
    const made = project({
      '.gitignore': '.assay/\nreports/\n',
      'perf.config.js': `export default {
  time: { perBenchmark: '600 ms', forks: { min: 2, max: 2 }, batch: '100 us', timeout: '20 s' },
  collect: { memory: false, controls: false, cpuProfile: 'never' },
  gate: { metrics: ['time', 'latency.p50'] },
}`,
      'src/spin.js': `export const spin = (ms) => { const end = performance.now() + ms; while (performance.now() < end); }
export const ms = 2`,
      'bench/latency.bench.js': `import { setImmediate } from 'node:timers/promises'
import { bench } from 'assay'
import { ms, spin } from '../src/spin.js'
bench('slow', () => spin(ms))
bench('turns', async () => { for (let i = 0; i < 40 * ms; i++) await setImmediate() })
`,
    })
    git(made, 'init', '--quiet', '--initial-branch=main')
    git(made, 'add', '--all')
    git(made, 'commit', '--quiet', '--message', 'base')
    made.write('src/spin.js', made.read('src/spin.js').replace('ms = 2', 'ms = 4'))
    await runHere(made.folder, 'compare', 'main')
    const { comparisons, nullControls } = made.latest()
    expect(comparisons.map(({ metric, standsFor = metric, method }) => [standsFor, method])).toEqual([
      ['time', 'paired'],
      ['latency.p50', 'paired'],
      ['time', 'alternated'],
      ['latency.p50', 'alternated'],
    ])
    for (const { pairs } of comparisons) expect(pairs!.screen.length).toBeGreaterThan(0)
    expect(recompute(made.latest())).toEqual([])
    expect(nullControls!.map(({ metric }) => metric)).toContain('latency.p50')
  })
})
