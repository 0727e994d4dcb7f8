import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readAllStored, readBeside, readStored, writeAgain } from '../../../src/host/store/stored-run.ts'

let parent = ''
let root = ''

beforeEach(() => {
  parent = realpathSync(mkdtempSync(join(tmpdir(), 'assay-stored-')))
  root = join(parent, 'project')
  put('reports/latest/run.json', 'latest')
  put('reports/20261121_081500_1a2b3c4/run.json', 'gate')
  put('src/deep/file', '')
})
afterEach(() => rmSync(parent, { recursive: true, force: true }))

function put(path: string, text: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true })
  writeFileSync(join(root, path), text)
}

describe('a stored run', () => {
  it('is that of the last run when none is named, wherever one stands in the project', async () => {
    expect(await readStored(root, join(root, 'src/deep'), undefined)).toEqual({
      text: 'latest',
      path: '../../reports/latest/run.json',
      folder: join(root, 'reports/latest'),
    })
  })

  it.each([
    ['a gate that began later', '2026-11-21T08:14:00.000Z', 'reports/20261121_081500_1a2b3c4/run.json'],
    ['the latest, which began after every gate', '2026-11-21T08:16:00.000Z', 'reports/latest/run.json'],
    ['the latest, of which a copy is kept', '2026-11-21T08:15:00.500Z', 'reports/latest/run.json'],
  ])('is that of %s', async (_, startedAt, path) => {
    put('reports/latest/run.json', JSON.stringify({ startedAt }))
    const gate = { startedAt: '2026-11-21T08:15:00.500Z' }
    put('reports/20261121_081500_1a2b3c4/run.json', JSON.stringify(gate))
    put('reports/20261121_081400_1a2b3c4/run.json', '{}')
    expect(await readStored(root, root, undefined)).toMatchObject({ path })
  })

  it('is that of a gate where nothing else has run', async () => {
    rmSync(join(root, 'reports/latest'), { recursive: true })
    expect(await readStored(root, root, undefined)).toMatchObject({ text: 'gate' })
  })

  it.each(['20261121_081500_1a2b3c4', '20261121_081500_1a2b3c4/run.json'])(
    'is found from where one stands, by its file or its folder: %s',
    async (path) => {
      expect(await readStored(root, join(root, 'reports'), path)).toEqual({
        text: 'gate',
        path: '20261121_081500_1a2b3c4/run.json',
        folder: join(root, 'reports/20261121_081500_1a2b3c4'),
      })
    },
  )

  it('is one of several: of a folder the one in it, or those in folders in it', async () => {
    put('shards/b/run.json', 'b')
    put('shards/a/run.json', 'a')
    put('shards/none/other.json', '')
    const paths = async (...asked: string[]) => (await readAllStored(root, asked)).map(({ path }) => path)
    expect(await paths('shards', 'reports/latest')).toEqual([
      'shards/a/run.json',
      'shards/b/run.json',
      'reports/latest/run.json',
    ])
    expect(await paths('shards/b/run.json', 'shards/a')).toEqual(['shards/b/run.json', 'shards/a/run.json'])
    await expect(paths('shards', 'src')).rejects.toMatchObject({ code: 'no-such-run' })
    await expect(paths('nowhere')).rejects.toMatchObject({
      code: 'no-such-run',
      message: expect.stringMatching(/^nowhere cannot/u),
    })
  })

  it('may lie outside the project', async () => {
    writeFileSync(join(parent, 'other.json'), 'other')
    expect(await readStored(root, root, '../other.json')).toMatchObject({ text: 'other', folder: parent })
  })

  it('that is not there is told with what to do', async () => {
    rmSync(join(root, 'reports'), { recursive: true })
    await expect(readStored(root, root, undefined)).rejects.toMatchObject({
      name: 'AssayError',
      code: 'no-such-run',
      message: 'reports/latest/run.json cannot be read (ENOENT).',
      advice: expect.stringContaining("Run 'assay run' first"),
    })
    await expect(readStored(root, root, 'nowhere/run.json')).rejects.toMatchObject({
      message: 'nowhere/run.json cannot be read (ENOENT).',
    })
    await expect(readStored(root, root, 'x'.repeat(300))).rejects.toMatchObject({
      code: 'no-such-run',
      message: expect.stringContaining('(ENAMETOOLONG)'),
    })
  })
})

describe('what a run names beside it', () => {
  it('is read where it is there, and nothing else is', async () => {
    const folder = join(root, 'reports/latest')
    put('reports/latest/profiles/a/flame.svg', '<svg/>')
    put('secret.svg', 'secret')
    symlinkSync(join(root, 'secret.svg'), join(folder, 'profiles/link.svg'))
    const paths = [
      'profiles/a/flame.svg',
      'profiles/gone.svg',
      'profiles/a',
      '../../secret.svg',
      join(root, 'secret.svg'),
      'profiles/link.svg',
      'profiles/\0.svg',
    ]
    expect(await readBeside(folder, paths)).toEqual([
      { path: 'profiles/a/flame.svg', mediaType: 'image/svg+xml', text: '<svg/>' },
    ])
  })
})

describe('a run that was rendered again', () => {
  const files = [{ path: 'report.md', mediaType: 'text/markdown', text: 'new' }]
  const stored = async () => readStored(root, root, undefined)

  it('is written beside its document, where that changes nothing', async () => {
    expect(await writeAgain(root, await stored(), undefined, files)).toEqual(['reports/latest/report.md'])
    expect(await writeAgain(root, await stored(), undefined, files)).toEqual(['reports/latest/report.md'])
    put('reports/latest/report.md', 'evidence')
    await expect(writeAgain(root, await stored(), undefined, files)).rejects.toMatchObject({
      code: 'is-evidence',
      message: expect.stringMatching(/^reports\/latest\/report\.md is there already/u),
      advice: 'Write into another folder: --out FOLDER.',
    })
    expect(readFileSync(join(root, 'reports/latest/report.md'), 'utf8')).toBe('evidence')
  })

  it('replaces what is there in a folder that was named, which may lie outside the project', async () => {
    writeFileSync(join(parent, 'report.md'), 'old')
    expect(await writeAgain(root, await stored(), '..', files)).toEqual(['../report.md'])
    expect(readFileSync(join(parent, 'report.md'), 'utf8')).toBe('new')
    expect(await writeAgain(root, await stored(), 'made/here', files)).toEqual(['made/here/report.md'])
  })
})
