import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { textsSince } from '../../../src/host/revision/texts-since.ts'
import { git, project } from '../../project.ts'

test('a file of the project or of a folder above it, at a commit and now', async () => {
  const made = project({ 'yarn.lock': 'old\n', 'packages/a/package.json': '{}' })
  git(made, 'init', '-q')
  git(made, 'add', '.')
  git(made, 'commit', '-qm', 'first')
  const commit = git(made, 'rev-parse', 'HEAD').trim()
  made.write('yarn.lock', 'new\n')
  const both = { base: 'old\n', head: 'new\n' }
  expect(await textsSince(made.folder, commit, 'yarn.lock')).toEqual(both)
  expect(await textsSince(join(made.folder, 'packages/a'), commit, '../../yarn.lock')).toEqual(both)
  // No such file, no such commit, a folder, a name of two lines.
  const none = { base: undefined, head: undefined }
  for (const path of ['other.lock', 'packages', 'x\nHEAD:yarn.lock'])
    expect(await textsSince(made.folder, commit, path)).toEqual(none)
  expect(await textsSince(made.folder, 'ff'.repeat(20), 'yarn.lock')).toEqual({ ...both, base: undefined })
  rmSync(join(made.folder, '.git'), { recursive: true })
  expect(await textsSince(made.folder, commit, 'yarn.lock')).toEqual({ ...both, base: undefined })
})
