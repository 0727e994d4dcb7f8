import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readBaselines, recordedClasses, writeBaselines } from '../../../src/host/store/baselines.ts'
import type { Baseline } from '../../../src/model/baseline.ts'

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
