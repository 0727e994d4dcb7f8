import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { type Checkout, takeBenchmarkFiles } from '../../../src/host/revision/base-benchmarks.ts'
import { knowNothing } from '../../../src/host/revision/known-revisions.ts'
import { benchmarkOf, configOf } from '../../core/given.ts'

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'assay-base-benchmarks-')))
const [root, base, elsewhere] = ['root', 'base', 'elsewhere'].map((name) => join(folder, name)) as [
  string,
  string,
  string,
]

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
const one = "import { bench } from 'assay'\nbench('it', () => 1)"
const made = `import { bench } from 'assay'
import { names } from '../names.js'
for (const name of names) bench(name, () => 1)`
const commands = (...names: readonly string[]) =>
  ["import { command } from 'assay'", ...names.map((name) => `command('${name}', ['true'])`)].join('\n')
const needing = (what: string) => `import { ${what} } from '../${what}.js'\n${one}`

it('has names of its own from what its files import, writes through no link, and keeps what does not load', async () => {
  const files: Readonly<Record<string, readonly [string | undefined, string | undefined]>> = {
    'package.json': ['{ "type": "module" }', '{ "type": "module" }'],
    'names.js': ["export const names = ['kept', 'new']", "export const names = ['kept', 'gone']"],
    'bench/made.bench.js': [made, made],
    'fresh.js': ['export const fresh = 1', undefined],
    'bench/own.bench.js': [needing('fresh'), `${one}\n// own`],
    'bench/fails.bench.js': [needing('old'), needing('old')],
    'old.js': ['export const old = 1', 'throw new Error("not yet")'],
    'bench/linked.bench.js': [one, undefined],
    'deep/bench/below.bench.js': [one, undefined],
    'bench/commands.bench.js': [commands('kept', 'new'), commands('kept', 'gone')],
    'bench/further.bench.js': [commands('it'), undefined],
  }
  for (const [file, [head, theirs]] of Object.entries(files)) {
    if (head !== undefined) write(join(root, file), head)
    if (theirs !== undefined) write(join(base, file), theirs)
  }
  write(join(elsewhere, 'linked.js'), 'precious')
  write(join(elsewhere, 'below.bench.js'), 'precious')
  symlinkSync(join(elsewhere, 'linked.js'), join(base, 'bench/linked.bench.js'))
  mkdirSync(join(base, 'deep'))
  symlinkSync(elsewhere, join(base, 'deep/bench'), 'junction')

  const ids = ['made › kept', 'made › new', 'own › it', 'fails › it', 'linked › it', 'below › it']
  const benchmarks = ids.map((id) => {
    const [name, key] = id.split(' › ') as [string, string]
    const file = `${name === 'below' ? 'deep/' : ''}bench/${name}.bench.js`
    return benchmarkOf(key, { file, id: `${file} › ${key}` })
  })
  for (const id of ['commands › kept', 'commands › new', 'further › it']) {
    const [name, key] = id.split(' › ') as [string, string]
    const file = `bench/${name}.bench.js`
    benchmarks.push(benchmarkOf(key, { file, id: `${file} › ${key}`, kind: 'command' }))
  }
  const config = configOf({ include: ['**/*.bench.js'], time: { timeout: '50 s' } })
  const listing = { files: [], benchmarks, broken: [], duplicates: [], closure: [] }
  const laidOut = { root: base, reference: { ref: 'main', commit: 'c' } } as unknown as Checkout
  const request = { benchmarks, listing, config, configFile: undefined }
  const taken = await takeBenchmarkFiles(root, laidOut, request, knowNothing())

  // Of what cannot be loaded there nobody knows whether it is new.
  expect([...taken.lacks]).toEqual([
    'bench/made.bench.js › new',
    'bench/linked.bench.js › it',
    'deep/bench/below.bench.js › it',
    'bench/commands.bench.js › new',
    'bench/further.bench.js › it',
  ])
  expect(taken.only.toSorted()).toEqual(['bench/commands.bench.js › gone', 'bench/made.bench.js › gone'])
  expect(taken.differences).toEqual([
    { file: 'bench/own.bench.js', state: 'own' },
    { file: 'bench/linked.bench.js', state: 'taken' },
    { file: 'deep/bench/below.bench.js', state: 'new' },
  ])
  const read = (file: string) => readFileSync(join(base, file), 'utf8')
  // What only starts programs says nothing there about how.
  expect(read('bench/commands.bench.js')).toContain('gone')
  expect(read('bench/own.bench.js')).toMatch(/own$/u)
  expect([read('bench/linked.bench.js'), read('deep/bench/below.bench.js')]).toEqual([one, one])
  expect(['linked.js', 'below.bench.js'].map((file) => readFileSync(join(elsewhere, file), 'utf8'))).toEqual([
    'precious',
    'precious',
  ])
})
