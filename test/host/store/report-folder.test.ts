import { spawnSync } from 'node:child_process'
import {
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
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ownedByRuns } from '../../../src/core/report/report-files.ts'
import { isTemporary } from '../../../src/host/files/temporary.ts'
import { rehearse } from '../../../src/host/store/rehearsal.ts'
import { writeReport } from '../../../src/host/store/reports.ts'
import type { AssayError } from '../../../src/model/assay-error.ts'
import { configSchema } from '../../../src/model/config.ts'
import { main } from '../../built.ts'

const config = configSchema.parse({})
let root = ''
const at = (path: string) => join(root, path)
/** But for what tells git to leave the folder alone. */
const isNamed = (name: string) => name !== '.gitignore'
const names = (path: string) => readdirSync(at(path)).filter(isNamed).sort()
const report = (run: string, ...more: string[]) =>
  ['run.json', 'report.md', ...more].map((path) => ({ path, mediaType: '', text: run }))

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'assay-report-folder-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

describe('the latest report', () => {
  it('is of one run, whoever else writes one at the same time', async () => {
    const write = (run: number) => writeReport(root, config, 'latest', report(`${run}`, 'junit.xml'))
    await Promise.all(Array.from({ length: 8 }, (_, run) => write(run)))
    const texts = names('reports/latest').map((name) => readFileSync(at(`reports/latest/${name}`), 'utf8'))
    expect(texts).toHaveLength(3)
    expect(new Set(texts).size).toBe(1)
    expect(names('reports')).toEqual(['latest'])
  })

  const ofExtensions = ['formats/mine/a/b.bin', 'profiles/work/watcher/seen.json']

  it('keeps what is not of reports: notes, folders, links', async () => {
    await writeReport(root, config, 'latest', report('one', 'plots/a.svg', 'junit.xml', ...ofExtensions))
    mkdirSync(at('reports/latest/mine/deep'), { recursive: true })
    for (const path of ['notes.txt', 'mine/deep/x', 'plots/readme'])
      writeFileSync(at(`reports/latest/${path}`), 'my')
    symlinkSync('notes.txt', at('reports/latest/link'))
    await writeReport(root, config, 'latest', report('two', 'plots/b.svg'))
    const left = readdirSync(at('reports/latest'), { recursive: true }).map(String).filter(isNamed).sort()
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
    const module = pathToFileURL(join(main, '../../host/store/report-folder.js')).href
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
    expect(readdirSync(at('reports/latest'), { recursive: true }).map(String).filter(isNamed).sort()).toEqual(
      ['empty', 'notes.txt', 'plots', 'plots/a.svg', 'plots/mine', 'plots/mine/x', 'report.md', 'run.json'],
    )
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
