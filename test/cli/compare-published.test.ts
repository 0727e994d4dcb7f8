import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Run } from '../../src/model/run.ts'
import { runHere } from '../in-process.ts'
import { type Project, project, twoPairs, undecided } from '../project.ts'
import { type Registry, registry } from '../registry.ts'

/** Everything is nearly always equivalent: these tests are about what happens, not about numbers. */
const lenient = (gate = '') => `export default {
  time: { perBenchmark: '20 ms', forks: { min: 2, max: 6 }, batch: '10 us', timeout: '20 s' },
  collect: { memory: false, cpuProfile: 'never' },
  gate: { tolerance: '400 %', margin: '3000 %', drift: '2000 %', alpha: 0.2, ${gate} },
}`
const work = (factor: number, more = '') => `${more}
export function work(n) {
  let sum = 0
  for (let i = 0; i < ${factor} * n; i++) sum = (sum * 31 + i) | 0
  return sum * 0 + n
}`
const benchmark = (from: string) => `
import { bench } from 'assay'
import { work } from '${from}'
bench('work', () => work(100))`
const byName = { 'bench/work.bench.js': benchmark('example') }

const manifest = (more: object = {}) =>
  JSON.stringify({ name: 'example', type: 'module', exports: './dist/index.js', ...more })
const version = (version: string, more: object = {}) => manifest({ version, ...more })
const exporting = (which: string) => ({
  'package.json': JSON.stringify({ name: 'tool', version: '1.0.0', type: 'module', exports: './index.js' }),
  'index.js': `export const origin = '${which}'\nlet count = 0\nexport const next = () => ++count`,
})

let registered: Registry

beforeAll(async () => {
  registered = await registry(
    [
      {
        'package.json': version('1.0.0', { scripts: { postinstall: 'node -e "process.exit(1)"' } }),
        'dist/index.js': work(1),
      },
      {
        'package.json': version('2.0.0-rc.1', {
          engines: { node: '<20' },
          dependencies: { needed: '*' },
          exports: undefined,
          main: 'main.js',
        }),
        'main.js': work(1, `export { origin, inner } from 'needed'`),
        'src/work.js': work(1, `export const origin = 'published'`),
        'bench/work.bench.js': '// as it was',
      },
      {
        'package.json': JSON.stringify({
          name: 'needed',
          version: '1.0.0',
          type: 'module',
          exports: './index.js',
          dependencies: { tool: '*' },
        }),
        'index.js': `export const origin = 'published'\nexport { origin as inner } from 'tool'`,
      },
      exporting('published'),
    ],
    { example: { latest: '1.0.0', next: '2.0.0-rc.1' } },
    ['hidden'],
  )
  Object.assign(process.env, registered.env)
})

/** A package whose working tree is compared with what is published of it; no git anywhere. */
function packageOf(files: Readonly<Record<string, string>>): Project {
  return project({
    'package.json': manifest(),
    'perf.config.js': lenient(),
    'dist/index.js': work(1),
    ...files,
  })
}

/** What is still there of a comparison: in its folder, and of processes. */
function leftOf(made: Project) {
  const scratch = join(made.folder, '.assay', 'w')
  return { scratch: existsSync(scratch) ? readdirSync(scratch) : [], processes: made.processes() }
}

const nothing = { scratch: [], processes: [] }

describe('assay compare with a published version', () => {
  it('measures what the package exports under its name, from the registry of the project', async () => {
    const { address, asked } = registered
    const made = packageOf({
      ...byName,
      'dist/index.js': work(100),
      '.npmrc': `registry=${address}\n//${new URL(address).host}/:_authToken=of-the-project`,
    })
    asked.length = 0
    const { code, stderr, stdout } = await made.runFrom(
      { env: { npm_config_registry: undefined } },
      ...['compare', 'npm:latest', ...twoPairs],
    )
    expect(asked.filter(({ path }) => path === 'example').length).toBeGreaterThan(1)
    // As who the project says.
    expect(new Set(asked.map(({ authorization }) => authorization))).toEqual(
      new Set(['Bearer of-the-project']),
    )
    const { comparisons, request, findings } = made.latest()
    expect(comparisons, stderr).toMatchObject([{ method: 'paired', findings: undecided }])
    expect(comparisons[0]?.base).toEqual({ ref: 'npm:example@1.0.0' })
    // The tree is a hundred times slower.
    expect(comparisons[0]?.change?.estimate).toBeGreaterThan(10)
    expect(request.ref).toBe('npm:latest')
    expect(findings.filter(({ code }) => /^(?:benchmark-file|configuration)/u.test(code))).toEqual([])
    expect(code).toBe(0)
    expect(stdout).toContain('npm:example@1.0.0')
    expect(leftOf(made)).toEqual(nothing)
  })

  it('is what a gate does that is against one, and calls nothing identical, even if it is', async () => {
    const made = packageOf({ ...byName, 'perf.config.js': lenient(`against: 'npm:latest'`) })
    const { code, stderr } = await runHere(made.folder, 'gate', '--json')
    expect(code, stderr).toBe(0)
    const [folder] = readdirSync(join(made.folder, 'reports')).filter((name) => name !== 'certificates')
    expect(JSON.parse(made.read(`reports/${folder}/run.json`)).comparisons).toMatchObject([
      { method: 'paired', verdict: 'equivalent', base: { ref: 'npm:example@1.0.0' } },
    ])
    expect(leftOf(made)).toEqual(nothing)
  })
})

/** One comparison of everything that a benchmark file may import. */
describe('assay compare with a published version, of many benchmark files,', () => {
  const alone = `
    import { origin, next } from 'tool'
    import { bench } from 'assay'
    import * as example from 'example'
    const side = import.meta.url.includes('/.assay/') ? 'published' : 'project'
    const setup = () => {
      const seen = [origin, next(), example.origin, example.inner].join()
      if (seen !== ['project', 1, side, side].join()) throw new Error(seen)
    }
    bench('work', { setup, run: () => example.work(100) })`
  const byPath = `
    import { bench } from 'assay'
    import { origin, work } from '../src/work.js'
    const setup = () => {
      if (origin !== (import.meta.url.includes('/.assay/') ? 'published' : 'project')) throw new Error(origin)
    }
    bench('work', { setup, run: () => work(100) })`
  const reading = `
    import { readFileSync } from 'node:fs'
    import { bench } from 'assay'
    import { work } from 'example'
    bench('work', {
      setup: () => JSON.parse(readFileSync('data/n.json', 'utf8')),
      run: async ([n]) => work(n),
    })`
  let done: { readonly run: Run; readonly code: number | null; readonly left: ReturnType<typeof leftOf> }

  beforeAll(async () => {
    const made = packageOf({
      'bench/alone.bench.js': alone,
      'bench/async.bench.js': reading,
      'bench/unpublished.bench.js': benchmark('../src/unpublished.js'),
      'bench/work.bench.js': byPath,
      'data/n.json': '[100]',
      'dist/index.js': work(1, `export { origin, origin as inner } from 'needed'`),
      'src/unpublished.js': work(1),
      'src/work.js': work(1, `export const origin = 'project'`),
      'node_modules/needed/package.json': '{ "type": "module", "exports": "./index.js" }',
      'node_modules/needed/index.js': `export const origin = 'project'`,
      ...Object.fromEntries(
        Object.entries(exporting('project')).map(([file, text]) => [`node_modules/tool/${file}`, text]),
      ),
    })
    const { code } = await runHere(made.folder, 'compare', 'npm:example@next', ...twoPairs)
    done = { code, run: made.latest(), left: leftOf(made) }
  })

  const of = (name: string) =>
    done.run.comparisons.find(({ id }) => id.startsWith(`bench/${name}.bench.js › `))
  const base = { ref: 'npm:example@2.0.0-rc.1' }

  it('measures files of it by their paths, names those of its benchmarks, and the Node that it is for', () => {
    expect(of('work')).toMatchObject({ method: 'paired', base, findings: undecided })
    expect(done.run.findings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['benchmark-file-taken', 'engine-excluded']),
    )
  })

  it('says of a file that is not published that it is not, and what to import instead', () => {
    expect(of('unpublished')).toMatchObject({ verdict: 'invalid', base })
    expect(of('unpublished')?.findings[0]).toMatchObject({
      code: 'base-failed',
      message: expect.stringContaining(
        'the base has no ../src/unpublished.js; import the package by its name instead',
      ),
    })
    expect(done.code).toBe(3)
  })

  it('gives the version its own dependencies and benchmark files those of the project, each side its own', () => {
    expect(of('alone')).toMatchObject({ method: 'paired', findings: undecided, base })
  })

  it('measures asynchronous functions in processes of their own, which find the data of the project', () => {
    expect(of('async')).toMatchObject({ method: 'alternated', base })
    expect(of('async')?.findings.map(({ code }) => code)).not.toContain('base-failed')
  })

  it('leaves nothing behind', () => {
    expect(done.left).toEqual(nothing)
  })
})

describe('assay compare refuses, in a sentence, a published version', () => {
  afterEach(() => {
    vi.unstubAllEnvs()
  })

  it.each<[string, string, Readonly<Record<string, string>>, NodeJS.ProcessEnv, string, string]>([
    ['of another package', 'npm:other@1.0.0', {}, {}, 'this project is example', 'npm:latest'],
    [
      'of a package without a name',
      'npm:latest',
      { 'package.json': '{}' },
      {},
      'has no name',
      'Add the name',
    ],
    [
      'of a private package',
      'npm:latest',
      { 'package.json': manifest({ private: true }) },
      {},
      'is never published',
      'assay compare main',
    ],
    ['that looks like an option', 'npm:--force', {}, {}, 'no version and no tag', 'npm:latest'],
    ['that does not exist', 'npm:9.9.9', {}, {}, 'No matching version found for example@9.9.9', 'npm view'],
    ['of a tag that does not exist', 'npm:beta', {}, {}, 'found for example@beta', 'npm view example'],
    [
      'of a package that does not exist',
      'npm:latest',
      { 'package.json': manifest({ name: 'nowhere' }) },
      {},
      "npm cannot provide 'npm:nowhere@latest': Not Found",
      'npm config get registry',
    ],
    [
      'that only others may see',
      'npm:latest',
      { 'package.json': manifest({ name: 'hidden' }) },
      {},
      "npm cannot provide 'npm:hidden@latest': 401 Unauthorized",
      'npm login',
    ],
    [
      'of a registry that cannot be reached',
      'npm:latest',
      {},
      { npm_config_registry: 'http://127.0.0.1:1/' },
      'ECONNREFUSED',
      'npm ping',
    ],
    ['without npm', 'npm:latest', {}, { PATH: '' }, 'There is no npm', 'Install npm'],
  ])('%s', async (_, ref, files, env, said, advised) => {
    const made = packageOf({ ...byName, ...files, 'bench/work.bench.js': benchmark('../dist/index.js') })
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
    const { code, stderr } = await runHere(made.folder, 'compare', ref)
    expect(stderr.trimEnd().split('\n')).toEqual([
      expect.stringContaining(said),
      expect.stringContaining(advised),
    ])
    expect(code).toBe(2)
    expect(leftOf(made)).toEqual(nothing)
  })
})

describe('assay compare with a published version leaves nothing behind', () => {
  it('when it is interrupted, nor of one before it that was killed', async () => {
    const made = packageOf(byName)
    await made.runUntil('round 1', (pid) => process.kill(pid, 'SIGKILL'), 'compare', 'npm:1.0.0')
    expect(readdirSync(join(made.folder, '.assay', 'w'))).not.toHaveLength(0)
    const { code } = await made.runUntil(
      'round 1',
      (pid) => process.kill(pid, 'SIGINT'),
      ...['compare', 'npm:1.0.0'],
    )
    expect(code).toBe(130)
    expect(leftOf(made)).toEqual(nothing)
  })
})
