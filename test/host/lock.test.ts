import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeFileAtomically } from '../../src/host/files.ts'
import { withLock } from '../../src/host/lock.ts'
import { writer } from '../../src/host/owner.ts'
import { isTemporary, lockOf, sweep } from '../../src/host/temporary.ts'
import { policy } from '../../src/model/config.ts'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'assay-lock-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

/** A process that was here and is no more. */
const [place] = writer.split('-')
const gone = `${place}-${spawnSync(process.execPath, ['-e', '']).pid}`
const elsewhere = `${place === '00000000' ? '11111111' : '00000000'}-1`
const old = new Date(Date.now() - 2 * policy.files.leftAfter)

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
    ['of a process that has gone', `${gone} x\n`, undefined],
    ['that is older than any moment', `${elsewhere} x\n`, old],
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

  it('of somebody who may still be there is waited for', async () => {
    const lock = lockOf(join(root, count))
    writeFileSync(lock, `${elsewhere} x\n`)
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
  it('is swept, and nothing else is', () => {
    const names = {
      swept: [`.assay-${gone}-${hex}.tmp`, '.assay-gone.lock'],
      sweptWhenOld: [`.assay-${elsewhere}-${hex}.tmp`, `.assay-${hex}.tmp`, '.assay-other.lock'],
      kept: [
        `.assay-${writer}-${hex}.tmp`,
        '.assay-notes.tmp',
        `assay-${gone}-${hex}.tmp`,
        'run.json',
        '.lock',
      ],
    }
    for (const name of Object.values(names).flat()) writeFileSync(join(root, name), 'text')
    writeFileSync(join(root, '.assay-gone.lock'), `${gone} x\n`)
    writeFileSync(join(root, '.assay-other.lock'), `${elsewhere} x\n`)
    mkdirSync(join(root, `.assay-${gone}-000000000000.tmp/plots`), { recursive: true })
    sweep(root)
    expect(readdirSync(root).sort()).toEqual([...names.sweptWhenOld, ...names.kept].sort())
    sweep(root, Date.now() + 2 * policy.files.leftAfter)
    expect(readdirSync(root).sort()).toEqual(names.kept.filter((name) => !isTemporary(name)).sort())
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

  it('by an ordinary end in the middle is nothing', () => {
    const program = `
      const { writeFileAtomically } = await import(${JSON.stringify(new URL('../../src/host/files.ts', import.meta.url).href)})
      const { withLock } = await import(${JSON.stringify(new URL('../../src/host/lock.ts', import.meta.url).href)})
      void withLock('b', () => {
        void writeFileAtomically('a', 'x'.repeat(1e8))
        setTimeout(() => process.exit(130), 5)
        return new Promise(() => {})
      })`
    const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { cwd: root })
    expect(status).toBe(130)
    expect(readdirSync(root).filter(isTemporary)).toEqual([])
  })
})
