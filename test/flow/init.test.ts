import { describe, expect, it } from 'vitest'
import { init } from '../../src/flow/init.ts'
import { fakeHost } from './fake-host.ts'

/** A host of a project without benchmarks, with these files. */
function empty(files: Readonly<Record<string, string>>) {
  const host = fakeHost({ benchmarks: [] })
  host.world.disk.clear()
  for (const [path, text] of Object.entries(files)) host.world.disk.set(path, text)
  return host
}

describe('a project that begins', () => {
  it('is looked at first, and written to once', async () => {
    const host = empty({ 'package.json': '{ "type": "module" }' })
    const { files } = await init(host, {})
    expect(host.calls).toEqual(['texts', 'loadConfig', 'benchmarkFiles', 'surroundings', 'writeTogether'])
    expect(files.map(({ path }) => path)).toEqual([
      'perf.config.js',
      'bench/example.bench.js',
      'package.json',
      '.gitignore',
      '.gitattributes',
    ])
    expect(host.world.disk.get('.gitignore')).toBe('node_modules/\n.assay/\nreports/latest/\n')
  })

  it.each([
    ['has no package.json', {}, 'no-package'],
    ['has one that is broken', { 'package.json': '{ "name": ' }, 'broken-manifest'],
    ['has one that holds no object', { 'package.json': '[]' }, 'broken-manifest'],
    ['has scripts that are none', { 'package.json': '{ "scripts": [] }' }, 'broken-manifest'],
  ])('and %s is told so before anything of it is loaded', async (_, files, code) => {
    const host = empty(files)
    await expect(init(host, {})).rejects.toMatchObject({ code })
    expect(host.calls).toEqual(['texts'])
  })

  it('asks for a hook outside git in vain, and nothing is written', async () => {
    const host = empty({ 'package.json': '{}' })
    await expect(init(host, { hook: true })).rejects.toMatchObject({ code: 'no-git' })
    expect(host.calls).not.toContain('writeTogether')
  })
})
