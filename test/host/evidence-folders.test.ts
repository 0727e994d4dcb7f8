import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
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
import { ownedByRuns } from '../../src/core/report/report-files.ts'
import { writer } from '../../src/host/files/owner.ts'
import { isTemporary } from '../../src/host/files/temporary.ts'
import { rehearse } from '../../src/host/store/rehearsal.ts'
import { claimEvidence, keepEvidence, reportDigests, writeReport } from '../../src/host/store/reports.ts'
import type { AssayError } from '../../src/model/assay-error.ts'
import { configSchema } from '../../src/model/config.ts'

const config = configSchema.parse({})
const id = '20261121_080509_1a2b3c4'
let root = ''
const at = (path: string) => join(root, path)
const names = (path: string) => readdirSync(at(path)).sort()
const report = (run: string, ...more: string[]) =>
  ['run.json', 'report.md', ...more].map((path) => ({ path, mediaType: '', text: run }))

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'assay-evidence-folders-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

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

describe('the latest report', () => {
  it('is of one run, whoever else writes one at the same time', async () => {
    const write = (run: number) => writeReport(root, config, 'latest', report(`${run}`, 'junit.xml'))
    await Promise.all(Array.from({ length: 8 }, (_, run) => write(run)))
    const texts = names('reports/latest').map((name) => readFileSync(at(`reports/latest/${name}`), 'utf8'))
    expect(texts).toHaveLength(3)
    expect(new Set(texts).size).toBe(1)
    expect(names('reports')).toEqual(['latest'])
  })

  it('keeps what is not of reports: notes, folders, links', async () => {
    await writeReport(root, config, 'latest', report('one', 'plots/a.svg', 'junit.xml'))
    mkdirSync(at('reports/latest/mine/deep'), { recursive: true })
    for (const path of ['notes.txt', 'mine/deep/x', 'plots/readme'])
      writeFileSync(at(`reports/latest/${path}`), 'my')
    symlinkSync('notes.txt', at('reports/latest/link'))
    await writeReport(root, config, 'latest', report('two', 'plots/b.svg'))
    const left = readdirSync(at('reports/latest'), { recursive: true }).map(String).sort()
    expect(left).toEqual([
      'link',
      'mine',
      'mine/deep',
      'mine/deep/x',
      'notes.txt',
      'plots',
      'plots/b.svg',
      'plots/readme',
      'report.md',
      'run.json',
    ])
    expect(readFileSync(at('reports/latest/link'), 'utf8')).toBe('my')
  })

  it('keeps what people have there when its writer is killed between the two renames', async () => {
    await writeReport(root, config, 'latest', report('one', 'plots/a.svg'))
    mkdirSync(at('reports/latest/empty'))
    writeFileSync(at('reports/latest/notes.txt'), 'my')
    const module = new URL('../../src/host/store/report-folder.ts', import.meta.url).href
    const program = `
      const { default: fs } = await import('node:fs')
      const { renameSync } = fs
      let renamed = 0
      fs.renameSync = (...args) => {
        if (++renamed === 2) process.kill(process.pid, 'SIGKILL')
        renameSync(...args)
      }
      (await import('node:module')).syncBuiltinESMExports()
      const { replaceFolder } = await import(${JSON.stringify(module)})
      await replaceFolder(process.argv[1], [{ path: 'run.json', text: 'two' }], ['run.json', 'report.md'])`
    const args = ['--input-type=module', '-e', program, at('reports/latest')]
    expect(spawnSync(process.execPath, args).signal).toBe('SIGKILL')
    expect(existsSync(at('reports/latest'))).toBe(false)
    await rehearse(root, config, [])
    expect(names('reports')).toEqual(['latest'])
    expect(names('reports/latest')).toEqual(['empty', 'notes.txt', 'plots', 'report.md', 'run.json'])
    expect(readFileSync(at('reports/latest/run.json'), 'utf8')).toBe('one')
  })

  it('gets what people have put there while its writer was killed after them, and nothing of the one before', async () => {
    const old = '.assay-latest.abcdef012345.old'
    const other = '.assay-later.abcdef012345.old'
    for (const path of [`${old}/plots/mine`, `${old}/empty`, 'latest/plots', other])
      mkdirSync(at(`reports/${path}`), { recursive: true })
    for (const path of ['run.json', 'junit.xml', 'plots/b.svg', 'notes.txt', 'plots/mine/x'])
      writeFileSync(at(`reports/${old}/${path}`), 'before')
    writeFileSync(at('reports/latest/run.json'), 'now')
    expect(isTemporary(old)).toBe(true)
    await writeReport(root, config, 'latest', report('next', 'plots/a.svg'), ['profiles', 'plots'])
    expect(names('reports')).toEqual([other, 'latest'])
    expect(readdirSync(at('reports/latest'), { recursive: true }).map(String).sort()).toEqual([
      'empty',
      'notes.txt',
      'plots',
      'plots/a.svg',
      'plots/mine',
      'plots/mine/x',
      'report.md',
      'run.json',
    ])
  })

  it('behind a link inside the project replaces what the link leads to', async () => {
    mkdirSync(at('reports/elsewhere'), { recursive: true })
    symlinkSync('elsewhere', at('reports/latest'))
    await writeReport(root, config, 'latest', report('one'))
    expect(names('reports/elsewhere')).toEqual(['report.md', 'run.json'])
    expect(names('reports')).toEqual(['elsewhere', 'latest'])
  })

  it('that cannot be written is kept elsewhere, and the error says where', async () => {
    mkdirSync(at('reports/latest/report.md'), { recursive: true })
    const error: unknown = await writeReport(root, config, 'latest', report('one'), ownedByRuns).catch(
      (one) => one,
    )
    expect(error).toMatchObject({ name: 'AssayError', code: 'not-writable' })
    const [, folder = ''] = /The report was kept in (.+)\.$/u.exec((error as AssayError).message) ?? []
    expect(readFileSync(join(folder, 'run.json'), 'utf8')).toBe('one')
    rmSync(folder, { recursive: true })
    expect(names('reports')).toEqual(['latest'])
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

describe('the rehearsal', () => {
  const nobody = 65_534
  /** Permissions do not bind root, and tests run as root in containers: for a moment we are nobody. */
  const asNobody = async <T>(act: () => Promise<T>): Promise<T> => {
    if (process.getuid?.() !== 0) return act()
    process.seteuid?.(nobody)
    try {
      return await act()
    } finally {
      process.seteuid?.(0)
    }
  }
  const give = (path: string, mode: number) => {
    if (process.getuid?.() === 0) chownSync(at(path), nobody, nobody)
    chmodSync(at(path), mode)
  }

  it.each<[string, string[], string, readonly ('evidence' | 'certificates' | 'baselines')[], string]>([
    ['the latest report', ['reports', 'reports/latest'], 'reports/latest', [], 'reports.dir'],
    [
      'plots in it',
      ['reports', 'reports/latest', 'reports/latest/plots'],
      'reports/latest/plots',
      [],
      'reports.dir',
    ],
    [
      'certificates',
      ['reports', 'reports/certificates'],
      'reports/certificates',
      ['evidence', 'certificates'],
      'reports.dir',
    ],
    ['baselines', ['reports', 'baselines'], 'baselines', ['baselines'], 'Accepted numbers'],
    ['a class of them', ['baselines', 'baselines/x64'], 'baselines/x64', ['baselines'], 'Accepted numbers'],
  ])('tells that %s cannot be written, and what helps', async (_, folders, closed, later, advice) => {
    give('.', 0o755)
    for (const folder of folders) {
      mkdirSync(at(folder))
      give(folder, folder === closed ? 0o555 : 0o755)
    }
    const error: unknown = await asNobody(() => rehearse(root, config, later)).catch((one) => one)
    expect(error).toMatchObject({
      code: 'not-writable',
      message: expect.stringContaining(`${at(closed)} cannot be written`),
      advice: expect.stringContaining(advice),
    })
    // What a command does not write need not be writable.
    if (later.includes('baselines')) await asNobody(() => rehearse(root, config, []))
  })

  it('leaves nothing, and makes no folder but that of reports', async () => {
    await rehearse(root, config, ['evidence', 'certificates', 'baselines'])
    expect(readdirSync(root, { recursive: true })).toEqual(['reports'])
  })

  it('removes what killed commands left half written, wherever that is', async () => {
    const gone = `${writer.split('-')[0]}-${spawnSync('true').pid}`
    const folders = ['.', 'reports', 'reports/latest/plots', 'reports/certificates', 'baselines/x64/bench']
    for (const folder of folders) {
      mkdirSync(at(folder), { recursive: true })
      for (const mark of [gone, writer]) writeFileSync(at(`${folder}/.assay-${mark}-abcdef012345.tmp`), '')
    }
    await rehearse(root, config, [])
    const left = readdirSync(root, { recursive: true }).map(String).filter(isTemporary).sort()
    const name = `.assay-${writer}-abcdef012345.tmp`
    expect(left).toEqual(folders.map((folder) => join(folder, name)).sort())
  })

  it('tells of a disk that is too small for what is about to be written', async () => {
    const program = `
      const { rehearse } = await import(${JSON.stringify(new URL('../../src/host/store/rehearsal.ts', import.meta.url).href)})
      const { configSchema } = await import(${JSON.stringify(new URL('../../src/model/config.ts', import.meta.url).href)})
      await rehearse(process.cwd(), configSchema.parse({}), []).catch((error) => console.log(error.message))`
    // A limit of file sizes is a disk that anybody can make full; the signal of it is ignored, and the error is left.
    const shell = `trap '' XFSZ; ulimit -f 512; exec "$0" --input-type=module -e "$1"`
    const { stdout } = spawnSync('sh', ['-c', shell, process.execPath, program], {
      cwd: root,
      encoding: 'utf8',
    })
    expect(stdout).toMatch(/reports cannot be written \((?:EFBIG|ENOSPC)\)/u)
    expect(existsSync(at('reports')) ? names('reports').filter(isTemporary) : []).toEqual([])
  })
})
