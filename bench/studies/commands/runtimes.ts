import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { type Run, runSchema } from '../../../src/model/run.ts'
import { mean, standardDeviation } from '../../../src/stats/moments.ts'
import { sourceOf } from '../gate/suites.ts'
import { type GitProject, gitProject } from '../git-project.ts'
import type { LayoutRow, RuntimeRow, SelfRow } from './raw.ts'

/** Functions of each suite that are compared. */
const functions = 6

/** How often the steps of the ladder do the same piece of work; and of how many numbers the list has, whose bytes are counted. */
const steps = [2, 4, 8] as const
const lengths = [1000, 2000] as const

/** One runtime: a suite without a change and one with 10 % more to do, and bytes of a list. */
export async function measureRuntime(
  main: string,
  runtime: string,
  packages: string | undefined,
): Promise<Omit<RuntimeRow, 'ratios'>> {
  const same = await compareSuite(main, runtime, packages, 1)
  const slower = await compareSuite(main, runtime, packages, 1.1)
  const bytes = await countBytes(main, runtime, packages)
  return { runtime, ...bytes, same, slower }
}

async function compareSuite(main: string, runtime: string, packages: string | undefined, factor: number) {
  return within(
    {
      'bench/workloads.bench.js': suiteFile,
      'src/workloads.js': sourceOf(1, 'base', functions),
    },
    packages,
    async (project) => {
      project.write('src/workloads.js', `// The head.\n${sourceOf(factor, 'head', functions)}`)
      const run = await assay(main, project, ['compare', 'HEAD', '--runtime', runtime])
      const times = run.comparisons.filter(isOfTime)
      const of = (verdict: string) => times.filter((one) => one.verdict === verdict).length
      return { compared: times.length, slower: of('regressed'), faster: of('improved') }
    },
  )
}

/** By pairs: how much longer functions take that do 2, 4 and 8 times the same. */
export async function climb(main: string, runtime: string, packages: string | undefined): Promise<number[]> {
  const files = { 'bench/ladder.bench.js': suiteFile, 'src/workloads.js': ladderOf(() => 1) }
  return within(files, packages, async (project) => {
    project.write(
      'src/workloads.js',
      ladderOf((step) => step),
    )
    const run = await assay(main, project, ['compare', 'HEAD', '--runtime', runtime])
    return steps.map((step) => {
      const found = run.comparisons.find((one) => one.id.includes(`step ${step}`) && isOfTime(one))
      return 1 + (found?.change?.estimate ?? Number.NaN)
    })
  })
}

async function countBytes(main: string, runtime: string, packages: string | undefined) {
  return within({ 'bench/lists.bench.js': listFile }, packages, async (project) => {
    const run = await assay(main, project, ['run', '--runtime', runtime])
    const [few, many] = lengths.map((length) => {
      const found = run.benchmarks.find((one) => one.name === `list ${length}`)
      return found?.metrics.allocated?.estimate
    })
    return few === undefined || many === undefined
      ? {}
      : { bytesEach: (many - few) / (lengths[1] - lengths[0]) }
  })
}

/** A runtime against itself, by two names: its program and its package. */
export async function* measureAgainstItself(main: string, suites: number): AsyncGenerator<SelfRow> {
  for (let suite = 0; suite < suites; suite++) {
    yield await within(
      { 'bench/workloads.bench.js': suiteFile, 'src/workloads.js': sourceOf(1, 'base', functions) },
      undefined,
      async (project) => {
        symlinkSync(process.execPath, join(project.folder, 'same-node'))
        const run = await assay(main, project, ['run', '--runtime', 'node', '--runtime', './same-node'])
        const all = (run.alternatives ?? []).filter(isOfTime)
        const of = (verdict: string) => all.filter((one) => one.verdict === verdict).length
        return {
          compared: all.length,
          ...{ raised: of('regressed') + of('improved'), equivalent: of('equivalent') },
        }
      },
    )
  }
}

/** Lists of these lengths are sorted: where their numbers come to lie depends on what lies before them. */
const sorted = [100, 400, 1600] as const

/** Equal code, of which nothing but a comment and its folder is another one. */
export async function compareLayout(
  main: string,
  runtime: string,
  packages: string | undefined,
): Promise<LayoutRow[]> {
  const files = { 'bench/sort.bench.js': sortFile, 'src/sort.js': sortSource }
  return within(files, packages, async (project) => {
    project.write('src/sort.js', `// The head.\n${sortSource}`)
    const run = await assay(main, project, ['compare', 'HEAD', '--runtime', runtime])
    return sorted.map((length) => {
      const found = run.comparisons.find((one) => one.id.endsWith(`sort ${length}`) && isOfTime(one))
      const { screen = [], confirmation = [] } = found?.pairs ?? {}
      const all = [...screen, ...confirmation]
      const error = all.length < 2 ? 0 : standardDeviation(all) / Math.sqrt(all.length)
      const about = { verdict: found?.verdict ?? 'missing', mean: all.length === 0 ? 0 : mean(all) }
      return { runtime, length, ...about, error, pairs: all.length }
    })
  })
}

const sortSource = 'export const sorted = (list) => list.toSorted((a, b) => a - b)\n'
const sortFile = `import { bench } from 'assay'
import { sorted } from '../src/sort.js'
for (const length of ${JSON.stringify(sorted)})
  bench('sort ' + length, {
    setup: () => Array.from({ length }, (_, i) => (i * 7919) % 10_007),
    run: (list) => sorted(list),
  })
`

/** Also where CPU time decided in its place. */
function isOfTime({ metric, standsFor = metric }: Run['comparisons'][number]): boolean {
  return standsFor === 'time'
}

const suiteFile = `import { bench } from 'assay'
import { workloads } from '../src/workloads.js'
for (const [name, run] of Object.entries(workloads)) bench(name, { run, mayDiffer: true })
`

const listFile = `import { bench } from 'assay'
for (const length of ${JSON.stringify(lengths)}) bench('list ' + length, () => new Array(length).fill(1.5))
`

/** Functions that hash some words ten times, each so many times as often. */
function ladderOf(times: (step: number) => number): string {
  return `const words = Array.from({ length: 64 }, (_, i) => 'word ' + i * 7919)
const hash = (times) => {
  let found = 0
  for (let i = 0; i < times; i++) for (const word of words) for (let at = 0; at < word.length; at++) found = (found * 31 + word.charCodeAt(at)) | 0
  return found
}
export const workloads = {
${steps.map((step) => `  'step ${step}': () => hash(${10 * times(step)}),\n`).join('')}}
`
}

async function within<T>(
  files: Readonly<Record<string, string>>,
  packages: string | undefined,
  body: (project: GitProject) => Promise<T>,
): Promise<T> {
  const project = gitProject(files)
  try {
    if (packages !== undefined)
      symlinkSync(join(packages, 'node_modules'), join(project.folder, 'node_modules'))
    return await body(project)
  } finally {
    project.remove()
  }
}

async function assay(main: string, { folder }: GitProject, words: readonly string[]): Promise<Run> {
  const { stdout, stderr } = await execa(process.execPath, [main, ...words, '--json', '--quiet'], {
    ...{ cwd: folder, reject: false, maxBuffer: 1 << 28 },
  })
  if (stdout === '') throw new Error(`${words.join(' ')}: ${stderr}`)
  return runSchema.parse(JSON.parse(stdout))
}
