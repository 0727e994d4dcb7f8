import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { changesSince } from '../../../src/host/revision/changes-since.ts'
import { knowNothing } from '../../../src/host/revision/known-revisions.ts'
import { benchmarkOf, configOf } from '../../core/given.ts'

/** One repository with one project in it, below its top; each file is traced once. */
const top = realpathSync(mkdtempSync(join(tmpdir(), 'assay-untouched-')))
const folder = join(top, 'packages', 'one')
const [plain, child, worker, fresh, built] = ['plain', 'child', 'worker', 'fresh', 'built'].map(
  (name) => `bench/${name}.bench.js`,
) as [string, string, string, string, string]
const { traces } = knowNothing()

const write = (file: string, text: string) => {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), text)
}
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.org', ...args], { cwd: top })
const commit = () => {
  git('add', '--all')
  git('commit', '--quiet', '--message', 'next')
}
const manifest = (more: object) => JSON.stringify({ name: 'one', type: 'module', ...more })
const sum = (n: number) => `let s = 0; for (let i = 0; i < ${n}; i++) s += Math.sqrt(i)\n`

const ids = (...files: string[]) => new Set(files.map((file) => `${file} › it`))

/** What is untouched since a revision, of the files of which it is asked. */
async function untouched(ref: string, ...files: string[]) {
  const benchmarks = files.map((file) => benchmarkOf('it', { file, id: `${file} › it` }))
  return changesSince(folder, ref, benchmarks, configOf({ time: { timeout: '50 s' } }), {
    ...knowNothing(),
    traces,
  })
}

beforeAll(() => {
  git('init', '--quiet')
  write('package.json', manifest({ version: '1.0.0' }))
  write('.gitignore', 'dist/\n')
  write('README.md', 'before')
  write('src/a.js', 'export const a = 1')
  write('dist/a.js', 'export const a = 1')
  write('data/one.txt', '1')
  symlinkSync('one.txt', join(folder, 'data/current.txt'))
  write('bin/cli.js', sum(300))
  write(
    'src/worker.js',
    `import { parentPort } from 'node:worker_threads'\n${sum(300)}parentPort.postMessage(s)`,
  )
  write(
    plain,
    `import { readFileSync } from 'node:fs'
import { bench } from 'assay'
import { a } from '../src/a.js'
bench('it', { setup: () => readFileSync(new URL('../data/current.txt', import.meta.url)), run: () => a })`,
  )
  write(
    child,
    `import { execFileSync } from 'node:child_process'
import { bench } from 'assay'
bench('it', () => execFileSync(process.execPath, [import.meta.dirname + '/../bin/cli.js']).length)`,
  )
  write(
    worker,
    `import { Worker } from 'node:worker_threads'
import { bench } from 'assay'
bench('it', () => new Promise((done) => new Worker(new URL('../src/worker.js', import.meta.url)).once('message', done)))`,
  )
  write(built, "import { bench } from 'assay'\nimport { a } from '../dist/a.js'\nbench('it', () => a)")
  commit()
})

afterAll(() => rmSync(top, { recursive: true, force: true }))

it('is everything in a revision that is the working tree, but what is built', async () => {
  const since = await untouched('HEAD', plain, child, worker, built)
  expect(since.untouched).toEqual(new Set([plain, child, worker]))
  expect(since.asRecorded).toEqual(ids(plain, child, worker))
  expect([...since.apart.keys()]).toEqual([child, worker])
})

it('is everything where a document has changed, and what is followed where a version has', async () => {
  write('README.md', 'after')
  commit()
  expect((await untouched('HEAD~1', plain, child, worker)).untouched).toEqual(new Set([plain, child, worker]))
  write('package.json', manifest({ version: '1.0.1', scripts: { test: 'x' } }))
  commit()
  expect((await untouched('HEAD~1', plain, child, worker)).untouched).toEqual(new Set([plain]))
})

it('is no child process and no worker whose program has changed', async () => {
  write('bin/cli.js', sum(900))
  const since = await untouched('HEAD', plain, child)
  expect(since.untouched).toEqual(new Set([plain]))
  // It was not seen to read that file: what hides it is told.
  expect([...since.unfollowed]).toEqual([[child, expect.stringMatching(/^it starts a child process/u)]])
  git('checkout', '--', '.')
  write(
    'src/worker.js',
    `import { parentPort } from 'node:worker_threads'\n${sum(900)}parentPort.postMessage(s)`,
  )
  expect((await untouched('HEAD', plain, worker)).untouched).toEqual(new Set([plain]))
  git('checkout', '--', '.')
})

it('is what a link leads to, and the link', async () => {
  write('data/one.txt', '2')
  expect(await untouched('HEAD', plain)).toMatchObject({ untouched: new Set(), unfollowed: new Map() })
  git('checkout', '--', '.')
  rmSync(join(folder, 'data/current.txt'))
  symlinkSync('./one.txt', join(folder, 'data/current.txt'))
  expect((await untouched('HEAD', plain)).untouched.size).toBe(0)
  git('checkout', '--', '.')
})

it('is a new benchmark file about old code, and one that was edited, but not as it was recorded', async () => {
  write(fresh, "import { bench } from 'assay'\nimport { a } from '../src/a.js'\nbench('it', () => a + 1)")
  expect(await untouched('HEAD', fresh, plain)).toMatchObject({
    ...{ untouched: new Set([fresh, plain]), asRecorded: ids(plain) },
    ...{ edited: new Set([fresh]), added: new Set([fresh]) },
  })
  git('add', '--all')
  expect(await untouched('HEAD', fresh)).toMatchObject({
    untouched: new Set([fresh]),
    added: new Set([fresh]),
  })
  commit()
  write(fresh, "import { bench } from 'assay'\nimport { a } from '../src/a.js'\nbench('it', () => a + 2)")
  expect(await untouched('HEAD', fresh)).toMatchObject({
    ...{ untouched: new Set([fresh]), asRecorded: new Set() },
    ...{ edited: new Set([fresh]), added: new Set() },
  })
  git('checkout', '--', '.')
})

it('is nothing that git was told not to look at', async () => {
  const file = 'packages/one/src/a.js'
  for (const [hide, show] of [
    ['--assume-unchanged', '--no-assume-unchanged'],
    ['--skip-worktree', '--no-skip-worktree'],
  ] as const) {
    git('update-index', hide, file)
    write('src/a.js', 'export const a = 2')
    expect((await untouched('HEAD', plain, child)).untouched.size).toBe(0)
    git('update-index', show, file)
    git('checkout', '--', '.')
  }
  expect((await untouched('HEAD', plain)).untouched.size).toBe(1)
})

it('is what finds the same packages, whatever else a lock file says', async () => {
  const loads = 'bench/packages.bench.js'
  const packages = (kept: string, more: object = {}) => ({
    'node_modules/kept': { version: kept, dependencies: { deep: '1' } },
    'node_modules/deep': { version: '1.0.0' },
    ...more,
  })
  const install = (installed: Readonly<Record<string, object>>) => {
    const text = JSON.stringify({ lockfileVersion: 3, packages: { '': {}, ...installed } })
    write('package-lock.json', text)
    write('node_modules/.package-lock.json', text)
    for (const place of Object.keys(installed)) {
      write(`${place}/package.json`, '{}')
      write(`${place}/index.js`, place.endsWith('kept') ? "module.exports = require('deep')" : '')
    }
  }
  write('.gitignore', 'dist/\nnode_modules/\n')
  write(loads, "import { bench } from 'assay'\nimport kept from 'kept'\nbench('it', () => kept)")
  install(packages('1.0.0'))
  commit()
  expect((await untouched('HEAD', loads)).asRecorded).toEqual(ids(loads))
  install(packages('1.0.0', { 'node_modules/other': { version: '1.0.0' } }))
  const gained = await untouched('HEAD', loads, plain)
  expect([gained.untouched, gained.asRecorded]).toEqual([new Set([loads, plain]), ids(loads, plain)])
  // A duplicate that is found in place of the other, and one of which nobody asks.
  install(packages('1.0.0', { 'node_modules/other/node_modules/deep': { version: '2.0.0' } }))
  expect((await untouched('HEAD', loads)).untouched.size).toBe(1)
  install(packages('1.0.0', { 'node_modules/kept/node_modules/deep': { version: '2.0.0' } }))
  traces.clear()
  expect((await untouched('HEAD', loads)).untouched.size).toBe(0)
  install(packages('1.0.1'))
  expect((await untouched('HEAD', loads, plain)).untouched).toEqual(new Set([plain]))
})

it('is each of two files that want the same lock, although files are traced at the same time', async () => {
  const lock = JSON.stringify(join(tmpdir(), `assay-test-lock-${process.pid}`))
  const locking = ['bench/one.bench.js', 'bench/other.bench.js']
  for (const file of locking) {
    write(
      file,
      `import { mkdirSync, rmdirSync } from 'node:fs'
import { bench } from 'assay'
bench('it', {
  setup: async () => {
    mkdirSync(${lock})
    await new Promise((resolve) => setTimeout(resolve, 1_000))
  },
  run: () => 1,
  teardown: () => rmdirSync(${lock}),
})`,
    )
  }
  commit()
  expect((await untouched('HEAD', ...locking)).untouched).toEqual(new Set(locking))
})
