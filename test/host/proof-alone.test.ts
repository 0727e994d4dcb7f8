import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { findMixedCode } from '../../src/host/proof.ts'
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
  write(file, `import { bench } from 'assay'\nimport { n } from '../src/n.js'\nbench('it', () => n > 0)`)
  write(
    'src/n.js',
    `import { readFileSync } from 'node:fs'\nexport const n = +readFileSync('data.txt', 'utf8')`,
  )
  write('data.txt', '1')
  git('init', '--quiet')
  git('add', '--all')
  git('commit', '--quiet', '--message', 'one')
  git('worktree', 'add', '--detach', '--quiet', folder)
  write('src/n.js', 'export const n = 1')
  write('data.txt', '2')
  const alias = { within: folder, moves: [{ from: top, to: folder }] }
  const base = {
    ...{ reference: { ref: 'HEAD', commit: git('rev-parse', 'HEAD') }, root: folder, again: folder },
    ...{ cwd: folder, alias, aliasAgain: alias, lacks: new Set<string>(), only: [], findings: [] },
    close: async () => {},
  }
  const benchmarks = [benchmarkOf('it', { file, id: `${file} › it` })]
  const proof = await findMixedCode(top, base, benchmarks, new Map(), configOf({ time: { timeout: '50 s' } }))
  expect([...proof.apart]).toEqual([[file, "it opens 'data.txt', relative to the current folder"]])
  expect([...proof.mixed]).toEqual([])
})
