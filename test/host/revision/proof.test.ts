import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Base } from '../../../src/flow/ports/revisions.ts'
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
  const checkout = join(place.folder, '.assay', 'worktrees', 'base')
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
  const { mixed } = await findMixedCode(place.folder, base, benchmarks, apart, config)
  expect([...mixed]).toEqual([
    ['bench/absolute.bench.js', 'data.txt of the working tree, which differs'],
    ['bench/built.bench.js', 'built.txt of the working tree, which git does not know'],
    ['bench/upwards.bench.js', 'conf.json of the working tree, which git does not know'],
  ])
})
