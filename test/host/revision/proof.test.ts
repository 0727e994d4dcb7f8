import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Base } from '../../../src/flow/ports/revisions.ts'
import { knowNothing } from '../../../src/host/revision/known-revisions.ts'
import { findMixedCode } from '../../../src/host/revision/proof.ts'
import { configSchema } from '../../../src/model/config.ts'
import { benchmarkOf } from '../../core/given.ts'
import { git, project } from '../../project.ts'

const config = configSchema.parse({ time: { perBenchmark: '20 ms' } })
const reads = (what: string) => `import { readFileSync } from 'node:fs'
import { bench } from 'assay'
bench('a', () => readFileSync(${what}, 'utf8').length)`

it('finds whose base would read files of the working tree that differ, and names the first', async () => {
  const place = project({
    '.gitignore': '.assay/\nbuilt.txt\nconf.json',
    'data.txt': 'base',
    'same.txt': 'same',
    'src/value.js': 'export const value = 1',
    'built.txt': 'built',
  })
  const absolute = (file: string) => JSON.stringify(join(place.folder, file))
  const files = {
    'bench/own.bench.js': reads("new URL('../data.txt', import.meta.url)"),
    'bench/relative.bench.js': reads("'data.txt'"),
    'bench/absolute.bench.js': reads(absolute('data.txt')),
    'bench/built.bench.js': reads(absolute('built.txt')),
    'bench/upwards.bench.js': `import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { bench } from 'assay'
const find = (folder) => existsSync(join(folder, 'conf.json')) || folder === dirname(folder) ? folder : find(dirname(folder))
bench('a', () => find(import.meta.dirname).length)`,
    'bench/unchanged.bench.js': reads(absolute('same.txt')),
    'bench/module.bench.js': `import { bench } from 'assay'\nconst { value } = await import(${absolute('src/value.js')})\nbench('a', () => value)`,
  }
  for (const [file, text] of Object.entries(files)) place.write(file, text)
  git(place, 'init', '-q')
  git(place, 'add', '-A')
  git(place, 'commit', '-q', '-m', 'base')
  const checkout = join(place.folder, '.assay', 'w', 'base')
  git(place, 'worktree', 'add', '-q', '--detach', checkout)
  place.write('data.txt', 'head')
  place.write('conf.json', '{}')
  place.write('src/value.js', 'export const value = 2')

  const commit = git(place, 'rev-parse', 'HEAD').trim()
  const alias = { within: checkout, moves: [{ from: place.folder, to: checkout }] }
  const base = { reference: { ref: 'HEAD', commit }, root: checkout, cwd: checkout, alias } as unknown as Base
  const benchmarks = Object.keys(files).map((file) => ({ ...benchmarkOf('a'), file }))
  const apart = new Map([['bench/relative.bench.js', 'it opens a relative path']])
  // A module is moved into the checkout, whoever names it how; a path is read as it is.
  const { mixed } = await findMixedCode(place.folder, base, benchmarks, apart, config, knowNothing())
  expect([...mixed]).toEqual([
    ['bench/absolute.bench.js', 'data.txt of the working tree, which differs'],
    ['bench/built.bench.js', 'built.txt of the working tree, which git does not know'],
    ['bench/upwards.bench.js', 'conf.json of the working tree, which git does not know'],
  ])
})

it('says that a base is to run alone for what only its own code does, and then it reads its own files', async () => {
  const place = project({ '.gitignore': '.assay\n' })
  const { folder: top, write } = place
  const folder = join(top, '.assay', 'w', '1')
  const file = 'bench/a.bench.js'
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
  git(place, 'init', '--quiet')
  git(place, 'add', '--all')
  git(place, 'commit', '--quiet', '--message', 'one')
  git(place, 'worktree', 'add', '--detach', '--quiet', folder)
  write('src/n.js', 'export const n = 1\nexport const added = () => n')
  write('src/sets.js', takes(2))
  write('data.txt', '2')
  const alias = { within: folder, moves: [{ from: top, to: folder }] }
  const base = {
    ...{
      reference: { ref: 'HEAD', commit: git(place, 'rev-parse', 'HEAD').trim() },
      root: folder,
      twin: folder,
    },
    ...{ cwd: folder, alias, twinAlias: alias, lacks: new Set<string>(), only: [], differences: [] },
    close: async () => {},
  }
  const of = (name: string, where = file, isolate = false) =>
    benchmarkOf(name, { file: where, id: `${where} › ${name}`, isolate })
  const benchmarks = [
    ...['ends', 'it', 'lacks'].map((name) => of(name)),
    ...[of('alone', file, true), of('it', sets), of('it', agrees)],
  ]
  const proof = await findMixedCode(
    top,
    base,
    benchmarks,
    new Map(),
    configSchema.parse({ time: { timeout: '50 s' } }),
    knowNothing(),
  )
  expect([...proof.apart]).toEqual([
    [file, "it opens 'data.txt', relative to the current folder"],
    [sets, 'one of them sets process.env.P_N'],
  ])
  expect([...proof.mixed]).toEqual([])
})
