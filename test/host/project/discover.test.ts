import { symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { findBenchmarkFiles } from '../../../src/host/project/discover.ts'
import { configSchema } from '../../../src/model/config.ts'
import { project } from '../../project.ts'

const find = (files: readonly string[], ...include: string[]) => {
  const { folder } = project(Object.fromEntries(files.map((file) => [file, ''])))
  return findBenchmarkFiles(folder, configSchema.parse({ include }))
}

it('takes files for benchmark files, and no folder, whatever its name', async () => {
  const files = ['perf/a.bench.js', 'perf/deep/b.bench.js', 'perf/c.bench.js/inner.js']
  expect(await find(files, 'perf/**')).toEqual([
    'perf/a.bench.js',
    'perf/c.bench.js/inner.js',
    'perf/deep/b.bench.js',
  ])
  expect(await find(files, '**/*.bench.js')).toEqual(['perf/a.bench.js', 'perf/deep/b.bench.js'])
})

it.each([
  ['leads out of the project', tmpdir()],
  ['leads to itself', 'link.bench.js'],
])('refuses a link that %s, also where it may be a folder', async (_, target) => {
  const { folder } = project({ 'perf/a.bench.js': '' })
  symlinkSync(target, join(folder, 'perf/link.bench.js'))
  const config = configSchema.parse({ include: ['perf/**'] })
  await expect(findBenchmarkFiles(folder, config)).rejects.toMatchObject({ code: 'outside-project' })
})
