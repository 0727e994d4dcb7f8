import { assess } from '../../../src/core/assess/assess.ts'
import { judge } from '../../../src/core/assess/verdict.ts'
import { unreachedFindings } from '../../../src/core/wording/unreached-words.ts'
import type { Comparison } from '../../../src/model/comparison.ts'
import type { Explanation } from '../../../src/model/explanation.ts'
import type { BenchmarkResult, Run } from '../../../src/model/run.ts'
import { benchmark, comparison, finding, history, runOf } from './example-run.ts'

/** The six situations that a person meets most, each as a run: what a terminal shows of them is in test/golden/answers. */

const head = { ref: 'HEAD', commit: 'ba92654c0d5e6b7a8c9d0e1f2a3b4c5d6e7f8a9b' }
const baseline = { ref: 'baseline', commit: 'fc2454fc0d5e6b7a8c9d0e1f2a3b4c5d6e7f8a9b' }
const main = { ref: 'main', commit: 'fc2454fc0d5e6b7a8c9d0e1f2a3b4c5d6e7f8a9b' }

function judged(benchmarks: BenchmarkResult[], more: Partial<Run>): Run {
  const run = runOf(benchmarks, more)
  return { ...run, verdict: judge(assess(run)) }
}

/** So many benchmarks of sorting, searching and reporting. */
function suite(size: number): BenchmarkResult[] {
  const files = ['bench/sort.bench.ts', 'bench/search.bench.ts', 'bench/report.bench.ts']
  return Array.from({ length: size }, (_, index) => {
    const file = files[index % files.length]!
    const group = [['sort'], ['substring search'], ['report']][index % files.length]!
    const name = ['radix sort', 'Boyer–Moore', 'reading JSON'][index % files.length]!
    const params = { n: 10 ** (1 + Math.floor(index / files.length)) }
    return benchmark(file, group, name, 100 * 3 ** (index % 7), {
      params,
      allocated: 800 + 16 * index,
      forkCount: 5,
    })
  })
}

function identical(benchmarks: readonly BenchmarkResult[], base = baseline): Comparison[] {
  return benchmarks.map(({ id }) => ({
    ...comparison(id, 'identical', undefined, { method: 'identical', base, n: { head: 0, base: 0 } }),
  }))
}

function paired(
  id: string,
  verdict: Comparison['verdict'],
  change: [number, number, number],
  base = head,
): Comparison {
  return comparison(id, verdict, change, { method: 'paired', base, n: { head: 17, base: 17 } })
}

function heavier(id: string, before: number, now: number, base = head): Comparison {
  const [estimate, difference] = [now / before - 1, now - before]
  const values = { head: [now, now, now], confirmation: [], base: [[before, before, before]] }
  const method = { method: 'exact', metric: 'allocated', base } as const
  return comparison(id, 'regressed', [estimate, estimate, estimate], {
    ...method,
    difference,
    values,
    limit: 64,
  })
}

function blames(
  id: string,
  base: typeof head,
  name: string,
  file: string,
  line: number,
  {
    operation = { base: 444_000, head: 466_000 },
    ...more
  }: Partial<Explanation['blamed'][number]> & Partial<Pick<Explanation, 'operation'>>,
): Explanation {
  return {
    ...{ id, base, replicates: 12, together: true, withoutInlining: false, functions: [], artifacts: [] },
    operation,
    blamed: [{ name, file, line, cost: 21_000, collector: 0, builtins: 0, callees: [], ...more }],
  }
}

const kernels = {
  'string building': 100,
  'integer mixing': 80,
  allocation: 90,
  'property and Map access': 70,
}
const controlsAt = (factor: number) =>
  Object.fromEntries(
    Object.entries(kernels).map(([name, time], index) => [
      name,
      [0, 1, 2, 3, 4, 5].map((fork) => time * (index === 0 ? factor : 1) * (1 + 0.001 * fork)),
    ]),
  )
const recordedControls = Object.fromEntries(
  Object.entries(controlsAt(1)).map(([name, values]) => [name, { s1: values }]),
)

/** (a) Nothing has changed, and the machine is quiet. */
export function unchanged(factor = 1, load = 0.3): Run {
  const benchmarks = suite(6)
  const run = runOf(benchmarks)
  const accepted = benchmarks.map(
    ({ id, metrics }, index) => [id, [metrics.time!.estimate / (factor * (1 + 0.002 * index))]] as const,
  )
  const past = history(Object.fromEntries(accepted))
  const withBytes = (series: (typeof past.benchmarks)[number], index: number) => {
    const now = benchmarks[index]!.metrics.allocated!.estimate
    // One allocates a little more than it did, as where a compilation came at another time.
    const before = factor > 1 && index === 2 ? now - 32 : now
    return { ...series, counted: { allocated: { low: before, high: before } } }
  }
  return judged(benchmarks, {
    comparisons: identical(benchmarks),
    controls: controlsAt(factor),
    recordedControls,
    history: { ...past, benchmarks: past.benchmarks.map(withBytes) },
    environment: { ...run.environment, state: { ...run.environment.state, load1: load } },
  })
}

/** (b) Nothing has changed, but the machine is another one today. */
export function unchangedElsewhere(): Run {
  return unchanged(1.57, 7)
}

/** (c) One function has become slower. */
export function slowerFunction(): Run {
  const [parse, stream] = ['parse', 'stream'].map((name, index) =>
    benchmark('bench/csv.bench.js', ['csv'], name, [466_000, 524_000][index]!, {
      allocated: [776_000, 805_000][index]!,
    }),
  ) as [BenchmarkResult, BenchmarkResult]
  const others = suite(6)
  const allocated = { base: 74_000, head: 181_000 }
  const calls = { base: 1, head: 1 }
  const functions = [{ name: 'convert', file: 'src/csv.js', line: 22, bytes: allocated }]
  return judged([parse, stream, ...others], {
    request: { command: 'compare', filters: [], ref: 'HEAD' },
    comparisons: [
      paired(parse.id, 'regressed', [0.039, 0.05, 0.061]),
      paired(stream.id, 'regressed', [0.022, 0.048, 0.074]),
      heavier(parse.id, 664_000, 776_000),
      heavier(stream.id, 693_000, 805_000),
      ...identical(others, head),
    ],
    explanations: [parse, stream].map(({ id }) => ({
      ...blames(id, head, 'convert', 'src/csv.js', 22, { allocated, calls }),
      allocated: { ...allocated, functions },
    })),
  })
}

/** (d) The first run of a project, on a busy machine. */
export function firstNumbers(): Run {
  const names = ['in place', 'a copy']
  const run = runOf([])
  const sorts = [100, 10_000].flatMap((n) =>
    names.map((name, index) =>
      benchmark('bench/example.bench.js', ['sort'], name, n * 58 * (1 + index / 20), {
        ...{ params: { n }, allocated: n * 21, forkCount: 5, spread: 0.5 },
      }),
    ),
  )
  const split = benchmark('bench/example.bench.js', [], 'split 1,000 fields', 23_800, {
    allocated: 39_300,
    forkCount: 5,
    spread: 0.12,
  })
  return judged([split, ...sorts], {
    environment: { ...run.environment, state: { ...run.environment.state, load1: 7 } },
  })
}

/** (e) A benchmark has been added; a function that has changed is run by none. */
export function newBenchmark(): Run {
  const others = suite(6)
  const added = benchmark('bench/csv.bench.js', ['csv'], 'parse headers', 31_300, { allocated: 4_100 })
  const idle = [{ file: 'src/lru.js', name: 'evict', line: 22 }]
  return judged([...others, added], {
    comparisons: [...identical(others), comparison(added.id, 'new')],
    findings: unreachedFindings({ functions: idle, files: [] }, false),
  })
}

/** (f) Three of two hundred have become slower, one heavier. */
export function manyBenchmarks(): Run {
  const few = benchmark('bench/router.bench.ts', ['router'], 'match', 109, {
    params: { routes: 10 },
    allocated: 320,
  })
  const many = benchmark('bench/router.bench.ts', ['router'], 'match', 1_140, {
    params: { routes: 1000 },
    allocated: 320,
  })
  const revive = benchmark('bench/json.bench.ts', ['json'], 'revive', 1_410_000, { allocated: 371_000 })
  const others = suite(197)
  const [better, same, open, left] = [
    others.slice(0, 4),
    others.slice(4, 56),
    others.slice(56, 58),
    others.slice(58),
  ]
  const undecided = finding('warning', 'undecided', open[0]!.id, 'After 30 pairs neither is proven')
  const calls = { base: 1, head: 3 }
  const allocated = { base: 323_000, head: 371_000 }
  return judged([few, many, revive, ...others], {
    request: { command: 'compare', filters: [], ref: 'main' },
    comparisons: [
      paired(many.id, 'regressed', [0.31, 0.4, 0.5], main),
      paired(few.id, 'regressed', [0.11, 0.15, 0.18], main),
      paired(revive.id, 'regressed', [0.04, 0.06, 0.09], main),
      heavier(revive.id, 323_000, 371_000, main),
      ...better.map(({ id }, index) => paired(id, 'improved', [-0.25, -0.22 + index / 100, -0.1], main)),
      ...same.map(({ id }) => paired(id, 'equivalent', [-0.01, 0.002, 0.02], main)),
      ...open.map(({ id }) => ({
        ...paired(id, 'inconclusive', [-0.02, 0.02, 0.06], main),
        ...{ reason: 'uncertain' as const, findings: [{ ...undecided, subject: id }] },
      })),
      ...identical(left, main),
    ],
    explanations: [
      ...[few, many].map(({ id }) =>
        blames(id, main, 'normalise', 'src/router.js', 88, {
          cost: 290,
          calls,
          operation: { base: 880, head: 1_240 },
        }),
      ),
      blames(revive.id, main, 'revive', 'src/json.js', 40, {
        cost: 80_000,
        allocated,
        operation: { base: 1_400_000, head: 1_500_000 },
      }),
    ],
  })
}
