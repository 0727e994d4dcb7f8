import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readBaselines, recordedClasses, writeBaselines } from '../../../src/host/store/baselines.ts'
import type { Baseline } from '../../../src/model/baseline.ts'
import type { Environments } from '../../../src/model/environment-record.ts'

const machine = 'x64'
let root = ''
const at = (path: string) => join(root, path)
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'assay-baselines-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const baselineOf = (file: string, ...sessions: string[]): Baseline => ({
  schema: 'assay/baseline@2',
  class: machine,
  file,
  sessions: Object.fromEntries(
    sessions.map((id) => [
      id,
      { date: '2026-11-21T08:15:00.000Z', dirty: false, method: 1, trialTime: 1, node: '24', why: id },
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

describe('the environments of a class', () => {
  const path = `baselines/${machine}/environments.json`
  const environmentsOf = (kernel: string): Environments => ({
    schema: 'assay/environments@1',
    class: machine,
    environments: { aaaaaaaa: { facts: { kernel } } },
    sessions: { s1: 'aaaaaaaa' },
  })

  it('lie beside its baselines, are part of what was read, and go when no session is left', async () => {
    const written = await writeBaselines(root, machine, [baselineOf('a.ts', 's1')], [], environmentsOf('6.1'))
    expect(written).toEqual([`baselines/${machine}/a.ts.json`, path])
    const read = await readBaselines(root, machine)
    expect(read).toMatchObject({ environments: environmentsOf('6.1'), unusable: [] })
    expect(read.digests.map((digest) => digest.path)).toEqual(written)
    expect(read.baselines.map(({ file }) => file)).toEqual(['a.ts'])
    const other = { ...environmentsOf('6.2'), class: machine }
    await writeBaselines(root, machine, [], read.digests, other)
    await expect(writeBaselines(root, machine, [], read.digests, other)).rejects.toMatchObject({
      code: 'changed-meanwhile',
    })
    const { digests } = await readBaselines(root, machine)
    await writeBaselines(root, machine, [], digests, { ...other, environments: {}, sessions: {} })
    expect((await readBaselines(root, machine)).environments).toBeUndefined()
  })

  it.each<[string, object]>([
    ['<<<<<<< HEAD', { state: 'no-json' }],
    ['{"schema":"assay/environments@9"}', { state: 'newer', reads: 'assay/environments@1' }],
    ['{"schema":"assay/environments@1"}', { state: 'invalid', at: 'class' }],
    [JSON.stringify({ ...environmentsOf('6'), class: 'arm64' }), { state: 'of-other-class', class: 'arm64' }],
    [
      JSON.stringify({ ...environmentsOf('6'), environments: { a: { facts: { kernel: 6 } } } }),
      { state: 'invalid', at: 'environments.a.facts.kernel' },
    ],
  ])('that cannot be used are told like any baseline: %s', async (text, expected) => {
    mkdirSync(at(`baselines/${machine}`), { recursive: true })
    writeFileSync(at(path), text)
    const { environments, unusable } = await readBaselines(root, machine)
    expect(environments).toBeUndefined()
    expect(unusable).toMatchObject([{ path, ...expected }])
  })

  it('have facts that a later version knows, too', async () => {
    mkdirSync(at(`baselines/${machine}`), { recursive: true })
    const later = { ...environmentsOf('6'), environments: { a: { facts: { humidity: '1' }, weather: {} } } }
    writeFileSync(at(path), JSON.stringify(later))
    expect((await readBaselines(root, machine)).environments?.environments.a).toEqual({
      facts: { humidity: '1' },
    })
  })
})
