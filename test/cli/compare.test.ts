import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Run, runSchema } from '../../src/model/run.ts'
import { runHere } from '../in-process.ts'
import { git, type Project, project, type Result, twoPairs, undecided } from '../project.ts'
import { timingsIn } from '../rows.ts'

/** Everything is nearly always equivalent: these tests are about what happens, not about numbers. */
const lenient = `export default {
  time: { perBenchmark: '20 ms', forks: { min: 2, max: 6 }, batch: '10 us', timeout: '20 s' },
  collect: { memory: false, controls: false, cpuProfile: 'never' },
  gate: { tolerance: '400 %', margin: '3000 %', drift: '2000 %', alpha: 0.2 },
}`
const reading = `
import { readFileSync } from 'node:fs'
import { bench } from 'assay'
bench('data', { setup: () => JSON.parse(readFileSync('data/numbers.json', 'utf8')), run: ([first]) => first + 1 })`
const benchmark = benchmarkOf('work')
const work = (factor: number, result = 'sum') => `
export function work(n) {
  let sum = 0
  for (let i = 0; i < ${factor} * n; i++) sum = (sum * 31 + i) | 0
  return ${result === 'sum' ? `sum * 0 + n` : result}
}`

/** A benchmark of what a file of `src` exports. */
function benchmarkOf(source: string): string {
  return `
import { bench } from 'assay'
import { work } from '../src/${source}.js'
bench('work', () => work(100))`
}

const building = lenient.replace(
  'export default {',
  "export default { base: { build: ['node', 'build.mjs'] },",
)

/** A repository whose first commit is the base and whose working tree is the head. */
function repository(
  base: Readonly<Record<string, string>>,
  head: Readonly<Record<string, string>> = {},
  name = 'project',
): Project {
  const made = project(
    { 'perf.config.js': lenient, '.gitignore': '.assay/\nreports/\nnode_modules/\ndist/\n', ...base },
    name,
  )
  git(made, 'init', '--quiet', '--initial-branch=main')
  commit(made, 'base')
  for (const [file, text] of Object.entries(head)) made.write(file, text)
  return made
}

function commit(made: Project, message: string): void {
  git(made, 'add', '--all')
  git(made, 'commit', '--quiet', '--message', message)
}

/** What is still there of a comparison of a project `below` a repository: of git's, in its folder, and of processes. */
function leftOf(made: Project, below = '.') {
  const scratch = join(made.folder, below, '.assay', 'worktrees')
  return {
    worktrees: git(made, 'worktree', 'list').trim().split('\n').length - 1,
    scratch: existsSync(scratch) ? readdirSync(scratch) : [],
    processes: made.processes(),
  }
}

const nothing = { worktrees: 0, scratch: [], processes: [] }

function expectCleanedUp(made: Project): void {
  expect(leftOf(made)).toEqual(nothing)
}

const files = { 'bench/work.bench.js': benchmark, 'src/work.js': work(1) }

/** Another text that does the same. */
const touched = { 'src/work.js': `// touched\n${work(1)}` }

describe('assay compare', () => {
  it('measures both revisions in one process, finds what is a hundred times slower, and passes what is not', async () => {
    // Also where names have spaces and other letters.
    const made = repository(
      {
        ...{ 'bench/größe und maß.bench.js': benchmark, 'src/work.js': work(1) },
        ...{ 'bench/slow.bench.js': benchmarkOf('slow'), 'src/slow.js': work(1) },
      },
      { ...touched, 'src/slow.js': work(100) },
      'a project, 日本',
    )
    const { code, stderr, stdout } = await made.run('compare', 'main')
    const { comparisons, request, verdict, benchmarks } = made.latest()
    expect(comparisons, stderr).toMatchObject([
      { id: 'bench/größe und maß.bench.js › work', method: 'paired', verdict: 'equivalent' },
      { id: 'bench/slow.bench.js › work', method: 'paired', metric: 'time', verdict: 'regressed' },
    ])
    expect(comparisons.map(({ base }) => base)).toMatchObject([{ ref: 'main' }, { ref: 'main' }])
    expect(comparisons[1]?.change?.estimate).toBeGreaterThan(10)
    expect(comparisons[1]?.pairs?.confirmation.length).toBeGreaterThan(0)
    expect(benchmarks.map((one) => timingsIn(one).length)).not.toContain(0)
    expect(request).toMatchObject({ command: 'compare', ref: 'main' })
    expect([code, verdict]).toEqual([1, 'fail'])
    expect(stdout).toContain('regressed')
    expectCleanedUp(made)
  })

  it('measures nothing that a change does not touch', async () => {
    const made = repository(
      { ...files, 'bench/data.bench.js': reading, 'data/numbers.json': '[1, 2]', 'README.md': 'before' },
      {
        ...{ 'README.md': 'after', 'src/other.js': 'export {}' },
        // What is released has another version; a benchmark file that nobody has committed is about old code.
        'package.json': '{ "name": "@scope/example", "type": "module", "version": "1.0.1" }',
        'bench/fresh.bench.js': benchmark.replace('100', '200'),
      },
    )
    const { code, stdout } = await made.run('compare', 'HEAD')
    const { comparisons, benchmarks, findings } = made.latest()
    expect(comparisons.map(({ verdict }) => verdict)).toEqual(['identical', 'identical', 'identical'])
    expect(benchmarks.map((one) => timingsIn(one).length)).toEqual([0, 0, 0])
    expect(findings.filter((one) => one.subject === 'bench/fresh.bench.js')).toMatchObject([
      { code: 'benchmark-file-new', severity: 'info' },
    ])
    expect(stdout).toContain('identical')
    expect(code).toBe(0)
  })
})

/** One project, a folder of its repository, and one comparison of it, with everything that a change may be. */
describe('assay compare, of many changes at once,', () => {
  const below = 'packages/one'
  const inPackage = (files: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(files).map(([file, text]) => [`${below}/${file}`, text]))

  /** One of each base and head, under `bench`, or only one where they are the same. */
  const both = (name: string, base: string, head?: string) => ({
    base: { [`bench/${name}.bench.js`]: base },
    head: head === undefined ? {} : { [`bench/${name}.bench.js`]: head },
  })
  const source = (name: string, base: string, head?: string) => ({
    base: { [`src/${name}.js`]: base },
    head: head === undefined ? {} : { [`src/${name}.js`]: head },
  })

  const dependent = `
    import { name, next } from 'dependency'
    import { next as above } from 'above'
    import { next as beside } from '../../../tools/beside/index.js'
    import { bench } from 'assay'
    import { work } from '../src/work.js'
    const setup = () => { if (name !== 'x' || next() * above() * beside() !== 1) throw new Error('shared') }
    bench('work', { setup, run: () => work(100) })`
  const made = `
    import { bench } from 'assay'
    import { cases } from '../src/cases.js'
    for (const one of cases) bench(one, () => one.length)`
  const installed = (folder: string) => ({
    [`${folder}/package.json`]: '{ "type": "module", "main": "index.js" }',
    [`${folder}/index.js`]: 'let count = 0\nexport const next = () => ++count\nexport const name = "x"',
  })
  const loud = `process.stdout.write('{"type":"pair"}')\nconsole.error('x'.repeat(1e5))\n`
  const free = '{ isolate: true, mayDiffer: true, run: () => work(100) }'

  const parts = [
    source('work', work(1), touched['src/work.js']),
    both('async', benchmark.replace('() =>', 'async () =>')),
    ...[both('built', benchmarkOf('built').replace('../src', '../dist')), source('built', work(100))],
    both('data', reading),
    both('cases', made),
    source('cases', "export const cases = ['kept', 'gone']", "export const cases = ['kept', 'fresh']"),
    both('dependency', dependent),
    ...[both('isolated', benchmarkOf('isolated').replace('() => work(100)', free))],
    source('isolated', work(1), work(1, 'n + 1')),
    ...[both('loud', benchmarkOf('loud')), source('loud', loud + work(1), work(1))],
    both('moved', benchmarkOf('moved').replace('src/', 'lib/'), benchmarkOf('moved')),
    both('renamed', benchmark, benchmark.replace("'work'", "'renamed'")),
    ...[both('taken', benchmarkOf('taken').replace('100', '10'), benchmarkOf('taken'))],
    source('taken', work(1), work(100)),
    ...[both('untouched', benchmarkOf('untouched')), source('untouched', work(1))],
    {
      base: {
        'package.json': '{ "name": "one", "type": "module", "engines": { "node": "<20" } }',
        'perf.config.js': `${building}\n`,
        'build.mjs': "import { cpSync } from 'node:fs'; cpSync('src', 'dist', { recursive: true })",
        'data/numbers.json': '[1, 2]',
        'lib/moved.js': work(1),
      },
      head: {
        'perf.config.js': building,
        'data/numbers.json': '[1, 2, 3]',
        'src/moved.js': work(2),
        'dist/built.js': work(1),
        'bench/fresh.bench.js': benchmarkOf('fresh'),
        'src/fresh.js': work(1),
      },
    },
  ]

  let done: Result & { readonly run: Run; readonly left: ReturnType<typeof leftOf> }

  beforeAll(async () => {
    const base = Object.assign({}, ...parts.map((one) => one.base))
    const head = Object.assign({}, ...parts.map((one) => one.head))
    const made = repository(
      {
        'package.json': '{ "type": "module", "workspaces": ["packages/*"] }',
        // No member of the workspace, with packages of its own.
        'tools/beside/package.json': '{ "type": "module" }',
        'tools/beside/index.js': "export { next } from 'inner'",
        ...inPackage(base),
      },
      {
        ...inPackage(head),
        ...installed('node_modules/dependency'),
        ...installed('tools/beside/node_modules/inner'),
        ...installed('../node_modules/above'),
      },
    )
    const result = await made.runFrom({ below }, 'compare', 'HEAD', '--json', ...twoPairs)
    done = { ...result, run: runSchema.parse(JSON.parse(result.stdout)), left: leftOf(made, below) }
  })

  const of = (name: string) =>
    done.run.comparisons.filter(({ id }) => id.startsWith(`bench/${name}.bench.js › `))
  const toldOf = (subject: string) => done.run.findings.filter((one) => one.subject === subject)

  it('ends with 0 where nothing is decided against them, and leaves nothing behind', () => {
    expect(done.code, done.stderr).toBe(0)
    expect(done.left).toEqual(nothing)
  })

  it('measures what reads a file that has changed, and not what reads none', () => {
    expect(of('data')).toMatchObject([{ verdict: 'inconclusive', n: { head: 2, base: 2 } }])
    const identical = done.run.comparisons.filter(({ verdict }) => verdict === 'identical')
    expect(identical.map(({ id }) => id)).toEqual(['bench/untouched.bench.js › work'])
  })

  it("measures the base's own sources with the working tree's benchmark files, and says so", () => {
    expect(of('taken')[0]?.change?.estimate).toBeGreaterThan(10)
    expect(toldOf('bench/taken.bench.js')).toMatchObject([{ code: 'benchmark-file-taken' }])
  })

  it('builds the base where the configuration says how', () => {
    expect(of('built')).toMatchObject([{ method: 'paired', findings: undecided }])
    expect(of('built')[0]?.change?.estimate).toBeLessThan(-0.9)
  })

  it('says when the base is not for the Node that runs, or has another configuration', () => {
    expect(done.run.findings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['engine-excluded', 'configuration-differs']),
    )
  })

  it('is not misled by a base that prints', () => {
    expect(of('loud')).toMatchObject([{ method: 'paired', findings: undecided }])
  })

  it('measures a benchmark under another name, too', () => {
    expect(of('renamed')).toMatchObject([
      { id: 'bench/renamed.bench.js › renamed', method: 'paired', findings: undecided },
      { id: 'bench/renamed.bench.js › work', verdict: 'missing' },
    ])
  })

  it('measures asynchronous functions in processes of their own, and says why', () => {
    expect(of('async')).toMatchObject([{ method: 'alternated' }])
    expect(of('async')[0]?.findings).toContainEqual(expect.objectContaining({ code: 'measured-apart' }))
  })

  it('measures in processes of their own what asks for it, and compares other results that may differ', () => {
    // What returns something else would be invalid.
    expect(of('isolated')).toMatchObject([{ method: 'alternated', verdict: 'inconclusive' }])
  })

  it('calls new what the base lacks, and measures it all the same', () => {
    expect(of('fresh')).toMatchObject([{ id: 'bench/fresh.bench.js › work', verdict: 'new' }])
    const unmeasured = done.run.benchmarks.filter(({ state }) => state !== 'measured')
    expect(unmeasured.map(({ id }) => id)).toEqual(['bench/untouched.bench.js › work'])
  })

  it('does so with benchmarks that are made of what is imported, in a file that is the same', () => {
    expect(of('cases').map(({ id, verdict }) => [id.split(' › ')[1], verdict])).toEqual([
      ['kept', 'inconclusive'],
      ['fresh', 'new'],
      ['gone', 'missing'],
    ])
    expect(toldOf('bench/cases.bench.js')).toEqual([])
  })

  it('measures each with its own benchmark file where the base lacks what the new one loads', () => {
    expect(of('moved')).toMatchObject([{ method: 'paired', n: { head: 2, base: 2 } }])
    expect(toldOf('bench/moved.bench.js')).toMatchObject([{ code: 'benchmark-file-own' }])
  })

  it('finds dependencies above the project and its repository, and beside it, and loads them once for each revision', () => {
    expect(of('dependency')).toMatchObject([{ method: 'paired', findings: undecided }])
  })
})

/** Bases that nothing can be compared with, each in a file of its own. */
describe('assay compare, of a base', () => {
  const bodies = {
    throws: 'throw new Error("not yet")',
    ends: 'process.exit(7)',
    // Without using the processor for it.
    hangs: 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)',
    differs: 'return n + 1',
  }
  const names = Object.keys(bodies)
  let done: { readonly run: Run; readonly code: number | null; readonly left: ReturnType<typeof leftOf> }

  beforeAll(async () => {
    const ofAll = (text: (name: string) => readonly [string, string]) => Object.fromEntries(names.map(text))
    const made = repository(
      {
        'perf.config.js': lenient.replace("timeout: '20 s'", "timeout: '5 s'"),
        ...ofAll((name) => [`bench/${name}.bench.js`, benchmarkOf(name)]),
        ...Object.fromEntries(
          Object.entries(bodies).map(([name, body]) => [
            `src/${name}.js`,
            `export function work(n) { ${body} }`,
          ]),
        ),
      },
      ofAll((name) => [`src/${name}.js`, work(1)]),
    )
    const { code } = await made.run('compare', 'HEAD', ...twoPairs)
    done = { code, run: made.latest(), left: leftOf(made) }
  })

  const of = (name: string) =>
    done.run.comparisons.find(({ id }) => id.startsWith(`bench/${name}.bench.js › `))

  it.each([
    ['throws', 'throws', 'not yet'],
    ['ends its process', 'ends', 'exit'],
    ['never ends', 'hangs', 'timed-out'],
  ])('that %s says that there is nothing to compare with', (_, name, said) => {
    expect(of(name)).toMatchObject({ verdict: 'invalid' })
    expect(of(name)?.findings[0]).toMatchObject({
      code: 'base-failed',
      message: expect.stringContaining(said),
    })
  })

  it('that returns something else compares nothing', () => {
    expect(of('differs')).toMatchObject({ verdict: 'invalid' })
    expect(of('differs')?.findings).toContainEqual(expect.objectContaining({ code: 'different-result' }))
  })

  it('ends with 3, blames nothing on the working tree, and leaves nothing behind', () => {
    expect(done.code).toBe(3)
    expect(done.run.benchmarks.map(({ state }) => state)).not.toContain('failed')
    expect(done.left).toEqual(nothing)
  })
})

describe('assay compare refuses, in a sentence,', () => {
  it('a revision that is none', async () => {
    const made = repository(files)
    const { code, stderr } = await runHere(made.folder, 'compare', 'nowhere')
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining("'nowhere' is no revision of this repository"),
    ])
  })

  it('one that looks like an option', async () => {
    const made = repository(files)
    const { code, stderr } = await runHere(made.folder, 'compare', '--', '--all')
    expect([code, stderr]).toEqual([2, expect.stringContaining("'--all' is no revision")])
  })

  it('no revision', async () => {
    const { code, stderr } = await runHere(repository(files).folder, 'compare')
    expect([code, stderr]).toEqual([2, expect.stringContaining('assay compare main')])
  })

  it('a folder without git', async () => {
    const made = project({ 'perf.config.js': lenient, ...files })
    const { code, stderr } = await runHere(made.folder, 'compare', 'HEAD')
    expect([code, stderr]).toEqual([2, expect.stringContaining('is in no git repository')])
  })

  it('a machine without git', async () => {
    const { code, stderr } = await repository(files).runFrom({ env: { PATH: '' } }, 'compare', 'HEAD')
    expect([code, stderr]).toEqual([2, expect.stringContaining('git is not installed')])
  })

  it('what a shallow clone does not have, and tells how to fetch it', async () => {
    const origin = repository(files)
    origin.write('README.md', 'second')
    commit(origin, 'second')
    const made = project({})
    git(made, 'clone', '--quiet', '--depth=1', `file://${origin.folder}`, join(made.folder, 'clone'))
    const { code, stderr } = await runHere(join(made.folder, 'clone'), 'compare', 'HEAD~1')
    expect([code, stderr]).toEqual([2, expect.stringContaining('fetch-depth: 0')])
  })

  it('a base with submodules', async () => {
    const inner = repository(files)
    const made = project({ 'perf.config.js': lenient, ...files })
    git(made, 'init', '--quiet')
    git(made, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.folder, 'inner')
    commit(made, 'base')
    made.write('src/work.js', work(2))
    const { code, stderr } = await runHere(made.folder, 'compare', 'HEAD')
    expect([code, stderr]).toEqual([2, expect.stringContaining('has submodules (inner)')])
    expectCleanedUp(made)
  })

  it('a base that cannot be built', async () => {
    const made = repository(
      {
        ...files,
        'perf.config.js': building,
        'build.mjs': "console.error('no such target'); process.exit(1)",
      },
      touched,
    )
    const { code, stderr } = await runHere(made.folder, 'compare', 'HEAD')
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/'HEAD' cannot be built \(node build\.mjs\): no such target\n.*base\.build/su),
    ])
    expectCleanedUp(made)
  })

  it('dependencies that cannot be installed', async () => {
    const made = repository(
      { ...files, 'package-lock.json': 'no JSON' },
      { ...touched, 'patches/dependency+1.0.0.patch': '+ added' },
    )
    const { code, stderr } = await runHere(made.folder, 'compare', 'HEAD')
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/cannot be installed \(npm ci\).*patches\/dependency.* decides about packages/su),
    ])
    expectCleanedUp(made)
  })
})

describe('assay compare leaves nothing behind', () => {
  it('when it is interrupted, nor of one before it that was killed', async () => {
    const made = repository(files, touched)
    await made.runUntil('round 1', (pid) => process.kill(pid, 'SIGKILL'), 'compare', 'HEAD')
    expect(leftOf(made).worktrees).toBe(1)
    const { code } = await made.runUntil('round 1', (pid) => process.kill(pid, 'SIGINT'), 'compare', 'HEAD')
    expect(code).toBe(130)
    expectCleanedUp(made)
  })

  it('when two run at once', async () => {
    const made = repository(files, touched)
    const run = () => made.run('compare', 'HEAD', ...twoPairs)
    const both = await Promise.all([run(), run()])
    expect(both.map(({ code }) => code)).toEqual([0, 0])
    expectCleanedUp(made)
  })
})
