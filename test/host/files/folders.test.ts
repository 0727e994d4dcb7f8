import fs, { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { writeFileAtomically } from '../../../src/host/files/files.ts'
import { makeFolder } from '../../../src/host/files/folders.ts'
import { withLock } from '../../../src/host/files/lock.ts'
import { appendLog } from '../../../src/host/store/logbook.ts'
import { rehearse } from '../../../src/host/store/rehearsal.ts'
import { configSchema } from '../../../src/model/config.ts'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'assay-folders-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

/** Until the test is over, nothing can be made below the root: what Node says of a file system that is read-only. */
function makeReadOnly(): void {
  const { mkdirSync: make } = fs
  const set = (one: typeof make) => {
    fs.mkdirSync = one
    syncBuiltinESMExports()
  }
  const refuse = (path: fs.PathLike, options?: fs.Mode | fs.MakeDirectoryOptions | null) => {
    const isRecursive = typeof options === 'object' && options?.recursive === true
    const isParentThere = existsSync(join(String(path), '..'))
    const code = existsSync(path) ? 'EEXIST' : isRecursive || !isParentThere ? 'ENOENT' : 'EROFS'
    throw Object.assign(new Error(code), { code, syscall: 'mkdir', path })
  }
  set(refuse as typeof make)
  onTestFinished(() => set(make))
}

describe('a folder', () => {
  it('is made with those above it, or is there already', () => {
    for (const _ of [1, 2]) makeFolder(join(root, 'a/b/c'), 0o700)
    expect(statSync(join(root, 'a/b/c')).isDirectory()).toBe(true)
    expect(statSync(join(root, 'a')).mode & 0o777).toBe(0o700)
    symlinkSync(join(root, 'a'), join(root, 'link'))
    makeFolder(join(root, 'link'))
    makeFolder('/')
  })

  it.each([
    ['a file in its place', 'file', 'EEXIST'],
    ['a file above it', 'file/b/c', 'ENOTDIR'],
    ['a link that leads nowhere', 'link', 'ENOENT'],
    ['a name that is too long', `${'x'.repeat(300)}/a`, 'ENAMETOOLONG'],
  ])('is refused for %s', (_, path, code) => {
    writeFileSync(join(root, 'file'), '')
    symlinkSync(join(root, 'nowhere'), join(root, 'link'))
    expect(() => makeFolder(join(root, path))).toThrow(expect.objectContaining({ code }))
  })

  it.skipIf(process.platform !== 'linux')('is refused by a folder that takes none', () => {
    for (const path of ['/proc/x', '/proc/x/y'])
      expect(() => makeFolder(path)).toThrow(expect.objectContaining({ code: 'ENOENT' }))
  })
})

describe('on a read-only file system', () => {
  const config = configSchema.parse({})
  const note = [{ id: 'x' }] as unknown as Parameters<typeof appendLog>[2]

  it.each<[string, () => unknown]>([
    ['a file', () => writeFileAtomically(join(root, 'a/b/c.json'), '')],
    ['a lock', () => withLock(join(root, 'a/b'), async () => undefined)],
    ['a report, before anything is measured', () => rehearse(root, config, [])],
    ['an entry of the logbook', () => appendLog(root, config, note)],
  ])('%s cannot be written, and it is said why', async (_, act) => {
    makeReadOnly()
    await expect(Promise.resolve().then(act)).rejects.toMatchObject({
      code: 'not-writable',
      message: expect.stringMatching(/cannot be written \(EROFS\)\.$/u),
      advice: expect.stringContaining('The file system is read-only: mount it writable'),
    })
  })

  it('what is there already is there', () => {
    mkdirSync(join(root, 'there'))
    makeReadOnly()
    makeFolder(join(root, 'there'))
  })
})
