import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
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
  const scratch = join(made.folder, below, '.assay', 'w')
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
const touched = { 'src/work.js': `export const touched = 1\n${work(1)}` }

describe('assay compare', () => {
  it('measures both revisions in one process, and finds what is a hundred times slower', async () => {
    // Also where names have spaces and other letters.
    const made = repository(
      { 'bench/größe und maß.bench.js': benchmark, 'src/work.js': work(1) },
      { 'src/work.js': work(100) },
      'a project, 日本',
    )
    const { code, stderr, stdout } = await made.run('compare', 'main')
    const { comparisons, request, verdict, benchmarks } = made.latest()
    const id = 'bench/größe und maß.bench.js › work'
    expect(comparisons, stderr).toMatchObject([
      { id, method: 'paired', metric: 'time', verdict: 'regressed', base: { ref: 'main' } },
    ])
    expect(comparisons[0]?.change?.estimate).toBeGreaterThan(10)
    expect(comparisons[0]?.pairs?.confirmation.length).toBeGreaterThan(0)
    expect(benchmarks.map((one) => timingsIn(one).length)).not.toContain(0)
    expect(request).toMatchObject({ command: 'compare', ref: 'main' })
    expect([code, verdict]).toEqual([1, 'fail'])
    expect(stdout).toContain('slower')
    expectCleanedUp(made)
  })

  it('measures nothing that a change does not touch', async () => {
    const made = repository(
      {
        ...files,
        'bench/work.bench.js': benchmark + reading,
        'data/numbers.json': '[1, 2]',
        'README.md': 'before',
      },
      {
        ...{ 'README.md': 'after', 'src/other.js': 'export {}' },
        // What is released has another version; a benchmark file that nobody has committed is about old code.
        'package.json': '{ "name": "@scope/example", "type": "module", "version": "1.0.1" }',
        'bench/fresh.bench.js': benchmark.replace('100', '200'),
      },
    )
    const { code, stdout } = await runHere(made.folder, 'compare', 'HEAD')
    const { comparisons, benchmarks, findings } = made.latest()
    expect(comparisons.map(({ verdict }) => verdict)).toEqual(['identical', 'identical', 'identical'])
    expect(benchmarks.map((one) => timingsIn(one).length)).toEqual([0, 0, 0])
    expect(findings.filter((one) => one.subject === 'bench/fresh.bench.js')).toMatchObject([
      { code: 'benchmark-file-new', severity: 'info' },
    ])
    expect(stdout).toContain('nothing that 3 benchmarks read has changed since HEAD')
    expect(code).toBe(0)
  })

  it('measures only the benchmark that runs the function which has changed', async () => {
    const both = (other: string) => `${work(1)}\nexport function other(n) {\n  return ${other}\n}`
    const made = repository(
      {
        'src/work.js': both('n + 1'),
        'bench/work.bench.js': `import { bench } from 'assay'
import { other, work } from '../src/work.js'
bench('work', () => work(100))
bench('other', () => other(100))`,
      },
      { 'src/work.js': both('1 + n') },
    )
    const { code } = await runHere(made.folder, 'compare', 'HEAD', ...twoPairs)
    const told = made.latest().comparisons.map(({ id, method }) => [id.split(' › ').at(-1), method])
    expect([code, new Map(told as [string, string][])]).toEqual([
      0,
      new Map([
        ['work', 'identical'],
        ['other', 'paired'],
      ]),
    ])
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

  const plain = `
    import { name, next } from 'dependency'
    import { next as above } from 'above'
    import { next as beside } from '../../../tools/beside/index.js'
    import { bench } from 'assay'
    import { work as built } from '../dist/built.js'
    import { work as isolated } from '../src/isolated.js'
    import { work as loud } from '../src/loud.js'
    import { work } from '../src/work.js'
    const setup = () => { if (name !== 'x' || next() * above() * beside() !== 1) throw new Error('shared') }
    bench('async', async () => work(100))
    bench('built', () => built(100))
    bench('dependency', { setup, run: () => work(100) })
    bench('isolated', { isolate: true, mayDiffer: true, run: () => isolated(100) })
    bench('loud', () => loud(100))`
  /** Bases that nothing can be compared with. */
  const failing = `
    import { bench } from 'assay'
    import { differs, ends, throws } from '../src/failing.js'
    bench('differs', () => differs(100))
    bench('ends', () => ends(100))
    bench('throws', () => throws(100))`
  const inBase = `export function differs(n) { return n + 1 }
    export function ends() { process.exit(7) }
    export function throws() { throw new Error('not yet') }`
  const inHead = 'export const [differs, ends, throws] = [(n) => n, (n) => n, (n) => n]'
  const made = `
    import { bench } from 'assay'
    import { cases } from '../src/cases.js'
    for (const one of cases) bench(one, () => one.length)`
  const installed = (folder: string) => ({
    [`${folder}/package.json`]: '{ "type": "module", "main": "index.js" }',
    [`${folder}/index.js`]: 'let count = 0\nexport const next = () => ++count\nexport const name = "x"',
  })
  const loud = `process.stdout.write('{"type":"pair"}')\nconsole.error('x'.repeat(1e5))\n`

  const parts = [
    source('work', work(1), touched['src/work.js']),
    both('plain', plain),
    source('built', work(100)),
    both('data', `import { bench } from 'assay'${reading}`),
    both('cases', made),
    source('cases', "export const cases = ['kept', 'gone']", "export const cases = ['kept', 'fresh']"),
    ...[both('failing', failing), source('failing', inBase, inHead)],
    source('isolated', work(1), work(1, 'n + 1')),
    source('loud', loud + work(1), work(1)),
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
    const result = await runHere(join(made.folder, below), 'compare', 'HEAD', '--json', ...twoPairs)
    done = { ...result, run: runSchema.parse(JSON.parse(result.stdout)), left: leftOf(made, below) }
  })

  const of = (file: string, name = '') =>
    done.run.comparisons.filter(({ id }) => id.startsWith(`bench/${file}.bench.js › ${name}`))
  const toldOf = (subject: string) => done.run.findings.filter((one) => one.subject === subject)

  it('ends with 3 where some have no base, blames nothing on the working tree, and leaves nothing behind', () => {
    expect(done.code, done.stderr).toBe(3)
    expect(done.run.benchmarks.map(({ state }) => state)).not.toContain('failed')
    expect(done.left).toEqual(nothing)
  })

  it.each([
    ['throws', 'not yet'],
    ['ends', 'exit'],
  ])('says of a base that %s that there is nothing to compare with', (name, said) => {
    expect(of('failing', name)).toMatchObject([{ verdict: 'invalid' }])
    expect(of('failing', name)[0]?.findings[0]).toMatchObject({
      code: 'base-failed',
      message: expect.stringContaining(said),
    })
  })

  it('compares nothing with a base that returns something else', () => {
    expect(of('failing', 'differs')).toMatchObject([{ verdict: 'invalid' }])
    expect(of('failing', 'differs')[0]?.findings).toContainEqual(
      expect.objectContaining({ code: 'different-result' }),
    )
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
    expect(of('plain', 'built')).toMatchObject([{ method: 'paired', findings: undecided }])
    expect(of('plain', 'built')[0]?.change?.estimate).toBeLessThan(-0.9)
  })

  it('says when the base is not for the Node that runs, or has another configuration', () => {
    expect(done.run.findings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['engine-excluded', 'configuration-differs']),
    )
  })

  it('is not misled by a base that prints', () => {
    expect(of('plain', 'loud')).toMatchObject([{ method: 'paired', findings: undecided }])
  })

  it('measures a benchmark under another name, too', () => {
    expect(of('renamed')).toMatchObject([
      { id: 'bench/renamed.bench.js › renamed', method: 'paired', findings: undecided },
      { id: 'bench/renamed.bench.js › work', verdict: 'missing' },
    ])
  })

  it('measures asynchronous functions in processes of their own, and says why', () => {
    expect(of('plain', 'async')).toMatchObject([{ method: 'alternated' }])
    expect(of('plain', 'async')[0]?.findings).toContainEqual(
      expect.objectContaining({ code: 'measured-apart' }),
    )
  })

  it('measures in processes of their own what asks for it, and compares other results that may differ', () => {
    // What returns something else would be invalid.
    expect(of('plain', 'isolated')).toMatchObject([{ method: 'alternated', verdict: 'inconclusive' }])
  })

  it('calls new what the base lacks, and measures it all the same', () => {
    expect(of('fresh')).toMatchObject([{ id: 'bench/fresh.bench.js › work', verdict: 'new' }])
    // What the base cannot be compared with is not timed.
    const others = done.run.benchmarks.filter(({ file }) => file !== 'bench/failing.bench.js')
    const unmeasured = others.filter(({ state }) => state !== 'measured')
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
    expect(of('plain', 'dependency')).toMatchObject([{ method: 'paired', findings: undecided }])
  })
})

describe('assay compare refuses, in a sentence,', () => {
  let origin: Project
  beforeAll(() => {
    origin = repository(files)
    origin.write('README.md', 'second')
    commit(origin, 'second')
  })
  afterEach(() => {
    vi.unstubAllEnvs()
  })

  it.each([
    ['a revision that is none', ['nowhere'], "'nowhere' is no revision of this repository"],
    ['one that looks like an option', ['--', '--all'], "'--all' is no revision"],
    ['no revision', [], 'assay compare main'],
  ])('%s', async (_, args, said) => {
    const { code, stderr } = await runHere(origin.folder, 'compare', ...args)
    expect([code, stderr]).toEqual([2, expect.stringContaining(said)])
  })

  it('a folder without git', async () => {
    const made = project({ 'perf.config.js': lenient, ...files })
    const { code, stderr } = await runHere(made.folder, 'compare', 'HEAD')
    expect([code, stderr]).toEqual([2, expect.stringContaining('is in no git repository')])
  })

  it('a machine without git', async () => {
    vi.stubEnv('PATH', '')
    const { code, stderr } = await runHere(origin.folder, 'compare', 'HEAD')
    expect([code, stderr]).toEqual([2, expect.stringContaining('git is not installed')])
  })

  it('what a shallow clone does not have, and tells how to fetch it', async () => {
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
    expect(stderr).toContain(
      `git checkout ${git(made, 'rev-parse', 'HEAD').slice(0, 7)}, git submodule update`,
    )
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
      expect.stringMatching(
        /base\.build failed at 'HEAD' \(node build\.mjs\): no such target\n.*base\.build/su,
      ),
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
  it('when it is interrupted while another one runs, nor of one before them that was killed', async () => {
    const made = repository(files, touched)
    await made.runUntil('round 1', (pid) => process.kill(pid, 'SIGKILL'), 'compare', 'HEAD')
    expect(leftOf(made).worktrees).toBe(1)
    const both = await Promise.all([
      made.runUntil('round 1', (pid) => process.kill(pid, 'SIGINT'), 'compare', 'HEAD'),
      made.run('compare', 'HEAD', ...twoPairs),
    ])
    expect(both.map(({ code }) => code)).toEqual([130, 0])
    expectCleanedUp(made)
  })
})
