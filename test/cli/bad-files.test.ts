import { spawnSync } from 'node:child_process'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Run } from '../../src/model/run.ts'
import { main } from '../built.ts'
import { runHere } from '../in-process.ts'
import { project, quick, type Result } from '../project.ts'

const good = "import { bench } from 'assay'\nbench('good', () => Math.sqrt(2))\n"

describe('a benchmark file that cannot be used', () => {
  let result: Result
  let run: Run
  let processes: number[]

  // All of them in one run. Those that throw, exit or never end are listing.test.ts's.
  beforeAll(async () => {
    const place = project({
      'perf.config.ts': `export default {${quick} }`,
      'bench/good.bench.ts': good,
      'bench/syntax.bench.ts': "import { bench } from 'assay'\nbench('a', () => {\n",
      'bench/empty.bench.ts': 'export {}\n',
      'bench/missing.bench.ts': "import './not-there.ts'\n",
      'bench/work.bench.ts':
        "import { bench } from 'assay'\nbench('a', { run: () => 1, work: () => ({ item: Number.NaN }) as never })\n",
      'bench/typo.bench.ts':
        "import { bench } from 'assay'\nbench('a', { run: () => 1, verfy: () => false } as never)\n",
      'bench/misuse.bench.ts': "import { bench } from 'assay'\nbench('a', 5 as never)\n",
      'bench/enum.bench.ts':
        "import { bench } from 'assay'\nenum Colour { Red }\nbench('a', () => Colour.Red)\n",
      'bench/js.bench.ts': "import { bench } from 'assay'\nimport '../src/x.js'\nbench('a', () => 1)\n",
      'bench/bare.bench.ts': "import { bench } from 'assay'\nimport '../src/x'\nbench('a', () => 1)\n",
      'src/x.ts': 'export {}\n',
      'bench/twice.bench.ts': `import { bench } from 'assay'
bench('same', () => 1)
bench('other', () => 2)
bench('same', () => 3)
`,
    })
    result = await runHere(place.folder, 'run')
    run = place.latest()
    processes = place.processes()
  })

  it('costs only itself, whatever is wrong with it, and says what', () => {
    expect(result.code).toBe(1)
    const { benchmarks, findings, verdict } = run
    // What a compiler would find is found: './x.js' and './x' for x.ts.
    expect(benchmarks.map(({ file, name }) => `${file} ${name}`)).toEqual([
      'bench/bare.bench.ts a',
      'bench/good.bench.ts good',
      'bench/js.bench.ts a',
      'bench/twice.bench.ts same',
      'bench/twice.bench.ts other',
    ])
    expect(benchmarks.slice(0, 3).map(({ state }) => state)).toEqual(['measured', 'measured', 'measured'])
    expect(verdict).toBe('fail')
    const messages = Object.fromEntries(
      findings.filter(({ subject }) => subject.startsWith('bench/')).map((one) => [one.subject, one]),
    )
    expect(messages['bench/syntax.bench.ts']).toMatchObject({ code: 'load-failed', severity: 'error' })
    expect(messages['bench/syntax.bench.ts']?.message).toContain('line 2: a syntax error: ')
    expect(messages['bench/empty.bench.ts']).toMatchObject({ code: 'registers-nothing', severity: 'warning' })
    expect(messages['bench/missing.bench.ts']?.message).toContain('not-there.ts')
    expect(messages['bench/work.bench.ts']?.message).toContain(
      'what it registers cannot be used: benchmarks.0.work',
    )
    expect(messages['bench/typo.bench.ts']?.message).toContain("'verfy' is no option")
    expect(messages['bench/misuse.bench.ts']?.message).toContain("bench('a'): give a function")
    // Where Node says no and the project has no compiler, a loader that says yes is named.
    const enumeration = messages['bench/enum.bench.ts']
    expect(enumeration?.message).toContain('line 2: a TypeScript enum')
    expect(enumeration?.advice).toContain('as const')
    expect(enumeration?.advice).toContain('--import tsx')
    expect(processes).toEqual([])
  })

  it('with two benchmarks of one name measures neither of them, names their lines, and measures the rest', () => {
    const [same, other] = run.benchmarks.filter(({ file }) => file === 'bench/twice.bench.ts')
    expect(same).toMatchObject({ name: 'same', state: 'failed', error: { reason: 'duplicate' } })
    expect(same?.error?.message).toContain('(lines 2 and 4)')
    expect(other).toMatchObject({ name: 'other', state: 'measured' })
  })

  it('all of which are broken end with "measured nothing" and leave earlier reports alone', async () => {
    const place = project({ 'bench/throws.bench.ts': "throw new Error('no')\n" })
    place.write('reports/latest/report.md', 'earlier')
    const result = await runHere(place.folder, 'run')
    expect(result).toMatchObject({ code: 2, stdout: '' })
    expect(result.stderr).toContain('measured nothing: bench/throws.bench.ts: line 1, column 7: Error: no')
    expect(place.read('reports/latest/report.md')).toBe('earlier')
  })
})

describe('a request that cannot be met', () => {
  it('because no benchmark fits the filter exits with 2, "measured nothing", and writes nothing', async () => {
    const place = project({ 'bench/good.bench.ts': good })
    const result = await runHere(place.folder, 'run', 'nonsense')
    expect(result).toMatchObject({ code: 2, stdout: '' })
    expect(result.stderr).toContain("measured nothing: no benchmark fits 'nonsense'")
    expect(() => place.files('reports')).toThrow()
  })

  it('because there is no benchmark file says where it looked', async () => {
    const result = await runHere(project({}).folder)
    expect(result.code).toBe(2)
    expect(result.stderr).toContain("no file fits '**/*.{bench,benchmark}.{ts,mts,cts,js,mjs,cjs}'")
  })

  it('because of its options exits with 2 and prints nothing on stdout', async () => {
    const place = project({ 'bench/good.bench.ts': good })
    const result = await runHere(place.folder, 'run', '--forks', '1')
    expect(result).toMatchObject({ code: 2, stdout: '' })
    expect(result.stderr).toContain("--forks '1' is no number from 2 to 1000")
  })

  it.each([
    [['run', '--time', 'soon'], "--time 'soon' is no duration"],
    [['baseline', 'update'], 'baseline update needs a reason'],
  ])('because of its options: %j', async (given, message) => {
    const { code, stdout, stderr } = await runHere('/nonexistent', ...given)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(message)
  })

  it('because its configuration is not there', async () => {
    const place = project({ 'bench/good.bench.ts': good })
    const result = await runHere(place.folder, 'run', '--config', 'no.config.ts')
    expect(result).toMatchObject({ code: 2, stdout: '' })
    expect(result.stderr).toContain('no.config.ts does not exist')
  })
})

it('a folder that is gone is named', async () => {
  const place = project({ 'package.json': '{}', 'below/x': '' })
  const program = `cd below && rm -r ../below && exec "$0" "$1" list`
  const { stderr, status } = spawnSync('sh', ['-c', program, process.execPath, main], {
    ...{ cwd: place.folder, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } },
  })
  expect({ stderr, status }).toEqual({
    stderr: expect.stringMatching(/^assay: The current folder is gone\.\n {7}It was removed/u),
    status: 2,
  })
})

describe('a configuration that cannot be used', () => {
  it.each([
    [
      'an unknown key',
      '{ gate: { tolerence: "1 %" } }',
      "perf.config.ts: 'gate.tolerence' is no field",
      'tolerance',
    ],
    [
      'a budget for no benchmark',
      '{ budgets: { "no/such": { time: "1 ms" } } }',
      "budgets['no/such']",
      'assay list',
    ],
  ])('because of %s names the place and what would be right', async (_, config, message, right) => {
    const place = project({ 'bench/good.bench.ts': good, 'perf.config.ts': `export default ${config}` })
    const result = await runHere(place.folder, 'run')
    expect(result).toMatchObject({ code: 2, stdout: '' })
    expect(result.stderr).toContain(message)
    expect(result.stderr).toContain(right)
    expect(() => place.files('reports')).toThrow()
  })
})

describe('a reports folder that cannot be written', () => {
  it('is found out before anything is measured', async () => {
    const place = project({ 'bench/good.bench.ts': good, reports: 'a file where the folder should be' })
    const result = await runHere(place.folder, 'run')
    expect(result).toMatchObject({ code: 2, stdout: '' })
    expect(result.stderr).toContain('reports')
    expect(result.stderr).toContain('cannot be written')
    expect(result.stderr).not.toContain('round 1')
    expect(place.read('reports')).toBe('a file where the folder should be')
  })
})
