import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { takeBenchmarkFiles } from '../../src/host/base-benchmarks.ts'
import { checkOut } from '../../src/host/checkout.ts'
import { benchmarkOf, configOf } from '../core/given.ts'
import { git, type Project, project } from '../project.ts'

const lock =
  '{ "name": "one", "lockfileVersion": 3, "requires": true, "packages": { "": { "name": "one" } } }'
const manifest = '{ "name": "one", "type": "module" }'

function commit(made: Project): string {
  git(made, 'add', '--all')
  git(made, 'commit', '--quiet', '--message', 'one')
  return git(made, 'rev-parse', 'HEAD').trim()
}

it.each([
  ['shares what is installed', 'src/other.js', true],
  ['has packages of its own where a patch of them has changed', 'patches/shared+1.0.0.patch', false],
])('a checkout %s', async (_, file, isShared) => {
  const made = project({ 'package.json': manifest, 'package-lock.json': lock, [file]: 'before' })
  made.write('.gitignore', 'node_modules/\n.assay/\n')
  git(made, 'init', '--quiet')
  const reference = { ref: 'HEAD', commit: commit(made) }
  made.write('node_modules/shared/index.js', 'patched')
  made.write(file, 'after')
  const base = await checkOut(made.folder, reference, undefined, new AbortController().signal)
  expect(existsSync(join(base.root, 'node_modules/shared/index.js'))).toBe(isShared)
  await base.close()
})

it('the benchmark files of a base are never written through a link of it', async () => {
  const file = 'bench/a.bench.js'
  const text = "import { bench } from 'assay'\nbench('a', () => 1)\n"
  const made = project({ [file]: text, 'base/package.json': manifest, 'outside/a.bench.js': '// not ours' })
  const base = join(made.folder, 'base')
  for (const [link, target] of [
    ['bench', '../outside'],
    [file, '../../outside/a.bench.js'],
  ] as const) {
    rmSync(join(base, 'bench'), { recursive: true, force: true })
    if (link === file) mkdirSync(join(base, 'bench'))
    symlinkSync(target, join(base, link))
    const benchmarks = [benchmarkOf('a', { file, id: `${file} › a` })]
    const listing = { files: [file], benchmarks, broken: [], late: [], duplicates: [], closure: [] }
    const found = await takeBenchmarkFiles(
      made.folder,
      base,
      { benchmarks, listing, config: configOf() },
      'HEAD',
    )
    expect(found.lacks).toEqual(new Set([`${file} › a`]))
    expect(readFileSync(join(base, file), 'utf8')).toBe(text)
    expect(made.read('outside/a.bench.js')).toBe('// not ours')
  }
})
