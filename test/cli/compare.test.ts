import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { git, type Project, project, twoPairs, undecided } from '../project.ts'

/** Everything is nearly always equivalent: these tests are about what happens, not about numbers. */
const lenient = `export default {
  time: { perBenchmark: '20 ms', forks: { min: 2, max: 6 }, batch: '10 us', timeout: '20 s' },
  collect: { memory: false, controls: false, cpuProfile: 'never' },
  gate: { tolerance: '400 %', margin: '3000 %', drift: '2000 %', alpha: 0.2 },
}`
const benchmark = `
import { bench } from 'assay'
import { work } from '../src/work.js'
bench('work', () => work(1000))`
const reading = `
import { readFileSync } from 'node:fs'
import { bench } from 'assay'
bench('data', { setup: () => JSON.parse(readFileSync('data/numbers.json', 'utf8')), run: (numbers) => numbers.map((n) => n + 1) })`
const work = (factor: number, result = 'sum') => `
export function work(n) {
  let sum = 0
  for (let i = 0; i < ${factor} * n; i++) sum = (sum * 31 + i) | 0
  return ${result === 'sum' ? `sum * 0 + n` : result}
}`

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
    { 'perf.config.ts': lenient, '.gitignore': '.assay/\nreports/\nnode_modules/\n', ...base },
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

function expectCleanedUp(made: Project): void {
  expect(git(made, 'worktree', 'list').trim().split('\n')).toHaveLength(1)
  const scratch = join(made.folder, '.assay', 'worktrees')
  expect(existsSync(scratch) ? readdirSync(scratch) : []).toEqual([])
  expect(made.processes()).toEqual([])
}

const files = { 'bench/work.bench.js': benchmark, 'src/work.js': work(1) }

/** Another text that does the same. */
const touched = { 'src/work.js': `// touched\n${work(1)}` }

describe('assay compare', () => {
  it('measures both revisions in one process, and finds one that is a hundred times slower', async () => {
    const made = repository(files, { 'src/work.js': work(100) })
    const { code, stderr, stdout } = await made.run('compare', 'HEAD')
    const { comparisons, request, verdict, benchmarks } = made.latest()
    expect(comparisons, stderr).toMatchObject([
      { method: 'paired', metric: 'time', verdict: 'regressed', base: { ref: 'HEAD' } },
    ])
    expect(comparisons[0]?.change?.estimate).toBeGreaterThan(10)
    expect(comparisons[0]?.pairs?.confirmation.length).toBeGreaterThan(0)
    expect(benchmarks[0]?.timings.length).toBeGreaterThan(0)
    expect(request).toMatchObject({ command: 'compare', ref: 'HEAD' })
    expect([code, verdict]).toEqual([1, 'fail'])
    expect(stdout).toContain('regressed')
    expectCleanedUp(made)
  })

  it('passes what has not changed, also where names have spaces and other letters', async () => {
    const made = repository(
      { 'bench/größe und maß.bench.js': benchmark, 'src/work.js': work(1) },
      touched,
      'a project, 日本',
    )
    const { code, stderr } = await made.run('compare', 'main')
    expect(made.latest().comparisons, stderr).toMatchObject([{ method: 'paired', verdict: 'equivalent' }])
    expect(code).toBe(0)
    expectCleanedUp(made)
  })

  it('measures nothing that a change does not touch', async () => {
    const made = repository(
      { ...files, 'bench/data.bench.js': reading, 'data/numbers.json': '[1, 2]', 'README.md': 'before' },
      {
        ...{ 'README.md': 'after', 'src/other.js': 'export {}' },
        // What is released has another version; a benchmark file that nobody has committed is about old code.
        'package.json': '{ "name": "@scope/example", "type": "module", "version": "1.0.1" }',
        'bench/fresh.bench.js': benchmark.replace('1000', '2000'),
      },
    )
    const { code, stdout } = await made.run('compare', 'HEAD')
    const { comparisons, benchmarks, findings } = made.latest()
    expect(comparisons.map(({ verdict }) => verdict)).toEqual(['identical', 'identical', 'identical'])
    expect(benchmarks.map(({ timings }) => timings.length)).toEqual([0, 0, 0])
    expect(findings.filter((one) => one.subject === 'bench/fresh.bench.js')).toMatchObject([
      { code: 'benchmark-file-taken', severity: 'info' },
    ])
    expect(stdout).toContain('identical')
    expect(code).toBe(0)
    made.write('data/numbers.json', '[1, 2, 3]')
    await made.run('compare', 'HEAD', ...twoPairs)
    const others = made.latest().comparisons.filter(({ verdict }) => verdict !== 'identical')
    expect([others.map(({ id }) => id), made.latest().comparisons.length]).toEqual([
      ['bench/data.bench.js › data'],
      3,
    ])
  })

  it("measures the base's own sources with the working tree's benchmark files, and says so", async () => {
    const made = repository(
      { ...files, 'bench/work.bench.js': benchmark.replace('1000', '10') },
      { 'src/work.js': work(100), 'bench/work.bench.js': benchmark },
    )
    await made.run('compare', 'HEAD', ...twoPairs)
    const { comparisons, findings } = made.latest()
    expect(comparisons[0]?.change?.estimate).toBeGreaterThan(10)
    expect(findings).toContainEqual(
      expect.objectContaining({ code: 'benchmark-file-taken', subject: 'bench/work.bench.js' }),
    )
  })

  it('builds the base where the configuration says how', async () => {
    const copy = "import { cpSync } from 'node:fs'; cpSync('src', 'dist', { recursive: true })"
    const made = repository({
      'bench/work.bench.js': benchmark.replace('../src', '../dist'),
      'src/work.js': work(100),
      'build.mjs': copy,
      'perf.config.ts': building,
      '.gitignore': '.assay/\nreports/\ndist/\n',
    })
    made.write('dist/work.js', work(1))
    const { stderr } = await made.run('compare', 'HEAD', ...twoPairs)
    const [comparison] = made.latest().comparisons
    expect(comparison, stderr).toMatchObject({ method: 'paired', findings: undecided })
    expect(comparison?.change?.estimate).toBeLessThan(-0.9)
    expectCleanedUp(made)
  })

  it('says when the base is not for the Node that runs, or has another configuration', async () => {
    const made = repository(
      {
        ...files,
        'package.json': '{ "type": "module", "engines": { "node": "<20" } }',
        'perf.config.ts': `${lenient}\n`,
      },
      { ...touched, 'perf.config.ts': lenient },
    )
    await made.run('compare', 'HEAD', ...twoPairs)
    expect(made.latest().findings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['engine-excluded', 'configuration-differs']),
    )
  })

  it('says of a base that never ends that it does not', async () => {
    const made = repository(
      {
        ...files,
        'src/work.js': 'export function work() { for (;;); }',
        'perf.config.ts': lenient.replace("timeout: '20 s'", "timeout: '2 s'"),
      },
      { 'src/work.js': work(1) },
    )
    const { code } = await made.run('compare', 'HEAD')
    expect(made.latest().comparisons[0]?.findings[0]).toMatchObject({
      code: 'base-failed',
      message: expect.stringContaining('timed-out'),
    })
    expect(code).toBe(3)
    expectCleanedUp(made)
  })

  it('is not misled by a base that prints', async () => {
    const loud = `process.stdout.write('{"type":"pair"}')\nconsole.error('x'.repeat(1e5))\n${work(1)}`
    const made = repository({ ...files, 'src/work.js': loud }, { 'src/work.js': work(1) })
    const { code, stdout } = await made.run('compare', 'HEAD', '--json', ...twoPairs)
    expect(JSON.parse(stdout).comparisons).toMatchObject([{ method: 'paired', findings: undecided }])
    expect(code).toBe(0)
  })

  it('measures a benchmark under another name, too', async () => {
    const renamed = benchmark.replace("'work'", "'renamed'")
    const made = repository(files, { ...touched, 'bench/work.bench.js': renamed })
    await made.run('compare', 'HEAD', ...twoPairs)
    expect(made.latest().comparisons).toMatchObject([
      { id: 'bench/work.bench.js › renamed', method: 'paired', findings: undecided },
      { id: 'bench/work.bench.js › work', verdict: 'missing' },
    ])
  })

  it('measures asynchronous functions in processes of their own, and says why', async () => {
    const made = repository(
      { ...files, 'bench/work.bench.js': benchmark.replace('() =>', 'async () =>') },
      touched,
    )
    const { stderr } = await made.run('compare', 'HEAD', ...twoPairs)
    const [comparison] = made.latest().comparisons
    expect(comparison, stderr).toMatchObject({ method: 'alternated' })
    expect(comparison?.findings).toContainEqual(expect.objectContaining({ code: 'measured-apart' }))
    expectCleanedUp(made)
  })

  it('measures in processes of their own what asks for it, and compares other results that may differ', async () => {
    const free = benchmark.replace(
      '() => work(1000)',
      '{ isolate: true, mayDiffer: true, run: () => work(1000) }',
    )
    const made = repository({ ...files, 'bench/work.bench.js': free }, { 'src/work.js': work(1, 'n + 1') })
    await made.run('compare', 'HEAD', ...twoPairs)
    // What returns something else would be invalid.
    expect(made.latest().comparisons).toMatchObject([{ method: 'alternated', verdict: 'inconclusive' }])
  })

  it('compares nothing that returns something else', async () => {
    const made = repository(files, { 'src/work.js': work(1, 'n + 1') })
    const { code } = await made.run('compare', 'HEAD', ...twoPairs)
    const [comparison] = made.latest().comparisons
    expect(comparison).toMatchObject({ verdict: 'invalid' })
    expect(comparison?.findings).toContainEqual(expect.objectContaining({ code: 'different-result' }))
    expect(code).toBe(3)
  })

  it.each([
    ['throws', 'throw new Error("not yet")', 'not yet'],
    ['ends its process', 'process.exit(7)', 'exit'],
  ])('says of a base that %s that there is nothing to compare with', async (_, body, said) => {
    const made = repository(
      { ...files, 'src/work.js': `export function work() { ${body} }` },
      { 'src/work.js': work(1) },
    )
    const { code } = await made.run('compare', 'HEAD')
    const [comparison] = made.latest().comparisons
    expect(comparison).toMatchObject({ verdict: 'invalid' })
    expect(comparison?.findings[0]).toMatchObject({
      code: 'base-failed',
      message: expect.stringContaining(said),
    })
    expect(made.latest().benchmarks[0]?.state).not.toBe('failed')
    expect(code).toBe(3)
    expectCleanedUp(made)
  })

  it('calls new what the base lacks, and gives the rest its verdict', async () => {
    const fresh = benchmark.replace("'work'", "'fresh'").replace('src/work.js', 'src/fresh.js')
    const added = { 'bench/fresh.bench.js': fresh, 'src/fresh.js': work(1) }
    const made = repository(files, { ...touched, ...added })
    const { code } = await made.run('compare', 'HEAD', ...twoPairs)
    expect(made.latest().comparisons).toMatchObject([
      { id: 'bench/fresh.bench.js › fresh', verdict: 'new' },
      { id: 'bench/work.bench.js › work', method: 'paired', findings: undecided },
    ])
    expect(made.latest().benchmarks.map(({ state }) => state)).toEqual(['measured', 'measured'])
    expect(code).toBe(0)
  })

  it('measures each with its own benchmark file where the base lacks what the new one loads', async () => {
    const before = { 'bench/work.bench.js': benchmark.replace('src/', 'lib/'), 'lib/work.js': work(1) }
    const made = repository(before, { ...files, 'src/work.js': work(2) })
    await made.run('compare', 'HEAD', ...twoPairs)
    expect(made.latest().comparisons).toMatchObject([{ method: 'paired', n: { head: 2, base: 2 } }])
    expect(made.latest().findings.map(({ code }) => code)).toContain('benchmark-file-own')
  })

  it('compares a project that is a folder of its repository, with the dependencies above it', async () => {
    const made = repository({
      'package.json': '{ "type": "module", "workspaces": ["packages/*"] }',
      'packages/one/package.json': '{ "name": "one", "type": "module" }',
      'packages/one/bench/work.bench.js': `import { name } from 'dependency'\n${benchmark}\nif (name !== 'x') throw new Error(name)`,
      'packages/one/src/work.js': work(1),
      'packages/one/perf.config.ts': lenient,
    })
    made.write('node_modules/dependency/package.json', '{ "type": "module", "main": "index.js" }')
    made.write('node_modules/dependency/index.js', 'export const name = "x"')
    made.write('packages/one/src/work.js', touched['src/work.js'])
    const { code, stderr } = await made.runFrom({ below: 'packages/one' }, 'compare', 'HEAD', ...twoPairs)
    expect(code, stderr).toBe(0)
    expect(JSON.parse(made.read('packages/one/reports/latest/run.json')).comparisons).toMatchObject([
      { method: 'paired', findings: undecided },
    ])
    expect(git(made, 'worktree', 'list').trim().split('\n')).toHaveLength(1)
  })

  it('loads dependencies once for each revision', async () => {
    const alone = `import { next } from 'dependency'
      import { bench } from 'assay'
      import { work } from '../src/work.js'
      const setup = () => { if (next() !== 1) throw new Error('shared') }
      bench('work', { setup, run: () => work(1000) })`
    const made = repository({ ...files, 'bench/work.bench.js': alone }, touched)
    made.write('node_modules/dependency/package.json', '{ "type": "module", "main": "index.js" }')
    made.write('node_modules/dependency/index.js', 'let count = 0\nexport const next = () => ++count')
    await made.run('compare', 'HEAD', ...twoPairs)
    expect(made.latest().comparisons).toMatchObject([{ method: 'paired', findings: undecided }])
  })
})

describe('assay compare refuses, in a sentence,', () => {
  it('a revision that is none', async () => {
    const made = repository(files)
    const { code, stderr } = await made.run('compare', 'nowhere')
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining("'nowhere' is no revision of this repository"),
    ])
  })

  it('one that looks like an option', async () => {
    const made = repository(files)
    const { code, stderr } = await made.run('compare', '--', '--all')
    expect([code, stderr]).toEqual([2, expect.stringContaining("'--all' is no revision")])
  })

  it('no revision', async () => {
    const { code, stderr } = await repository(files).run('compare')
    expect([code, stderr]).toEqual([2, expect.stringContaining('assay compare main')])
  })

  it('a folder without git', async () => {
    const made = project({ 'perf.config.ts': lenient, ...files })
    const { code, stderr } = await made.run('compare', 'HEAD')
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
    const { code, stderr } = await made.runFrom({ below: 'clone' }, 'compare', 'HEAD~1')
    expect([code, stderr]).toEqual([2, expect.stringContaining('fetch-depth: 0')])
  })

  it('a base with submodules', async () => {
    const inner = repository(files)
    const made = project({ 'perf.config.ts': lenient, ...files })
    git(made, 'init', '--quiet')
    git(made, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.folder, 'inner')
    commit(made, 'base')
    made.write('src/work.js', work(2))
    const { code, stderr } = await made.run('compare', 'HEAD')
    expect([code, stderr]).toEqual([2, expect.stringContaining('has submodules (inner)')])
    expectCleanedUp(made)
  })

  it('a base that cannot be built', async () => {
    const made = repository(
      {
        ...files,
        'perf.config.ts': building,
        'build.mjs': "console.error('no such target'); process.exit(1)",
      },
      touched,
    )
    const { code, stderr } = await made.run('compare', 'HEAD')
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/'HEAD' cannot be built \(node build\.mjs\): no such target\n.*base\.build/su),
    ])
    expectCleanedUp(made)
  })

  it('dependencies that cannot be installed', async () => {
    const made = repository(
      { ...files, 'package-lock.json': 'no JSON' },
      { ...touched, 'package-lock.json': '{}' },
    )
    const { code, stderr } = await made.run('compare', 'HEAD')
    expect([code, stderr]).toEqual([2, expect.stringContaining('cannot be installed (npm ci)')])
    expectCleanedUp(made)
  })
})

describe('assay compare leaves nothing behind', () => {
  it('when it is interrupted', async () => {
    const made = repository(files, touched)
    const { code } = await made.runUntil('round 1', (pid) => process.kill(pid, 'SIGINT'), 'compare', 'HEAD')
    expect(code).toBe(130)
    expectCleanedUp(made)
  })

  it('after it was killed, once it runs again', async () => {
    const made = repository(files, touched)
    await made.runUntil('round 1', (pid) => process.kill(pid, 'SIGKILL'), 'compare', 'HEAD')
    expect(git(made, 'worktree', 'list').trim().split('\n')).toHaveLength(2)
    const { code } = await made.run('compare', 'HEAD', ...twoPairs)
    expect(code).toBe(0)
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
