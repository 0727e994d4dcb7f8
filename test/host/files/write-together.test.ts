import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { readTexts, writeTogether } from '../../../src/host/files/write-together.ts'

function folder(files: Readonly<Record<string, string>> = {}): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'assay-together-')))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text)
  return root
}

const tree = (root: string) => readdirSync(root, { recursive: true }).sort()

describe('files that are written together', () => {
  it('are all there, with their folders, and no more', async () => {
    const root = folder({ 'a.json': 'old' })
    await writeTogether(root, [
      { path: 'a.json', text: 'new', before: 'old' },
      { path: 'b/c/d.sh', text: '#!/bin/sh\n', executable: true },
    ])
    expect(tree(root)).toEqual(['a.json', 'b', 'b/c', 'b/c/d.sh'])
    expect(readFileSync(join(root, 'a.json'), 'utf8')).toBe('new')
    expect(statSync(join(root, 'b/c/d.sh')).mode & 0o777).toBe(0o755)
  })

  it.each<[string, Readonly<Record<string, string>>, string, string | undefined, string]>([
    ['a folder cannot be made', { taken: 'a file' }, 'taken/x', undefined, 'not-writable'],
    ['a name is taken', { taken: 'a file' }, 'taken', undefined, 'changed-meanwhile'],
    ['a file has changed', { taken: 'another text' }, 'taken', 'a text', 'changed-meanwhile'],
    ['one leads out of the project', {}, '../x', undefined, 'outside-project'],
  ])('are none when %s: what was written is taken back', async (_, files, path, before, code) => {
    const root = folder({ 'a.json': 'old', ...files })
    chmodSync(join(root, 'a.json'), 0o640)
    mkdirSync(join(root, 'there'))
    const was = tree(root)
    const wanted = [
      { path: 'there/new/b', text: 'b' },
      { path: 'a.json', text: 'new', before: 'old' },
      { path, text: 'x', ...(before === undefined ? {} : { before }) },
    ]
    await expect(writeTogether(root, wanted)).rejects.toMatchObject({ code })
    expect(tree(root)).toEqual(was)
    expect(readFileSync(join(root, 'a.json'), 'utf8')).toBe('old')
    expect(statSync(join(root, 'a.json')).mode & 0o777).toBe(0o640)
    for (const [name, text] of Object.entries(files))
      expect(readFileSync(join(root, name), 'utf8')).toBe(text)
  })

  it('replace a text only as it was read, by whoever comes first', async () => {
    const root = folder({ 'package.json': 'one' })
    chmodSync(join(root, 'package.json'), 0o640)
    const write = (text: string) =>
      writeTogether(root, [{ path: 'package.json', text, before: 'one' } as never])
    const ends = await Promise.allSettled(['a', 'b', 'c', 'd'].map(write))
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const [failed] = ends.filter((end) => end.status === 'rejected')
    expect(failed).toMatchObject({ reason: { code: 'changed-meanwhile' } })
    const place = ends.findIndex(({ status }) => status === 'fulfilled')
    expect(readFileSync(join(root, 'package.json'), 'utf8')).toBe('abcd'[place])
  })

  it('go where a link inside the project leads, and keep link and mode', async () => {
    const root = folder({ real: 'old' })
    chmodSync(join(root, 'real'), 0o600)
    symlinkSync('real', join(root, 'link'))
    await writeTogether(root, [{ path: 'link', text: 'new', before: 'old' }])
    expect(lstatSync(join(root, 'link')).isSymbolicLink()).toBe(true)
    expect(readFileSync(join(root, 'real'), 'utf8')).toBe('new')
    expect(statSync(join(root, 'real')).mode & 0o777).toBe(0o600)
  })
})

describe('texts', () => {
  it('are those of files that are there', async () => {
    const root = folder({ a: 'text', b: '' })
    expect(await readTexts(root, ['a', 'b', 'c', 'a/d'])).toEqual(
      new Map([
        ['a', 'text'],
        ['b', ''],
      ]),
    )
  })

  it('are none of a folder, and none from outside', async () => {
    const root = folder()
    mkdirSync(join(root, 'a'))
    symlinkSync('/etc/hostname', join(root, 'b'))
    await expect(readTexts(root, ['a'])).rejects.toMatchObject({ code: 'not-readable' })
    await expect(readTexts(root, ['b'])).rejects.toMatchObject({ code: 'outside-project' })
  })
})
