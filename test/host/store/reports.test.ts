import fs, {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { writer } from '../../../src/host/files/owner.ts'
import {
  claimEvidence,
  keepEvidence,
  readLatestRun,
  reportDigests,
  writeReport,
} from '../../../src/host/store/reports.ts'
import { configSchema } from '../../../src/model/config.ts'

const config = configSchema.parse({})
const id = '20261121_080509_1a2b3c4'
let root = ''
const at = (path: string) => join(root, path)
/** But for what tells git to leave the folder alone. */
const isNamed = (name: string) => name !== '.gitignore'
const names = (path: string) => readdirSync(at(path)).filter(isNamed).sort()
const report = (run: string, ...more: string[]) =>
  ['run.json', 'report.md', ...more].map((path) => ({ path, mediaType: '', text: run }))

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'assay-reports-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

describe('the reports folder', () => {
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
    ).toEqual([
      '.gitignore',
      'notes.txt',
      'plots',
      'plots/mine',
      'plots/mine/x',
      'plots/notes.md',
      'report.md',
    ])
  })

  it('may be written by several runs at once', async () => {
    const report = (run: number) =>
      Array.from({ length: 8 }, (_, plot) => ({
        path: `plots/${(run * 5 + plot) % 11}.svg`,
        mediaType: 'image/svg+xml',
        text: '<svg/>',
      }))
    const oneAfterTheOther = async (lane: number) => {
      for (let run = 0; run < 8; run++) await writeReport(root, config, 'latest', report(lane + run))
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

describe('the name of a run', () => {
  it('is taken once, however many ask for it at once', async () => {
    const claimed = await Promise.all(Array.from({ length: 5 }, () => claimEvidence(root, config, id)))
    expect(claimed.sort()).toEqual([id, `${id}_2`, `${id}_3`, `${id}_4`, `${id}_5`])
    expect(names('reports')).toEqual(claimed)
  })

  it('is not taken from what stands in its place, and is refused where nothing can be made', async () => {
    mkdirSync(at('reports'))
    writeFileSync(at(`reports/${id}`), 'a file')
    mkdirSync(at(`reports/${id}_2`))
    expect(await claimEvidence(root, config, id)).toBe(`${id}_3`)
    expect(readFileSync(at(`reports/${id}`), 'utf8')).toBe('a file')
    rmSync(at('reports'), { recursive: true })
    writeFileSync(at('reports'), 'a file')
    await expect(claimEvidence(root, config, id)).rejects.toMatchObject({ code: 'not-writable' })
  })
})

describe('the evidence of a stored run', () => {
  const keep = (text: string) => keepEvidence(root, config, { folder: at('reports/latest'), text }, id)
  beforeEach(() => writeReport(root, config, 'latest', report('one', 'plots/a.svg')))

  it('is copied once, and another run of that name gets a folder of its own', async () => {
    expect(await Promise.all([keep('one'), keep('one')])).toContain(`reports/${id}`)
    expect(await keep('one')).toBe(`reports/${id}`)
    expect((await reportDigests(root, `reports/${id}`)).map(({ path }) => path)).toEqual(
      ['plots/a.svg', 'report.md', 'run.json'].map((path) => `reports/${id}/${path}`),
    )
    rmSync(at(`reports/${id}_2`), { recursive: true, force: true })
    await writeReport(root, config, 'latest', report('two'))
    expect(await keep('two')).toBe(`reports/${id}_2`)
    expect(readFileSync(at(`reports/${id}/run.json`), 'utf8')).toBe('one')
  })

  it('takes nothing along of what a writer that was killed has left, nor links', async () => {
    const stale = ['.assay-abcdef012345.tmp', `.assay-${writer}-abcdef012345.tmp`]
    for (const name of stale) writeFileSync(at(`reports/latest/${name}`), 'stale')
    mkdirSync(at(`reports/${id}.assay-tmp`), { recursive: true })
    writeFileSync(at(`reports/${id}.assay-tmp/stale.txt`), 'stale')
    symlinkSync('/etc/hosts', at('reports/latest/hosts'))
    expect(await keep('one')).toBe(`reports/${id}`)
    expect(names(`reports/${id}`)).toEqual(['plots', 'report.md', 'run.json'])
  })

  it('is refused when another run has replaced it, and leaves no folder', async () => {
    await expect(keep('zero')).rejects.toMatchObject({ code: 'changed-meanwhile' })
    expect(names('reports')).toEqual(['latest'])
  })
})
