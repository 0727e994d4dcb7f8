import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { runSchema } from '../../src/model/run.ts'
import { runHere } from '../in-process.ts'
import { project, quick } from '../project.ts'
import { timingsIn } from '../rows.ts'

const two = `import { bench, group } from 'assay'
group('math', () => {
  bench('root', { params: { n: [1, 2] }, run: (_, { n }) => Math.sqrt(n + 0.5), work: () => ({ items: 1 }) })
})
bench('later', async () => 1)
`

/** From its sources, as in this repository. */
const program = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

describe('assay run', () => {
  it('writes the report, shows the table on stdout and progress on stderr', async () => {
    const place = project({ 'bench/two.bench.js': two })
    const result = await place.run()
    expect(result.code).toBe(0)
    expect(result.stdout).toContain('math › root {n: 1}')
    expect(result.stderr).toContain('3 benchmarks in 1 file\n')
    // Whether a call is long enough to be timed alone is a matter of the machine.
    const latency = 'reports/latest/plots/latency.svg'
    expect(place.files('reports/latest').filter((path) => path !== latency)).toEqual([
      'reports/latest/.gitignore',
      'reports/latest/plots/forks.svg',
      'reports/latest/report.md',
      'reports/latest/run.json',
    ])
    expect(place.latest().benchmarks.map((one) => [one.id, timingsIn(one)[0]?.asynchronous])).toEqual([
      ['bench/two.bench.js › math › root {n: 1}', false],
      ['bench/two.bench.js › math › root {n: 2}', false],
      ['bench/two.bench.js › later', true],
    ])
  })

  it('with --json puts the Run document on stdout and nothing else there, from its sources as from what is built', async () => {
    const place = project({ 'bench/two.bench.js': `console.log('noise')\n${two}` })
    const result = await place.runFrom({ program }, ...['run', '--json', '--seed', 'seven', 'later'])
    const run = runSchema.parse(JSON.parse(result.stdout))
    expect(run).toMatchObject({ seed: 'seven', request: { command: 'run', filters: ['later'] } })
    expect(result.stdout).toBe(place.read('reports/latest/run.json'))
  })

  const packages = [
    ['module', 'ts'],
    ['commonjs', 'ts'],
    ['commonjs', 'mts'],
    ['module', 'mjs'],
    [undefined, 'ts'],
  ] as const
  const manifestOf = (type: string | undefined) => JSON.stringify({ name: 'x', ...(type ? { type } : {}) })
  const typed =
    "import { bench } from 'assay'\nimport { join } from 'node:path'\nbench('join', () => join('a', 'b'))\nexport const typed = 1\n"

  it('measures benchmarks in packages of every type, in whichever language', async () => {
    const folderOf = ([type, extension]: (typeof packages)[number]) => `bench/${type}-${extension}`
    const place = project({
      'package.json': '{}',
      'perf.config.ts': `export default {${quick} }`,
      'bench/two.bench.nothing': '',
      ...Object.fromEntries(packages.map((one) => [`${folderOf(one)}/package.json`, manifestOf(one[0])])),
      ...Object.fromEntries(packages.map((one) => [`${folderOf(one)}/two.bench.${one[1]}`, typed])),
    })
    const result = await runHere(place.folder)
    expect(result.stderr).not.toContain('Warning')
    expect(result).toMatchObject({ code: 0 })
    expect(place.latest().benchmarks.map(({ id, state }) => [id, state])).toEqual(
      packages
        .map((one) => [`${folderOf(one)}/two.bench.${one[1]} › join`, 'measured'])
        .sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
    )
  })

  it.each(packages)(
    'loads configuration and benchmarks in a package of type %s written in .%s',
    async (type, extension) => {
      const place = project({
        'package.json': manifestOf(type),
        // TypeScript with ECMAScript module syntax, whatever the package is.
        'perf.config.ts': "export default { include: ['other/*'] }",
        [`other/two.bench.${extension}`]: typed,
      })
      const result = await runHere(place.folder, 'list')
      expect(result).toEqual({
        code: 0,
        stderr: "1 file, found by 'include' of perf.config.ts\n",
        stdout: `other/two.bench.${extension} › join  (line 3)\n`,
      })
    },
  )

  it('stopped by Ctrl-C keeps what it measured, marks it partial, and leaves no process behind', async () => {
    const place = project({
      'perf.config.js': `export default {${quick.replace('min: 2, max: 2', 'min: 500, max: 500')} }`,
      'bench/two.bench.js': two,
    })
    const result = await place.runUntil('round 3', (pid) => process.kill(pid, 'SIGINT'), 'run', 'later')
    expect(result.code).toBe(130)
    const run = place.latest()
    expect(run.partial).toBe(true)
    expect(place.files('reports').filter((name) => !name.startsWith('reports/latest/'))).toEqual([])
    expect(run.benchmarks.map(({ state }) => state)).toEqual(['measured'])
    expect(timingsIn(run.benchmarks[0]!).length).toBeGreaterThanOrEqual(2)
    expect(timingsIn(run.benchmarks[0]!).length).toBeLessThan(500)
    expect(place.processes()).toEqual([])
  })

  it('stopped by Ctrl-C while a benchmark hangs ends at once, and its child with it', async () => {
    const place = project({
      'perf.config.js': `export default {${quick} logbook: 'all' }`,
      'bench/hang.bench.js': `import { writeFileSync } from 'node:fs'
import { bench } from 'assay'
bench('hang', () => { writeFileSync('hangs', ''); for (;;) {} })`,
    })
    const result = await place.runUntilFile('hangs', (pid) => process.kill(pid, 'SIGINT'), 'run')
    expect(result.code).toBe(130)
    expect(place.read('reports/logbook.ndjson')).toContain('"end":"interrupted"')
    expect(place.processes()).toEqual([])
  })

  it('works in a folder below the project as in the project', async () => {
    const place = project({ 'bench/two.bench.js': two, 'src/deep/file.txt': '' })
    const result = await runHere(join(place.folder, 'src/deep'), 'list')
    expect(result.stdout.split('\n')[0]).toBe('bench/two.bench.js › math › root {n: 1}  (line 3)')
  })
})

describe('assay list', () => {
  it('shows what would run, filtered by text or glob, and nothing else on stdout', async () => {
    const place = project({ 'bench/two.bench.js': two })
    expect((await runHere(place.folder, 'list', 'math/**')).stdout.trim().split('\n')).toHaveLength(2)
    const parsed = JSON.parse((await runHere(place.folder, 'list', '--json', 'LATER')).stdout)
    expect(parsed.benchmarks).toEqual([
      {
        id: 'bench/two.bench.js › later',
        file: 'bench/two.bench.js',
        line: 5,
        group: [],
        name: 'later',
        params: {},
        origin: { by: 'include', name: 'perf.config.js' },
      },
    ])
    place.write('bench/bad.bench.js', "throw new Error('no')")
    const all = await runHere(place.folder, 'list')
    expect(all.stdout.trim().split('\n')).toHaveLength(3)
    expect(all.code).toBe(2)
    expect(all.stderr).toContain('bench/bad.bench.js: line 1, column 7: Error: no')
  })

  it('refuses a pattern or a link that leads out of the project', async () => {
    const place = project({
      'perf.config.js': "export default { include: ['../*.bench.js'] }",
      '../outside.bench.js': two,
    })
    const result = await runHere(place.folder, 'list')
    expect(result.code).toBe(2)
    expect(result.stderr).toContain('outside the project')
  })
})

describe('assay', () => {
  it('--help and --version need no project', async () => {
    const { folder, run } = project({})
    expect((await runHere(join(folder, '..'), '--help')).stdout).toContain('accept numbers as the baseline')
    expect((await run('--version')).stdout).toMatch(/^\d+\.\d+\.\d+/u)
  })
})
