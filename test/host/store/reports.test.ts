import fs, { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { rehearse } from '../../../src/host/store/rehearsal.ts'
import { readLatestRun, reportDigests, writeReport } from '../../../src/host/store/reports.ts'
import { configSchema } from '../../../src/model/config.ts'

const config = configSchema.parse({})
let root = ''

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'assay-reports-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

describe('the reports folder', () => {
  it('is made when it is not there, and nothing is left of the check', async () => {
    await rehearse(root, config, [])
    expect(readdirSync(join(root, 'reports'))).toEqual([])
  })

  it('that is read-only is refused with its path and the remedy', async () => {
    mkdirSync(join(root, 'reports'))
    chmodSync(root, 0o755)
    chmodSync(join(root, 'reports'), 0o555)
    await withoutPrivileges(root, async () => {
      await expect(rehearse(root, config, [])).rejects.toMatchObject({
        name: 'AssayError',
        code: 'not-writable',
        message: expect.stringMatching(/reports.*cannot be written \((EACCES|EPERM)\)/u),
        advice: expect.stringContaining('permission'),
      })
    })
  })

  it('that leads out of the project is refused', async () => {
    await expect(
      rehearse(root, { ...config, reports: { ...config.reports, dir: '../up' } }, []),
    ).rejects.toMatchObject({
      code: 'outside-project',
    })
  })

  it('loses what an earlier report left that the new one does not have, and nothing else', async () => {
    mkdirSync(join(root, 'reports/latest'), { recursive: true })
    for (const name of ['junit.xml', 'report.html', 'profile.md', 'notes.txt'])
      writeFileSync(join(root, 'reports/latest', name), 'old')
    const plot = { path: 'plots/a.svg', mediaType: 'image/svg+xml', text: '<svg/>' }
    const text = { path: 'report.md', mediaType: 'text/markdown', text: '# one' }
    expect(await writeReport(root, config, 'latest', [text, plot])).toBe('reports/latest')
    await writeReport(root, config, 'latest', [{ ...text, text: '# two' }])
    expect((await reportDigests(root, 'reports/latest')).map(({ path }) => path)).toEqual([
      'reports/latest/notes.txt',
      'reports/latest/report.md',
    ])
  })

  it('is written file by file where it has a mount on it, and loses no file that is nobody’s report', async () => {
    const { renameSync } = fs
    const set = (rename: typeof renameSync) => {
      fs.renameSync = rename
      syncBuiltinESMExports()
    }
    set(() => {
      throw Object.assign(new Error('EBUSY'), { code: 'EBUSY' })
    })
    onTestFinished(() => set(renameSync))
    mkdirSync(join(root, 'reports/latest/plots/mine'), { recursive: true })
    for (const name of ['junit.xml', 'notes.txt', 'plots/old.svg', 'plots/notes.md', 'plots/mine/x'])
      writeFileSync(join(root, 'reports/latest', name), 'old')
    const text = { path: 'report.md', mediaType: 'text/markdown', text: '# one' }
    await writeReport(root, config, 'latest', [text])
    expect(readdirSync(join(root, 'reports'))).toEqual(['latest'])
    expect(
      readdirSync(join(root, 'reports/latest'), { recursive: true })
        .map((name) => String(name))
        .sort(),
    ).toEqual(['notes.txt', 'plots', 'plots/mine', 'plots/mine/x', 'plots/notes.md', 'report.md'])
  })

  it('may be written by several runs at once', async () => {
    const report = (run: number) =>
      Array.from({ length: 8 }, (_, plot) => ({
        path: `plots/${(run * 5 + plot) % 11}.svg`,
        mediaType: 'image/svg+xml',
        text: '<svg/>',
      }))
    const oneAfterTheOther = async (lane: number) => {
      for (let run = 0; run < 25; run++) await writeReport(root, config, 'latest', report(lane + run))
    }
    await Promise.all([0, 1, 2, 3].map(oneAfterTheOther))
  })

  it('with a last run that cannot be read has none', async () => {
    expect(await readLatestRun(root, config)).toBeUndefined()
    mkdirSync(join(root, 'reports/latest'), { recursive: true })
    writeFileSync(join(root, 'reports/latest/run.json'), '{"schema":"assay/run@99"')
    expect(await readLatestRun(root, config)).toBeUndefined()
  })
})

/** Permissions do not bind root, and tests run as root in containers: for a moment we are nobody. */
async function withoutPrivileges(folder: string, act: () => Promise<void>): Promise<void> {
  if (process.getuid?.() !== 0) return act()
  const nobody = 65_534
  chownSync(folder, nobody, nobody)
  process.seteuid?.(nobody)
  try {
    await act()
  } finally {
    process.seteuid?.(0)
  }
}
