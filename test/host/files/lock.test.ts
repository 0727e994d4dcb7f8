import { spawnSync } from 'node:child_process'
import fs, {
  existsSync,
  mkdirSync,
  mkdtempSync,
  promises,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { createFileAtomically, writeFileAtomically } from '../../../src/host/files/files.ts'
import { sweepLocks, withLock } from '../../../src/host/files/lock.ts'
import { writer } from '../../../src/host/files/owner.ts'
import { isTemporary, lockOf, sweep } from '../../../src/host/files/temporary.ts'
import { replaceFolder } from '../../../src/host/store/report-folder.ts'
import { policy } from '../../../src/model/config.ts'
import { main } from '../../built.ts'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'assay-lock-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

/** A process that was here and is no more. */
const [place] = writer.split('-')
const gone = `${place}-${spawnSync(process.execPath, ['-e', '']).pid}`
const elsewhere = `${place === '00000000' ? '11111111' : '00000000'}-1`
const id = 'abcdef0123456789'
const old = new Date(Date.now() - 2 * policy.files.leftAfter)

/** Until the test is over, second names of files are made like this. */
function withLinks(make: typeof fs.linkSync): void {
  const { linkSync } = fs
  const { link } = promises
  const set = (one: typeof linkSync, later: typeof link) => {
    fs.linkSync = one
    promises.link = later
    syncBuiltinESMExports()
  }
  set(make, async (from, to) => make(from, to))
  onTestFinished(() => set(linkSync, link))
}

function refuse(code: string): never {
  throw Object.assign(new Error(code), { code })
}

describe('a lock', () => {
  const count = join('count')

  it('lets one at a time read and write, and is gone afterwards', async () => {
    const file = join(root, count)
    writeFileSync(file, '0')
    const add = () =>
      withLock(file, async () => {
        const n = Number(readFileSync(file, 'utf8'))
        await new Promise((resolve) => setImmediate(resolve))
        await writeFileAtomically(file, `${n + 1}`)
      })
    await Promise.all(Array.from({ length: 12 }, add))
    expect(readFileSync(file, 'utf8')).toBe('12')
    expect(readdirSync(root)).toEqual([count])
  })

  it('is given back when what was done under it fails', async () => {
    const fails = () => withLock(join(root, count), () => Promise.reject(new Error('no')))
    await expect(fails()).rejects.toThrow('no')
    await expect(fails()).rejects.toThrow('no')
    expect(readdirSync(root)).toEqual([])
  })

  it.each([
    ['of a process that has gone', `${gone} ${id}\n`, undefined],
    ['that is older than any moment', `${elsewhere} ${id}\n`, old],
    ['that says nothing and is old', '', old],
  ])('%s is taken away', async (_, text, time) => {
    const lock = lockOf(join(root, count))
    writeFileSync(lock, text)
    if (time) utimesSync(lock, time, time)
    expect(await withLock(join(root, count), async () => readFileSync(lock, 'utf8').split(' ')[0])).toBe(
      writer,
    )
    expect(readdirSync(root)).toEqual([])
  })

  it('is not taken away when somebody else has got it since it was looked at', async () => {
    const lock = lockOf(join(root, count))
    const theirs = `${elsewhere} ${id}\n`
    writeFileSync(lock, `${gone} ${id}\n`)
    const { linkSync } = fs
    withLinks((from, to) => {
      if (to === lockOf(lock)) writeFileSync(lock, theirs)
      linkSync(from, to)
    })
    sweepLocks(root)
    expect(readFileSync(lock, 'utf8')).toBe(theirs)
    expect(readdirSync(root)).toEqual([basename(lock)])
  })

  it('is not had where the system gives none for another reason than that it has no links', async () => {
    withLinks(() => refuse('EIO'))
    await expect(withLock(join(root, count), async () => 1)).rejects.toThrow(/EIO/u)
    expect(readdirSync(root)).toEqual([])
  })

  it('is taken away by one at a time, and by another one if that one is killed', async () => {
    const lock = lockOf(join(root, count))
    const ofThat = lockOf(lock)
    for (const path of [lock, ofThat, lockOf(ofThat)]) writeFileSync(path, `${gone} ${id}\n`)
    writeFileSync(ofThat, `${elsewhere} ${id}\n`)
    sweepLocks(root)
    expect(readdirSync(root).sort()).toEqual([lock, ofThat].map((path) => basename(path)).sort())
    writeFileSync(ofThat, `${gone} ${id}\n`)
    expect(await withLock(join(root, count), async () => 1)).toBe(1)
    expect(readdirSync(root)).toEqual([])
  })

  it.each(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])(
    'is had where the file system has no links (%s), and so are new files and reports',
    async (code) => {
      // What such a file system answers: none can be mounted in a test.
      withLinks(() => refuse(code))
      const file = join(root, count)
      const held = await withLock(file, async () => readFileSync(lockOf(file), 'utf8'))
      expect(held.split(' ')[0]).toBe(writer)
      const made = await Promise.all(['a', 'b', 'c'].map((text) => createFileAtomically(file, text)))
      expect(made.filter(Boolean)).toHaveLength(1)
      expect(readFileSync(file, 'utf8')).toBe('abc'[made.indexOf(true)])
      mkdirSync(join(root, 'latest'))
      writeFileSync(join(root, 'latest/notes'), 'my')
      await replaceFolder(join(root, 'latest'), [{ path: 'run.json', mediaType: '', text: 'x' }], [])
      expect(readdirSync(root, { recursive: true }).sort()).toEqual(
        [count, 'latest', 'latest/notes', 'latest/run.json'].sort(),
      )
    },
  )

  it('of somebody who may still be there is waited for', async () => {
    const lock = lockOf(join(root, count))
    writeFileSync(lock, `${elsewhere} ${id}\n`)
    let isHeld = true
    setTimeout(() => {
      isHeld = false
      rmSync(lock)
    }, 100)
    expect(await withLock(join(root, count), async () => isHeld)).toBe(false)
  })

  it('where nothing can be written is told as such', async () => {
    writeFileSync(join(root, 'file'), '')
    await expect(withLock(join(root, 'file/below'), async () => 1)).rejects.toMatchObject({
      code: 'not-writable',
    })
  })
})

describe('what a writer that was killed has left', () => {
  const hex = 'abcdef012345'
  it('is swept, and nothing else is', async () => {
    const names = {
      swept: [`.assay-${gone}-${hex}.tmp`, '.assay-gone.lock'],
      sweptWhenOld: [`.assay-${elsewhere}-${hex}.tmp`, `.assay-${hex}.tmp`, '.assay-other.lock'],
      ours: [`.assay-${writer}-${hex}.tmp`],
      others: [
        '.assay-notes.tmp',
        `assay-${gone}-${hex}.tmp`,
        'run.json',
        '.lock',
        '.assay-deploy.lock',
        '.assay-empty.lock',
        '.assay-half.lock',
        `.assay-latest.${hex}.old`,
      ],
    }
    for (const name of Object.values(names).flat()) writeFileSync(join(root, name), 'text')
    writeFileSync(join(root, '.assay-gone.lock'), `${gone} ${id}\n`)
    writeFileSync(join(root, '.assay-other.lock'), `${elsewhere} ${id}\n`)
    writeFileSync(join(root, '.assay-empty.lock'), '')
    writeFileSync(join(root, '.assay-half.lock'), `${gone} ${id}\nand more`)
    mkdirSync(join(root, `.assay-${gone}-000000000000.tmp/plots`), { recursive: true })
    mkdirSync(join(root, '.assay-folder.lock/mine'), { recursive: true })
    symlinkSync('.assay-gone.lock', join(root, '.assay-link.lock'))
    names.others.push('.assay-folder.lock', '.assay-link.lock')
    sweep(root)
    sweepLocks(root)
    expect(readdirSync(root).sort()).toEqual([...names.sweptWhenOld, ...names.ours, ...names.others].sort())
    for (const name of readdirSync(root))
      if (name !== '.assay-link.lock') utimesSync(join(root, name), old, old)
    sweep(root)
    sweepLocks(root)
    expect(readdirSync(root).sort()).toEqual(names.others.sort())
  })

  it('is gone after the next writing there', async () => {
    writeFileSync(join(root, `.assay-${gone}-${hex}.tmp`), 'half')
    await writeFileAtomically(join(root, 'a'), 'whole')
    expect(readdirSync(root)).toEqual(['a'])
  })

  it('of a folder that is not there is nothing', () => {
    sweep(join(root, 'nowhere'))
    expect(existsSync(join(root, 'nowhere'))).toBe(false)
  })

  // Whatever the system was asked for last: to make a file, to write, to flush it, to rename it.
  it.each([1, 2, 3, 4, 5, 6])(
    'by an ordinary end in the middle is nothing (after request %i)',
    (requests) => {
      const built = (name: string) => pathToFileURL(join(main, `../../host/files/${name}.js`)).href
      const program = `
      import { createHook } from 'node:async_hooks'
      const { writeFileAtomically } = await import(${JSON.stringify(built('files'))})
      const { withLock } = await import(${JSON.stringify(built('lock'))})
      void withLock('b', () => {
        let left = ${requests}
        const init = (id, type) => {
          if (type.startsWith('FSREQ') && --left === 0) process.nextTick(() => process.exit(130))
        }
        createHook({ init }).enable()
        return writeFileAtomically('a', 'x'.repeat(1e7)).then(() => process.exit(130))
      })`
      const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { cwd: root })
      expect(status).toBe(130)
      expect(readdirSync(root).filter(isTemporary)).toEqual([])
    },
  )
})
