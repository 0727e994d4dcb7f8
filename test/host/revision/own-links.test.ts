import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { linkDependencies, turnLinks } from '../../../src/host/revision/own-links.ts'

let top: string
let folder: string

beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'assay-links-')))
  folder = join(top, '.assay', 'w', '1')
  for (const name of ['packages/a', 'packages/b', 'packages/c', 'lib']) {
    for (const place of [top, folder]) write(join(place, name, 'index.js'), place === top ? 'head' : 'base')
  }
})

afterEach(() => rmSync(top, { recursive: true, force: true }))

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

/** A link as package managers make it: relative, below the top. */
function link(name: string, target: string): void {
  mkdirSync(dirname(join(top, name)), { recursive: true })
  symlinkSync(target, join(top, name))
}

const read = (path: string) => readFileSync(join(folder, path), 'utf8')

describe('the node_modules of a checkout', () => {
  it('leads to its own packages where npm and yarn link those of a workspace, and a file: folder', async () => {
    link('node_modules/@case/a', '../../packages/a')
    link('node_modules/b', '../packages/b')
    link('node_modules/lib', join(top, 'lib'))
    link('node_modules/case', '..')
    await linkDependencies({ top, folder }, top)
    const bodies = ['@case/a', 'b', 'lib', 'case/lib'].map((name) => read(`node_modules/${name}/index.js`))
    expect(bodies).toEqual(['base', 'base', 'base', 'base'])
    // As programs see it that follow links: children and workers do.
    expect(realpathSync(join(folder, 'node_modules/@case/a'))).toBe(join(folder, 'packages/a'))
  })

  it('leads to its own packages where pnpm links them from one package to the next', async () => {
    link('node_modules/@case/a', '../../packages/a')
    link('packages/a/node_modules/@case/b', '../../../b')
    link('packages/b/node_modules/@case/c', '../../../c')
    link('packages/c/node_modules/@case/a', '../../../a')
    await linkDependencies({ top, folder }, top)
    const far = 'node_modules/@case/a/node_modules/@case/b/node_modules/@case/c'
    expect(read(`${far}/index.js`)).toBe('base')
    expect(read(`${far}/node_modules/@case/a/index.js`)).toBe('base')
  })

  it('has packages of its own in the store of pnpm where they lead to its own, or tools write', async () => {
    for (const name of ['plugin', 'user', 'dep', 'client'])
      write(join(top, `node_modules/.pnpm/${name}@1/node_modules/${name}/index.js`), name)
    link('node_modules/.pnpm/plugin@1/node_modules/@case/a', '../../../../../packages/a')
    link('node_modules/.pnpm/user@1/node_modules/plugin', '../../plugin@1/node_modules/plugin')
    link('node_modules/.pnpm/user@1/node_modules/dep', '../../dep@1/node_modules/dep')
    link('node_modules/.pnpm/node_modules/dep', '../dep@1/node_modules/dep')
    write(join(top, 'node_modules/.pnpm/client@1/node_modules/.prisma/index.js'), 'generated')
    for (const name of ['user', 'dep', 'client'])
      link(`node_modules/${name}`, `.pnpm/${name}@1/node_modules/${name}`)
    await linkDependencies({ top, folder }, top)
    const store = join(folder, 'node_modules/.pnpm')
    const user = realpathSync(join(folder, 'node_modules/user'))
    expect(user).toBe(join(store, 'user@1/node_modules/user'))
    const plugin = realpathSync(join(dirname(user), 'plugin'))
    expect(realpathSync(join(dirname(plugin), '@case/a'))).toBe(join(folder, 'packages/a'))
    expect(realpathSync(join(store, 'client@1/node_modules/.prisma'))).toMatch(folder)
    expect(realpathSync(join(folder, 'node_modules/dep'))).toBe(
      join(top, 'node_modules/.pnpm/dep@1/node_modules/dep'),
    )
  })

  it('shares what is installed, commands among it', async () => {
    write(join(top, 'node_modules/tool/cli.js'), 'tool')
    write(join(top, 'node_modules/.pnpm/dep@1/node_modules/dep/index.js'), 'dep')
    write(join(top, 'node_modules/.package-lock.json'), '{}')
    link('node_modules/dep', '.pnpm/dep@1/node_modules/dep')
    link('node_modules/.bin/tool', '../tool/cli.js')
    link('node_modules/.bin/own', '../../packages/a/index.js')
    link('node_modules/gone', '../nowhere')
    await linkDependencies({ top, folder }, top)
    expect(read('node_modules/tool/cli.js')).toBe('tool')
    expect(read('node_modules/dep/index.js')).toBe('dep')
    expect(read('node_modules/.bin/tool')).toBe('tool')
    expect(read('node_modules/.bin/own')).toBe('base')
    expect(existsSync(join(folder, 'node_modules/gone'))).toBe(false)
  })

  it('can be emptied and written to without harm to the working tree', async () => {
    write(join(top, 'node_modules/tool/index.js'), 'tool')
    write(join(top, 'node_modules/.package-lock.json'), 'installed')
    // As generators of clients do, from a schema of the project.
    write(join(top, 'node_modules/.prisma/client/index.js'), 'generated')
    await linkDependencies({ top, folder }, top)
    expect(read('node_modules/.prisma/client/index.js')).toBe('generated')
    writeFileSync(join(folder, 'node_modules/.prisma/client/index.js'), 'other')
    writeFileSync(join(folder, 'node_modules/.package-lock.json'), 'other')
    rmSync(join(folder, 'node_modules'), { recursive: true })
    expect(readFileSync(join(top, 'node_modules/tool/index.js'), 'utf8')).toBe('tool')
    expect(readFileSync(join(top, 'node_modules/.package-lock.json'), 'utf8')).toBe('installed')
    expect(readFileSync(join(top, 'node_modules/.prisma/client/index.js'), 'utf8')).toBe('generated')
  })

  it('has no caches, in which one revision would find what the other one left', async () => {
    const caches = ['.cache', '.vite', '.vite-temp', '.parcel-cache']
    for (const name of [...caches, '.pnpm', '.prisma']) write(join(top, 'node_modules', name, 'a.js'), 'kept')
    await linkDependencies({ top, folder }, top)
    const linked = (name: string) => existsSync(join(folder, 'node_modules', name))
    expect(caches.filter(linked)).toEqual([])
    expect(['.pnpm', '.prisma'].map(linked)).toEqual([true, true])
  })

  it('is left alone where the revision brings one, and where it has no such folder', async () => {
    write(join(top, 'node_modules/tool/index.js'), 'head')
    write(join(folder, 'node_modules/tool/index.js'), 'committed')
    write(join(top, 'packages/new/node_modules/tool/index.js'), 'head')
    await linkDependencies({ top, folder }, top)
    await linkDependencies({ top, folder }, join(top, 'packages/new'))
    expect(read('node_modules/tool/index.js')).toBe('committed')
    expect(existsSync(join(folder, 'packages/new'))).toBe(false)
  })

  it('may itself be a link to somewhere else', async () => {
    const store = mkdtempSync(join(tmpdir(), 'assay-store-'))
    write(join(store, 'tool/index.js'), 'tool')
    symlinkSync(join(top, 'packages/a'), join(store, 'a'))
    symlinkSync(store, join(top, 'node_modules'))
    await linkDependencies({ top, folder }, top)
    expect(['tool', 'a'].map((name) => read(`node_modules/${name}/index.js`))).toEqual(['tool', 'base'])
    rmSync(store, { recursive: true })
  })
})

it('links of a revision lead to its own files, or to where they led', async () => {
  const links = { inside: join(top, 'lib'), outside: '../elsewhere', near: 'lib', far: '/nowhere' }
  for (const [name, target] of Object.entries(links)) symlinkSync(target, join(folder, name))
  await turnLinks({ top, folder }, [...Object.keys(links), 'lib/index.js'])
  expect(Object.keys(links).map((name) => readlinkSync(join(folder, name)))).toEqual([
    join(folder, 'lib'),
    join(top, '../elsewhere'),
    'lib',
    '/nowhere',
  ])
  expect(read('inside/index.js')).toBe('base')
})
