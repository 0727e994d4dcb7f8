import type { Comparison } from '../../model/comparison.ts'
import { type BenchmarkResult, type Run, runSchema } from '../../model/run.ts'
import { schemas } from '../../model/schema-version.ts'

/**
 * A text in every place where somebody's text may be: markup, a table's pipe, a line of its own, terminal escapes. What a
 * format must not repeat as it is has a name, so that it can be looked for.
 */
export const hostile = {
  markup: '<assay-kit onload="x">',
  pipe: 'assay|kit',
  line: 'assay kit: a second line',
  escape: '\u001b[31m',
} as const

const hostileText = `& "q" 'q' ${hostile.markup} ${hostile.pipe} ${hostile.escape} ]]> --> \\ \`x\`\n${hostile.line}`

/** Runs that every renderer must cope with, by what is special about them. */
export function sampleRuns(): Readonly<Record<string, Run>> {
  const [sort, parse] = [measured('sort', 'sort'), measured('parse', 'parse')]
  const odd = measured(hostileText, hostileText)
  return {
    'a run of two benchmarks': runOf([sort, parse], {
      comparisons: [comparison(sort.id, 'regressed'), comparison(parse.id, 'equivalent')],
      verdict: 'fail',
    }),
    'a run without benchmarks': runOf([], { verdict: 'nothing-measured' }),
    'a run of a benchmark that failed': runOf([failed('sort', 'it threw')], { verdict: 'fail' }),
    'a run with names that are more than text': runOf([odd, failed(`2 ${hostileText}`, hostileText)], {
      comparisons: [comparison(odd.id, 'regressed')],
      source: { commit: 'a'.repeat(40), dirty: true, branch: hostileText },
      seed: hostileText,
      request: { command: 'run', filters: [hostileText] },
      verdict: 'fail',
    }),
  }
}

function benchmarkOf(name: string, file: string, state: 'measured' | 'failed'): BenchmarkResult {
  const about = {
    kind: 'function',
    file: `bench/${file}.bench.ts`,
    group: [],
    name,
    params: {},
    agree: false,
  }
  return { ...about, id: `${about.file} › ${name}`, state, metrics: {}, trials: [], findings: [] }
}

function measured(name: string, file: string): BenchmarkResult {
  const values = [1990, 2000, 2010, 2005, 1995]
  const unit = { unit: 'ns', better: 'lower' } as const
  const time = { ...unit, estimate: 2000, low: 1990, high: 2010, coverage: 0.9375, values }
  return { ...benchmarkOf(name, file, 'measured'), line: 3, metrics: { time } }
}

function failed(name: string, message: string): BenchmarkResult {
  return { ...benchmarkOf(name, name, 'failed'), error: { reason: 'threw', message } }
}

function comparison(id: string, verdict: Comparison['verdict']): Comparison {
  const change =
    verdict === 'regressed'
      ? { low: 0.1, estimate: 0.12, high: 0.14 }
      : { low: -0.01, estimate: 0, high: 0.01 }
  return {
    ...{ id, metric: 'time', method: 'alternated', base: { commit: 'b'.repeat(40) }, change, verdict },
    ...{ n: { head: 10, base: 10 }, decisive: true, minimumDetectable: 0.02, findings: [] },
  }
}

function runOf(benchmarks: BenchmarkResult[], more: Partial<Run>): Run {
  return runSchema.parse({
    schema: schemas.run,
    id: '20261130_081500_aaaaaaa',
    startedAt: '2026-11-30T08:15:00.000Z',
    finishedAt: '2026-11-30T08:16:00.000Z',
    partial: false,
    seed: '1',
    request: { command: 'run', filters: [] },
    tool: { version: '0.1.0', method: 1, trialTime: 300e6 },
    source: { commit: 'a'.repeat(40), dirty: false, branch: 'main' },
    environment: {
      class: 'x64-example-2c-node24',
      classParts: { arch: 'x64', cpu: 'Example', node: '24' },
      hardware: {
        ...{ cpu: 'Example', physicalCores: 1, logicalCores: 2, availableCpus: 2, caches: {} },
        ...{ memory: 8e9, memoryLimit: 8e9, virtual: true, gpus: [] },
      },
      os: { platform: 'linux', distribution: 'Example Linux', kernel: '6.1.0', arch: 'x64' },
      runtime: { node: '24.0.0', v8: '13.6', flags: [] },
      state: { load1: 0, runQueueDelay: true },
    },
    policy: {
      tolerance: { time: { absolute: 0, relative: 0.01 } },
      ...{ margin: 0.03, alpha: 0.01, drift: 0.1, inconclusive: 'warn', metrics: ['time'] },
    },
    inputs: [],
    benchmarks,
    comparisons: [],
    findings: [],
    ...more,
  } satisfies Omit<Run, 'verdict'> & Partial<Run>)
}
