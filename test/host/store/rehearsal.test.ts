import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writer } from '../../../src/host/files/owner.ts'
import { isTemporary } from '../../../src/host/files/temporary.ts'
import { rehearse } from '../../../src/host/store/rehearsal.ts'
import { configSchema } from '../../../src/model/config.ts'
import { main } from '../../built.ts'

const config = configSchema.parse({})
let root = ''
const at = (path: string) => join(root, path)
const names = (path: string) => readdirSync(at(path)).sort()
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'assay-rehearsal-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

describe('the reports folder', () => {
  it('is made when it is not there, and nothing is left of the check', async () => {
    await rehearse(root, config, [])
    expect(readdirSync(at('reports'))).toEqual([])
  })

  it('that is read-only is refused with its path and the remedy', async () => {
    mkdirSync(at('reports'))
    chmodSync(root, 0o755)
    chmodSync(at('reports'), 0o555)
    await withoutPrivileges(root, async () => {
      await expect(rehearse(root, config, [])).rejects.toMatchObject({
        name: 'AssayError',
        code: 'not-writable',
        message: expect.stringMatching(/reports.*cannot be written \((EACCES|EPERM)\)/u),
        advice: expect.stringContaining('permission'),
      })
    })
  })

  it.each([
    ['file', 'reports/latest', 'ENOTDIR'],
    ['folder', 'reports/latest/run.json', 'EISDIR'],
  ])('with a %s in the place of %s is refused before anything is measured', async (kind, path, code) => {
    mkdirSync(at(kind === 'file' ? 'reports' : path), { recursive: true })
    if (kind === 'file') writeFileSync(at(path), 'mine')
    await expect(rehearse(root, config, [])).rejects.toMatchObject({
      code: 'not-writable',
      message: `${at(path)} cannot be written (${code}).`,
      advice: expect.stringContaining(`rename or remove that ${kind}`),
    })
    await rehearse(root, config, ['evidence'])
  })

  it('that leads out of the project is refused', async () => {
    await expect(
      rehearse(root, { ...config, reports: { ...config.reports, dir: '../up' } }, []),
    ).rejects.toMatchObject({
      code: 'outside-project',
    })
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
      const { rehearse } = await import(${JSON.stringify(pathToFileURL(join(main, '../../host/store/rehearsal.js')).href)})
      const { configSchema } = await import(${JSON.stringify(pathToFileURL(join(main, '../../model/config.js')).href)})
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
