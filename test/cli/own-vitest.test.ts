import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { runHere } from '../in-process.ts'
import { git, type Project, project, twoPairs } from '../project.ts'

/** Benchmark files that plain Node does not run: the project's own Vitest does, in the processes that measure. */

const vitest = fileURLToPath(new URL('../../node_modules/vitest', import.meta.url))

const config = `
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
const forty = () => readFileSync(join(import.meta.dirname, 'docs/forty.md'), 'utf8').trim()
export default {
  resolve: { alias: { '#lib': join(import.meta.dirname, 'lib') } },
  plugins: [{ name: 'forty', transform: (code, id) => id.endsWith('.bench.ts') ? code.replace('FORTY', forty()) : undefined }],
}
`

const good = `
import { describe, expect, test as plain, vi } from 'vitest'
import { double } from '#lib/double.ts'
import { a } from '#lib/a.ts'
import text from './good.bench.ts?raw'

enum Three { Value = 3 }
vi.mock('#lib/mocked.ts', () => ({ real: () => 'mocked' }))
const test = plain.extend<{ seven: number }>({ seven: async ({}, use) => { await use(7) } })

describe('outer', () => {
  test('sums', async ({ bench, seven }) => {
    const { real } = await import('#lib/mocked.ts')
    expect(real()).toBe('mocked')
    const result = await bench('doubled', () => double(Three.Value + seven + FORTY) + text.length).run()
    expect(result.latency.mean).toBeGreaterThan(0)
  })
  test('circular', async ({ bench }) => { await bench('a', () => a()).run() })
})
test('throws', async ({ bench }) => { await bench('late', () => { throw new Error('inside') }).run() })
`

function withVitest(files: Readonly<Record<string, string>>): Project {
  const made = project({
    '.gitignore': 'node_modules\nreports\n.assay\n',
    'vitest.config.mjs': config,
    ...files,
  })
  mkdirSync(join(made.folder, 'node_modules'))
  symlinkSync(vitest, join(made.folder, 'node_modules', 'vitest'), 'dir')
  return made
}

const sources = {
  'docs/forty.md': '40\n',
  'lib/double.ts': 'export const double = (n: number) => n * 2\n',
  'lib/a.ts': "import { b } from './b.ts'\nexport const a = () => b() + 1\n",
  'lib/b.ts': "import { a } from './a.ts'\nexport const b = () => 1\nexport const c = () => a()\n",
  'lib/mocked.ts': "export const real = () => 'real'\n",
}

it('a file that needs aliases, plugins, mocks and fixtures is measured, in both revisions, and is known to be the same where nothing of it has changed', async () => {
  const made = withVitest({ ...sources, 'good.bench.ts': good })
  git(made, 'init', '-q')
  git(made, 'add', '-A')
  git(made, 'commit', '-qm', 'first')
  const same = await runHere(made.folder, 'compare', 'HEAD', 'outer')
  expect(same.code, same.stderr + same.stdout).toBe(0)
  expect(new Set(made.latest().comparisons.map(({ verdict }) => verdict))).toEqual(new Set(['identical']))

  // Documents decide nothing about code, but for this one, which a plugin reads.
  made.write('docs/forty.md', '41\n')
  const { code, stdout, stderr } = await runHere(made.folder, 'compare', 'HEAD', ...twoPairs)
  expect(code, stderr + stdout).toBe(1)
  const { benchmarks, comparisons, findings } = made.latest()
  expect(benchmarks.map(({ name, line, state }) => [name, line, state])).toEqual([
    ['doubled', 12, 'measured'],
    ['a', 18, 'measured'],
    ['late', 20, 'failed'],
  ])
  expect(benchmarks.at(-1)!.error?.message).toBe('Error: inside')
  expect(findings.find(({ code: one }) => one === 'other-library')?.message).toMatch(
    /^It is written for Vitest 5\.\d+\.\d+, which runs its file itself \(vitest\.config\.mjs says what Node does not know\)/u,
  )
  expect(comparisons[0]!.method).toBe('alternated')
  expect(comparisons[0]!.findings.map((one) => one.code)).toContain('different-result')
})

it('what it cannot run is told with its place, and leaves the other files as they are', async () => {
  const starts = "import { test } from 'vitest'\nimport '#lib/double.ts'\n"
  const made = withVitest({
    ...sources,
    'view.vue': '<template><p>{{ text }}</p></template>\n',
    'plugin.bench.ts': `${starts}import './view.vue'\n`,
    'file.bench.ts': `${starts}import '#lib/none.ts'\n`,
    'exit.bench.ts': `${starts}process.exit(3)\n`,
    'parse.bench.ts': `${starts}test('a', () => {\n`,
    'fine.bench.js': "import { bench } from 'assay'\nbench('fine', () => 1)\n",
  })
  const { code, stdout, stderr } = await made.run('list')
  expect(code).toBe(2)
  expect(stdout).toBe('fine.bench.js › fine  (line 2)\n')
  for (const expected of [
    /^plugin\.bench\.ts: Vite cannot read view\.vue: it is no JavaScript\n.*Install the plugin/mu,
    /^file\.bench\.ts: line \d: the import '#lib\/none\.ts' is not declared, or leads to nothing/mu,
    /^exit\.bench\.ts: line 3, column 9: .*process\.exit/mu,
    /^parse\.bench\.ts: line \d: a syntax error/mu,
  ])
    expect(stderr).toMatch(expected)

  made.write('vitest.config.mjs', "throw new Error('no such setting')\n")
  expect((await runHere(made.folder, 'list')).stderr).toContain('no such setting')
})
