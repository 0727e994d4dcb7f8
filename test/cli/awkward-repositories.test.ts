import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Run, runSchema } from '../../src/model/run.ts'
import { runHere, runHereWith } from '../in-process.ts'
import { git, type Project, project, type Result, twoPairs } from '../project.ts'

/** Everything is nearly always equivalent: these tests are about what happens, not about numbers. */
const lenient = `export default {
  time: { perBenchmark: '20 ms', forks: { min: 2, max: 6 }, batch: '10 us', timeout: '20 s' },
  collect: { memory: false, controls: false, cpuProfile: 'never' },
  gate: { tolerance: '400 %', margin: '3000 %', drift: '2000 %', alpha: 0.2 },
}`
const work = (factor: number) =>
  `export const work = (n) => { let sum = 0; for (let i = 0; i < ${factor} * n; i++) sum = (sum * 31 + i) | 0; return sum * 0 + n }\n`
const benchmark = (name: string) => `import { bench } from 'assay'
import { work } from '../src/work.js'
bench('${name}', () => work(100))
`
const files = {
  'perf.config.js': lenient,
  '.gitignore': '.assay/\nreports/\n',
  'src/work.js': work(1),
  'bench/work.bench.js': benchmark('work'),
}

function repository(branch = 'main'): Project {
  const made = project(files)
  git(made, 'init', '--quiet', `--initial-branch=${branch}`)
  commit(made, 'base')
  return made
}

function commit(made: Project, message: string): void {
  git(made, 'add', '--all')
  git(made, 'commit', '--quiet', '--message', message)
}

async function runIn(made: Project, ...args: string[]): Promise<Run & { readonly told: Result }> {
  const told = await runHere(made.folder, 'run', '--json', ...twoPairs, ...args)
  return { ...runSchema.parse(JSON.parse(told.stdout)), told }
}

const methods = ({ comparisons }: Run) => comparisons.map(({ id, method }) => [id.split(' › ')[1], method])

describe('assay run, with numbers in any case, and compared as far as git tells', () => {
  it('without git compares nothing', async () => {
    const taken = await runIn(project(files))
    expect([taken.told.code, taken.verdict, taken.comparisons]).toEqual([0, 'pass', []])
    expect(taken.benchmarks[0]?.state).toBe('measured')
    expect(taken.source.commit).toBeUndefined()
  })

  it('in a shallow clone takes what is there', async () => {
    const origin = repository()
    origin.write('src/work.js', work(2))
    commit(origin, 'second')
    const made = project({})
    git(made, 'clone', '--quiet', '--depth=1', `file://${origin.folder}`, join(made.folder, 'clone'))
    const clean = await runHere(join(made.folder, 'clone'), 'run', '--json', ...twoPairs)
    expect([clean.code, runSchema.parse(JSON.parse(clean.stdout)).comparisons]).toEqual([0, []])
    made.write('clone/src/work.js', work(1))
    const dirty = await runHere(join(made.folder, 'clone'), 'run', '--json', ...twoPairs)
    expect([dirty.code, methods(runSchema.parse(JSON.parse(dirty.stdout)))]).toEqual([
      0,
      [['work', 'paired']],
    ])
  })

  it('on a detached head compares with where it left the default branch', async () => {
    const made = repository()
    git(made, 'checkout', '--quiet', '--detach')
    made.write('src/work.js', work(2))
    commit(made, 'aside')
    const taken = await runIn(made)
    expect([taken.told.code, methods(taken)]).toEqual([0, [['work', 'paired']]])
    expect(taken.comparisons[0]?.base.commit).toBe(git(made, 'rev-parse', 'main').trim())
  })

  it('where no default branch can be told compares a dirty tree with its commit, and a clean one with nothing', async () => {
    const made = repository('somewhere')
    git(made, 'switch', '--quiet', '--create', 'else')
    const clean = await made.run('run')
    expect([clean.code, made.latest().comparisons]).toEqual([0, []])
    expect(clean.stdout).toContain(
      'Note     Nothing was compared: which branch is the default one cannot be told.',
    )
    expect(clean.stdout).toContain("Next     Say which it is: gate.against: 'BRANCH' in the configuration.")
    expect(clean.stdout).not.toContain('baseline update')
    expect(made.read('reports/latest/report.md')).toMatch(/Nothing was compared.*gate\.against/su)
    made.write('src/work.js', work(2))
    const taken = await runIn(made)
    expect([taken.told.code, methods(taken)]).toEqual([0, [['work', 'paired']]])
    expect(taken.comparisons[0]?.base.commit).toBe(git(made, 'rev-parse', 'HEAD').trim())
  })

  it('measures a benchmark file that git does not know: identical where its code is the same, in pairs where not', async () => {
    const made = repository()
    made.write('bench/more.bench.js', benchmark('more'))
    expect(methods(await runIn(made))).toEqual([
      ['more', 'identical'],
      ['work', 'identical'],
    ])
    made.write('src/work.js', work(2))
    const taken = await runIn(made)
    expect(taken.told.code).toBe(0)
    expect(methods(taken)).toEqual([
      ['more', 'paired'],
      ['work', 'paired'],
    ])
  })

  it('in a second changes no file of git, and says what it had no time for', async () => {
    const made = repository()
    made.write('src/work.js', work(2))
    const { code, stdout, stderr } = await made.run('run', '--within', '1 s')
    // On a slow machine the second is over before anything is known.
    expect([0, 2]).toContain(code)
    expect(code === 0 ? stdout : stderr).toMatch(/\S/u)
    if (code === 2) expect(stderr).toMatch(/\(--within '1(?:\.0+)? s'\)/u)
    expect(git(made, 'status', '--porcelain')).toBe(' M src/work.js\n')
    expect(git(made, 'worktree', 'list').trim().split('\n')).toHaveLength(1)
  })
})

describe('a repository that git does not read', () => {
  const commands = [['run'], ['gate'], ['compare', 'HEAD'], ['baseline', 'update', '--why', 'first']]
  it.each(commands)('is none to go without: %s says what git says, and what to do', async (...args) => {
    const made = repository()
    // What git itself uses to test the refusal of a folder that belongs to somebody else.
    const env = { GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' }
    const foreign = await runHereWith(env, made.folder, ...args)
    expect([foreign.code, foreign.stderr]).toEqual([2, expect.stringContaining('detected dubious ownership')])
    expect(foreign.stderr).toContain(`git config --global --add safe.directory ${made.folder}`)
    made.write('.git/HEAD', 'nonsense')
    const broken = await runHere(made.folder, ...args)
    expect([broken.code, broken.stderr]).toEqual([2, expect.stringContaining('git refuses to read')])
    expect(made.files('.').filter((file) => file.startsWith('baselines/'))).toEqual([])
  })
})

describe('an accepted commit that cannot be used', () => {
  let made: Project
  beforeAll(async () => {
    made = repository()
    await runHere(made.folder, 'baseline', 'update', '--why', 'first', '--force')
    commit(made, 'baseline')
    made.write('src/work.js', work(2))
  })

  it('because it cannot be built leaves the decision to recorded numbers, and says so once', async () => {
    const build = ['node', '-e', "console.error('no such target\\n\\nNode.js v0'); process.exit(1)"]
    made.write(
      'perf.config.js',
      lenient.replace('export default {', `export default { base: { build: ${JSON.stringify(build)} },`),
    )
    const { code, stdout } = await runHere(made.folder, 'run')
    const taken = made.latest()
    expect([code, methods(taken)]).toEqual([0, [['work', 'recorded']]])
    const said = taken.findings.filter((one) => one.code === 'no-base')
    const at = git(made, 'rev-parse', '--short=7', 'HEAD~').trim()
    expect(said.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        new RegExp(`^Not in pairs: base\\.build failed at '${at}' .*: no such target$`, 'u'),
      ),
    ])
    const told = stdout.replaceAll(/\s+/gu, ' ')
    expect(told.match(/Note Not in pairs: base\.build failed.* no such target\./gu)).toHaveLength(1)
    expect(git(made, 'worktree', 'list').trim().split('\n')).toHaveLength(1)
  })

  it('because it is gone leaves it to them, too', async () => {
    const clone = project({})
    git(clone, 'clone', '--quiet', '--depth=1', `file://${made.folder}`, join(clone.folder, 'clone'))
    clone.write('clone/src/work.js', work(2))
    const told = await runHere(join(clone.folder, 'clone'), 'run', '--json')
    const taken = runSchema.parse(JSON.parse(told.stdout))
    expect([told.code, methods(taken)]).toEqual([0, [['work', 'recorded']]])
    const said = taken.findings.filter(({ code }) => code === 'no-base')
    expect(said).toHaveLength(1)
    expect(said[0]?.message).toMatch(
      /^Not in pairs: the accepted commit [0-9a-f]{7} is not in this repository/u,
    )
    const compared = await runHere(join(clone.folder, 'clone'), 'compare', 'baseline')
    expect([compared.code, compared.stderr]).toEqual([2, expect.stringContaining('the accepted commit')])
    expect(compared.stderr).not.toContain('origin/')
  })
})
