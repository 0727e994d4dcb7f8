import { spawn } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeTogether } from '../../src/host/files/write-together.ts'
import { makeKey } from '../../src/host/sign/issue-keys.ts'
import { addTrustedKey, readTrust } from '../../src/host/sign/trust.ts'
import { readBaselines, recordedClasses, writeBaselines } from '../../src/host/store/baselines.ts'
import type { Baseline } from '../../src/model/baseline.ts'
import { configSchema } from '../../src/model/config.ts'

const machine = 'x64'
let root = ''
const at = (path: string) => join(root, path)
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'assay-shared-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const baselineOf = (file: string, ...sessions: string[]): Baseline => ({
  schema: 'assay/baseline@2',
  class: machine,
  file,
  sessions: Object.fromEntries(
    sessions.map((id) => [
      id,
      { date: '2026-11-21T08:15:00.000Z', dirty: false, method: 1, forkTime: 1, node: '24', why: id },
    ]),
  ),
  benchmarks: { a: { time: Object.fromEntries(sessions.map((id) => [id, [1, 2]])) } },
})

describe('baselines', () => {
  it('that somebody else has changed since they were read are left alone', async () => {
    await writeBaselines(root, machine, [baselineOf('a.ts', 's1')], [])
    const { digests } = await readBaselines(root, machine)
    const late = (before: typeof digests, ...all: Baseline[]) => writeBaselines(root, machine, all, before)
    // Another session, another file, a file that has gone.
    await late(digests, baselineOf('a.ts', 's1', 's2'))
    await expect(late(digests, baselineOf('a.ts', 's1', 's3'))).rejects.toMatchObject({
      code: 'changed-meanwhile',
    })
    await expect(late([], baselineOf('b.ts', 's1'))).rejects.toMatchObject({ code: 'changed-meanwhile' })
    rmSync(at(`baselines/${machine}/a.ts.json`))
    await expect(late(digests, baselineOf('a.ts', 's1'))).rejects.toMatchObject({ code: 'changed-meanwhile' })
    expect(readdirSync(at('baselines'), { recursive: true })).toEqual([machine])
  })

  it('of which many are written at once keep every one that is said to be written', async () => {
    const add = async (session: string) => {
      for (;;) {
        const { baselines, digests } = await readBaselines(root, machine)
        const known = Object.keys(baselines[0]?.sessions ?? {})
        const written = await writeBaselines(
          root,
          machine,
          [baselineOf('a.ts', ...known, session)],
          digests,
        ).catch((error: { code: string }) => error.code)
        if (written !== 'changed-meanwhile') return
      }
    }
    const sessions = ['s1', 's2', 's3', 's4', 's5']
    await Promise.all(sessions.map(add))
    const { baselines } = await readBaselines(root, machine)
    expect(Object.keys(baselines[0]!.sessions).sort()).toEqual(sessions)
  })

  it('that cannot be read are told, and nobody waits for them', async () => {
    await writeBaselines(root, machine, [baselineOf('good.ts', 's1')], [])
    const folder = at(`baselines/${machine}`)
    mkdirSync(join(folder, 'folder.json'))
    symlinkSync('nowhere', join(folder, 'link.json'))
    const { execFileSync } = await import('node:child_process')
    if (process.platform !== 'win32') execFileSync('mkfifo', [join(folder, 'pipe.json')])
    symlinkSync('/dev/zero', join(folder, 'device.json'))
    const { baselines, unusable } = await readBaselines(root, machine)
    expect(baselines.map(({ file }) => file)).toEqual(['good.ts'])
    const path = (name: string) => `baselines/${machine}/${name}.json`
    expect(unusable).toEqual([
      { path: path('device'), state: 'no-file' },
      { path: path('folder'), state: 'unreadable', error: 'EISDIR' },
      { path: path('link'), state: 'unreadable', error: 'ENOENT' },
      { path: path('pipe'), state: 'no-file' },
    ])
    expect(await recordedClasses(root)).toEqual([machine])
  })
})

describe('the trust file', () => {
  const { trust } = configSchema.parse({}).certificate

  it('knows every key that was made at the same time, also by other processes', async () => {
    const program = `
      const { makeKey } = await import(${JSON.stringify(new URL('../../src/host/sign/issue-keys.ts', import.meta.url).href)})
      await makeKey('.', '.', process.argv[1], process.argv[2])`
    const make = (name: string) => {
      const args = [
        '--input-type=module',
        '-e',
        program,
        name,
        join(tmpdir(), `${root.split('/').at(-1)}-${name}.pem`),
      ]
      const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' })
      return new Promise((resolve) => child.once('close', resolve))
    }
    const all = ['one', 'two', 'three', 'four']
    const keyOf = (name: string) => join(tmpdir(), `${root.split('/').at(-1)}-${name}.pem`)
    try {
      const ends = await Promise.all([
        make('one'),
        make('two'),
        ...['three', 'four'].map((name) => makeKey(root, root, name, keyOf(name))),
      ])
      expect(ends.slice(0, 2)).toEqual([0, 0])
      const known = await readTrust(at(trust))
      expect(known?.keys.map(({ name }) => name).sort()).toEqual([...all].sort())
    } finally {
      for (const name of all) rmSync(keyOf(name), { force: true })
    }
  })

  it('that cannot be read is never taken for an empty one', async () => {
    mkdirSync(at(trust))
    await expect(readTrust(at(trust))).rejects.toMatchObject({ code: 'trust' })
    await expect(addTrustedKey(at(trust), 'x', {} as never)).rejects.toMatchObject({ code: 'trust' })
  })
})

describe('files that are written together', () => {
  it('replace a text only as it was read, by whoever comes first', async () => {
    writeFileSync(at('package.json'), 'one')
    chmodSync(at('package.json'), 0o640)
    const write = (text: string) =>
      writeTogether(root, [{ path: 'package.json', text, before: 'one' } as never])
    const ends = await Promise.allSettled(['a', 'b', 'c', 'd'].map(write))
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const [failed] = ends.filter((end) => end.status === 'rejected')
    expect(failed).toMatchObject({ reason: { code: 'changed-meanwhile' } })
    const place = ends.findIndex(({ status }) => status === 'fulfilled')
    expect(readFileSync(at('package.json'), 'utf8')).toBe('abcd'[place])
  })
})
