import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Run } from '../../src/model/run.ts'
import { runHere } from '../in-process.ts'
import { git, type Project, project, quick, twoPairs } from '../project.ts'

const config = `export default {${quick} }`

const app = {
  'packages/app/package.json': '{ "name": "@acme/app", "type": "module" }',
  'packages/app/perf.config.js': config,
  'packages/app/bench/app.bench.js': `
    import { bench } from 'assay'
    import { total } from '@acme/core'
    bench('app', () => total(3))`,
}
const core = {
  'packages/core/package.json': '{ "name": "@acme/core", "type": "module", "exports": "./index.js" }',
  'packages/core/index.js': 'export const total = (n) => n + 1',
  'packages/core/benchmarks/core.js': `
    import { bench } from 'assay'
    import { total } from '../index.js'
    bench('total', () => total(2))`,
}
const others = {
  'packages/quiet/package.json': '{ "name": "@acme/quiet" }',
  // No package of the workspace.
  'packages/loose/loose.bench.js': "import { bench } from 'assay'\nbench('loose', () => 1)",
}
const npm = { 'package.json': '{ "name": "acme", "type": "module", "workspaces": ["packages/*"] }' }
const pnpm = {
  'package.json': '{ "name": "acme", "type": "module" }',
  'pnpm-workspace.yaml': "packages:\n  - 'packages/*'\n",
}

/** Packages that are linked as npm links them; the root is not configured. */
function workspace(files: Readonly<Record<string, string>>): Project {
  const place = project({ ...app, ...core, ...files })
  rmSync(join(place.folder, 'perf.config.js'), { force: true })
  const link = join(place.folder, 'node_modules/@acme/core')
  mkdirSync(dirname(link), { recursive: true })
  symlinkSync('../../packages/core', link)
  return place
}

const appShown = 'packages/app  @acme/app\nbench/app.bench.js › app  (line 4)\n'
const coreShown = 'packages/core  @acme/core\nbenchmarks/core.js › total  (line 4)\n'

describe('the root of a workspace', () => {
  it.each([
    ['npm', npm],
    ['pnpm', pnpm],
  ])('of %s shows the benchmarks of each package that has some', async (_, files) => {
    const place = workspace(files)
    place.write('packages/quiet/package.json', '{ "name": "@acme/quiet" }')
    expect(await runHere(place.folder, 'list')).toEqual({
      code: 0,
      stdout: `${appShown}\n${coreShown}`,
      stderr:
        "1 file, found by 'include' of perf.config.js\n1 file, found in benchmarks/\n\n2 packages\n  packages/app   pass\n  packages/core  pass\n",
    })
  })

  it('is one more of them where it has benchmarks that lie in no package', async () => {
    const place = workspace({ ...npm, ...others })
    const { code, stdout } = await runHere(place.folder, 'list', '--quiet')
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `.  acme\npackages/loose/loose.bench.js › loose  (line 2)\n\n${appShown}\n${coreShown}`,
    })
  })

  it('with a configuration is one project, whose include says what belongs to it', async () => {
    const place = workspace({ ...npm, 'perf.config.js': config })
    place.write('perf.config.js', config)
    const { code, stdout } = await runHere(place.folder, 'list')
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'packages/app/bench/app.bench.js › app  (line 4)\n',
    })
  })

  it('goes on after a package that is broken, and ends with the worst exit code', async () => {
    const place = workspace(npm)
    place.write('packages/app/perf.config.js', 'export default { include: 1 }')
    const { code, stdout, stderr } = await runHere(place.folder, 'list')
    expect({ code, stdout }).toEqual({ code: 2, stdout: coreShown })
    expect(stderr).toContain("assay: packages/app: perf.config.js: 'include': ")
    expect(stderr).toContain('\n2 packages\n  packages/app   error\n  packages/core  pass\n')
  })

  it('declares metrics and kinds for each package by itself', async () => {
    const place = workspace({
      ...npm,
      'packages/app/perf.config.js': `export default {${quick}
        metrics: { rows: {} },
        extend: { kinds: { query: {
          metrics: { wait: { unit: 'ns', title: 'query time', phrase: ['takes', 'longer'] } },
          primary: 'wait', list: () => [], measure: () => ({ values: { wait: 1 } }),
        } } },
      }`,
      'packages/core/perf.config.js':
        "export default { budgets: { '**': { rows: 5, 'query.wait': '1 ms' } } }",
    })
    const { code, stderr } = await runHere(place.folder, 'list')
    expect(code).toBe(2)
    expect(stderr).toContain(
      "packages/core: perf.config.js: 'budgets.**.rows': there is no metric 'rows' here",
    )
    expect(stderr).toContain("there is no metric 'query.wait' here")
  })

  it('prints one JSON document of all', async () => {
    const { code, stdout } = await runHere(workspace(npm).folder, 'list', '--json')
    expect(code).toBe(0)
    const origin = { by: 'folder', name: 'benchmarks' }
    expect(JSON.parse(stdout)).toMatchObject({
      projects: [
        { folder: 'packages/app', name: '@acme/app', exitCode: 0, result: { benchmarks: [{ name: 'app' }] } },
        { folder: 'packages/core', exitCode: 0, result: { benchmarks: [{ name: 'total', origin }] } },
      ],
    })
  })

  it('leaves packages out that no filter fits, by name or by path', async () => {
    const { folder } = workspace(npm)
    const shownBy = async (...args: string[]) => (await runHere(folder, 'list', ...args)).stdout
    expect(await shownBy('total')).toBe(coreShown)
    expect(await shownBy('packages/app/bench/app.bench.js')).toBe(appShown)
    expect(await shownBy('packages/core')).toBe(coreShown)
    expect(await runHere(folder, 'list', 'nothing')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('no filter fits a benchmark of the 2 packages'),
    })
  })
})

describe('--project', () => {
  it.each([
    [['--project', '@acme/core'], coreShown.replace(/^.*\n/u, '')],
    [['--project', './packages/core/'], coreShown.replace(/^.*\n/u, '')],
    [['--project', 'packages/*'], `${appShown}\n${coreShown}`],
    [['--project', '@acme/core', '--project', 'packages/app'], `${appShown}\n${coreShown}`],
  ])('%j chooses packages', async (args, stdout) => {
    expect(await runHere(workspace({ ...npm, ...others }).folder, 'list', ...args)).toMatchObject({
      code: 0,
      stdout,
    })
  })

  it('is meant from where the person stands if it begins with a dot', async () => {
    const { folder } = workspace(npm)
    const result = await runHere(join(folder, 'packages/app'), 'list', '--project', '../core')
    expect(result.stdout).toBe('benchmarks/core.js › total  (line 4)\n')
  })

  it.each([
    [['--project', '@acme/cor'], "did you mean '@acme/core'?", 'There are @acme/app, @acme/core'],
    [['--project', '@acme/q*'], 'none has benchmarks', ''],
  ])('%j is an error with the way on', async (args, message, advice) => {
    const { code, stderr } = await runHere(workspace({ ...npm, ...others }).folder, 'list', ...args)
    expect(code).toBe(2)
    expect(stderr).toContain(message)
    expect(stderr).toContain(advice)
  })

  it('needs a workspace, and is followed by --watch in one package only', async () => {
    const alone = project({})
    expect((await runHere(alone.folder, 'list', '--project', 'x')).stderr).toContain('no workspace here')
    const { stderr } = await runHere(workspace(npm).folder, 'run', '--watch')
    expect(stderr).toContain('--watch follows one project')
  })
})

describe('a comparison in a workspace', () => {
  it("sees a change of one package in its users, measured with the base's own source of it, and in no others", async () => {
    const place = workspace({
      ...npm,
      'packages/other/package.json': '{ "name": "@acme/other", "type": "module" }',
      'packages/other/other.bench.js': "import { bench } from 'assay'\nbench('other', () => 1)",
      '.gitignore': 'node_modules\n.assay\nreports\n',
    })
    git(place, 'init', '-q')
    git(place, 'add', '.')
    git(place, 'commit', '-qm', 'base')
    place.write('packages/core/index.js', 'export const total = (n) => n + 2')
    const { code, stdout, stderr } = await runHere(
      place.folder,
      ...['compare', 'HEAD', '--json', '--project', 'packages/{app,other}', ...twoPairs],
    )
    const { projects } = JSON.parse(stdout) as { projects: { folder: string; result: Run }[] }
    // Another result is seen where the two sides run different sources.
    expect({
      code,
      seen: projects.map(({ folder, result }) => [
        folder,
        result.comparisons[0]?.method,
        result.comparisons.flatMap(({ findings }) => findings.map((one) => one.code)),
      ]),
    }).toEqual({
      code: 3,
      seen: [
        ['packages/app', 'paired', expect.arrayContaining(['different-result'])],
        ['packages/other', 'identical', []],
      ],
    })
    expect(stderr).toContain('  packages/other  pass\n')
    // Each keeps its own report.
    expect(place.files('packages').filter((file) => file.endsWith('latest/report.md'))).toEqual(
      ['app', 'other'].map((name) => `packages/${name}/reports/latest/report.md`),
    )
  })
})
