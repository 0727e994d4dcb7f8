import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { findMixedCode } from '../../src/host/revision/proof.ts'
import { benchmarkOf, configOf } from '../core/given.ts'

const top = realpathSync(mkdtempSync(join(tmpdir(), 'assay-proof-')))
const folder = join(top, '.assay', 'worktrees', '1')
const file = 'bench/a.bench.js'

afterAll(() => rmSync(top, { recursive: true, force: true }))

const write = (name: string, text: string) => {
  mkdirSync(dirname(join(top, name)), { recursive: true })
  writeFileSync(join(top, name), text)
}
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.org', ...args], {
    cwd: top,
    encoding: 'utf8',
  }).trim()

it('says that a base is to run alone for what only its own code does, and then it reads its own files', async () => {
  write('package.json', '{ "type": "module" }')
  write('.gitignore', '.assay\n')
  // Beside what the base cannot run, what ends its process, and what runs alone in any case.
  write(
    file,
    `import { bench } from 'assay'
import * as work from '../src/n.js'
bench('ends', () => work.isOld && process.exit())
bench('it', () => work.n > 0)
bench('lacks', () => work.added())
bench('alone', { isolate: true, run: () => work.n > 0 })`,
  )
  write(
    'src/n.js',
    `import { readFileSync } from 'node:fs'\nexport const isOld = true\nexport const n = +readFileSync('data.txt', 'utf8')`,
  )
  write('data.txt', '1')
  const [sets, agrees] = ['bench/sets.bench.js', 'bench/agrees.bench.js']
  for (const name of ['sets', 'agrees'])
    write(
      `bench/${name}.bench.js`,
      `import { bench } from 'assay'\nimport { n } from '../src/${name}.js'\nbench('it', () => n)`,
    )
  const takes = (n: number) => `process.env.P_N ??= '${n}'\nexport const n = +process.env.P_N`
  write('src/sets.js', takes(1))
  write('src/agrees.js', takes(1))
  git('init', '--quiet')
  git('add', '--all')
  git('commit', '--quiet', '--message', 'one')
  git('worktree', 'add', '--detach', '--quiet', folder)
  write('src/n.js', 'export const n = 1\nexport const added = () => n')
  write('src/sets.js', takes(2))
  write('data.txt', '2')
  const alias = { within: folder, moves: [{ from: top, to: folder }] }
  const base = {
    ...{ reference: { ref: 'HEAD', commit: git('rev-parse', 'HEAD') }, root: folder, twin: folder },
    ...{ cwd: folder, alias, twinAlias: alias, lacks: new Set<string>(), only: [], findings: [] },
    close: async () => {},
  }
  const of = (name: string, where = file, isolate = false) =>
    benchmarkOf(name, { file: where, id: `${where} › ${name}`, isolate })
  const benchmarks = [
    ...['ends', 'it', 'lacks'].map((name) => of(name)),
    ...[of('alone', file, true), of('it', sets), of('it', agrees)],
  ]
  const proof = await findMixedCode(top, base, benchmarks, new Map(), configOf({ time: { timeout: '50 s' } }))
  expect([...proof.apart]).toEqual([
    [file, "it opens 'data.txt', relative to the current folder"],
    [sets, 'one of them sets process.env.P_N'],
  ])
  expect([...proof.mixed]).toEqual([])
})
