import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { checkOut } from '../../../src/host/revision/checkout.ts'
import { git, type Project, project } from '../../project.ts'

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
  const base = await checkOut(made.folder, reference, undefined, new AbortController().signal, new Map())
  expect(existsSync(join(base.root, 'node_modules/shared/index.js'))).toBe(isShared)
  await base.close()
})
