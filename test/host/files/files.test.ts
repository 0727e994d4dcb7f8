import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { digestFiles, resolveInside, sha256File, writeFileAtomically } from '../../../src/host/files/files.ts'
import { AssayError } from '../../../src/model/assay-error.ts'

/** FIPS 180-4's example, and the digest of nothing. */
const sha256 = {
  abc: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  empty: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
}

describe('writeFileAtomically', () => {
  test('makes missing folders and leaves nothing else', async () => {
    const root = await folder()
    await writeFileAtomically(join(root, 'a/b/c.json'), 'text ü\n')
    expect(await readFile(join(root, 'a/b/c.json'), 'utf8')).toBe('text ü\n')
    expect(await readdir(root, { recursive: true })).toEqual(['a', 'a/b', 'a/b/c.json'])
  })

  test('replaces an older file', async () => {
    const root = await folder()
    await writeFileAtomically(join(root, 'a'), 'a long first text')
    await writeFileAtomically(join(root, 'a'), 'second')
    expect(await readFile(join(root, 'a'), 'utf8')).toBe('second')
  })

  test('of many at once the last one to end wins, whole', async () => {
    const root = await folder()
    const texts = Array.from({ length: 20 }, (_, index) => String(index).repeat(100_000))
    await Promise.all(texts.map((text) => writeFileAtomically(join(root, 'a'), text)))
    expect(texts).toContain(await readFile(join(root, 'a'), 'utf8'))
    expect(await readdir(root)).toEqual(['a'])
  })

  test('takes a name as long as the file system does', async () => {
    const root = await folder()
    const name = 'x'.repeat(255)
    await writeFileAtomically(join(root, name), '')
    expect(await readdir(root)).toEqual([name])
  })

  test.each([
    ['a file where a folder is needed', 'file/a.json', /ENOTDIR|EEXIST/u, /rename or remove that file/u],
    ['a file far above', 'file/b/c/a.json', /ENOTDIR|EEXIST/u, /rename or remove that file/u],
    [
      'a folder where the file goes',
      'folder',
      /EISDIR|EEXIST|EPERM/u,
      /rename or remove that folder|permission/u,
    ],
    ['a name that is too long', 'x'.repeat(300), /ENAMETOOLONG/u, /shorten/u],
  ])('%s is explained, and nothing is left', async (_, name, reason, remedy) => {
    const root = await folder()
    await writeFile(join(root, 'file'), 'mine')
    await mkdir(join(root, 'folder'))
    await writeFile(join(root, 'folder/kept'), '')
    const before = await readdir(root, { recursive: true })
    const error = await writeFileAtomically(join(root, name), 'text').catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(AssayError)
    expect(error).toMatchObject({
      code: 'not-writable',
      message: expect.stringContaining(join(root, name)),
      advice: expect.stringMatching(remedy),
      cause: { code: expect.stringMatching(reason) },
    })
    expect((error as AssayError).message).toMatch(reason)
    expect(await readdir(root, { recursive: true })).toEqual(before)
    expect(await readFile(join(root, 'file'), 'utf8')).toBe('mine')
  })

  test('what nobody can fix stays as it is', async () => {
    await expect(writeFileAtomically('a\0b', '')).rejects.toThrow(TypeError)
  })
})

describe('inside', () => {
  test.each([
    ['a.txt', 'a.txt'],
    ['./a/../b', 'b'],
    ['new/folder/a.txt', 'new/folder/a.txt'],
    ['..a/b', '..a/b'],
    ['', ''],
    ['.', ''],
    ['link-in/a.txt', 'link-in/a.txt'],
    ['file/below', 'file/below'],
  ])('%j stays inside', async (path, expected) => {
    const { root } = await project()
    expect(resolveInside(root, path)).toBe(join(root, expected))
    expect(resolveInside(`${root}/`, path)).toBe(join(root, expected))
  })

  test.each([
    '..',
    '../x',
    'a/../../x',
    '/etc/passwd',
    'link-out',
    'link-out/a.txt',
    'link-out/new/a.txt',
    'link-in-out/a.txt',
    'link-broken',
    'link-broken/a.txt',
    'link-loop/a.txt',
    'a\0b',
  ])('%j is refused', async (path) => {
    const { root } = await project()
    expect(() => resolveInside(root, path)).toThrow(
      expect.objectContaining({ name: 'AssayError', code: 'outside-project' }),
    )
  })

  test('a neighbour whose name starts the same is outside', async () => {
    const { root } = await project()
    expect(() => resolveInside(root, `${root}-other/a`)).toThrow(AssayError)
    expect(resolveInside(root, join(root, 'a'))).toBe(join(root, 'a'))
  })

  test('a project behind a link is the project', async () => {
    const { root, outside } = await project()
    await symlink(root, join(outside, 'project'))
    expect(resolveInside(join(outside, 'project'), 'a.txt')).toBe(join(outside, 'project/a.txt'))
    expect(() => resolveInside(join(outside, 'project'), '../a.txt')).toThrow(AssayError)
  })

  test('a project that does not exist yet has an inside', async () => {
    const root = join(await folder(), 'later')
    expect(resolveInside(root, 'a/b')).toBe(join(root, 'a/b'))
    expect(() => resolveInside(root, '../b')).toThrow(AssayError)
  })

  async function project() {
    const root = await folder()
    const outside = await folder()
    await mkdir(join(root, 'folder'))
    await writeFile(join(root, 'file'), '')
    await symlink('folder', join(root, 'link-in'))
    await symlink(outside, join(root, 'link-out'))
    await symlink('link-out', join(root, 'link-in-out'))
    await symlink(join(outside, 'missing'), join(root, 'link-broken'))
    await symlink('link-loop', join(root, 'link-loop'))
    return { root, outside }
  }
})

describe('digests', () => {
  test('are SHA-256 of the bytes', async () => {
    const root = await folder()
    await writeFile(join(root, 'abc'), 'abc')
    await writeFile(join(root, 'empty'), '')
    expect(await sha256File(join(root, 'abc'))).toBe(sha256.abc)
    expect(await sha256File(join(root, 'empty'))).toBe(sha256.empty)
    await expect(sha256File(join(root, 'missing'))).rejects.toThrow(/ENOENT/u)
  })

  test('are sorted by path, each file once, relative to the project', async () => {
    const root = await folder()
    for (const name of ['b', 'a/c', 'ä', 'B', 'a/b d']) await writeFileAtomically(join(root, name), 'abc')
    const paths = ['b', join(root, 'a/c'), './b', 'ä', 'B', 'a/x/../b d']
    expect(await digestFiles(root, paths)).toEqual(
      ['B', 'a/b d', 'a/c', 'b', 'ä'].map((path) => ({ path, sha256: sha256.abc })),
    )
  })

  test('of hundreds of files are made without opening all of them at once', async () => {
    const root = await folder()
    const names = Array.from({ length: 300 }, (_, index) => `f${index}`)
    for (const name of names) await writeFile(join(root, name), '')
    const digests = await digestFiles(root, names)
    expect(digests.map(({ path }) => path)).toEqual([...names].sort())
    expect(new Set(digests.map((digest) => digest.sha256))).toEqual(new Set([sha256.empty]))
  })

  test('a file outside the project is recorded where it is', async () => {
    const root = await folder()
    await mkdir(join(root, 'project'))
    await writeFile(join(root, 'shared'), 'abc')
    expect(await digestFiles(join(root, 'project'), ['../shared'])).toEqual([
      { path: '../shared', sha256: sha256.abc },
    ])
  })
})

async function folder(): Promise<string> {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'assay-')))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return path
}
