import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ReportFile } from '../../../src/core/report/kept-files.ts'
import { keepReport } from '../../../src/host/store/keep-report.ts'

let root = ''
const id = '20261121_081500_1a2b3c4'
const all = (files: readonly ReportFile[]) => files
const keep = (choose = all, text = 'values') =>
  keepReport(root, { folder: join(root, 'reports/latest'), text }, id, choose)
const kept = () =>
  readdirSync(join(root, 'reports', id), { recursive: true })
    .map(String)
    .toSorted()

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'assay-keep-')))
  put('reports/latest/run.json', 'values')
  put('reports/latest/report.md', 'page')
  put('reports/latest/plots/forks.svg', 'plot')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function put(path: string, text: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true })
  writeFileSync(join(root, path), text)
}

describe('a report that is kept', () => {
  it('lies beside it, in a folder of its run, with what was chosen by path and size', async () => {
    const seen: ReportFile[] = []
    const folder = await keep((files) => {
      seen.push(...files)
      return files.filter(({ path }) => path !== 'run.json')
    })
    expect(folder).toBe(`reports/${id}`)
    expect(seen).toEqual([
      { path: 'plots/forks.svg', size: 4 },
      { path: 'report.md', size: 4 },
      { path: 'run.json', size: 6 },
    ])
    expect(kept()).toEqual(['plots', 'plots/forks.svg', 'report.md'])
    expect(readdirSync(join(root, 'reports')).toSorted()).toEqual([id, 'latest'])
  })

  it('may be kept again, and then has what was left out before', async () => {
    await keep((files) => files.filter(({ path }) => path !== 'run.json'))
    await keep()
    await keep()
    expect(kept()).toEqual(['plots', 'plots/forks.svg', 'report.md', 'run.json'])
  })

  it('changes nothing where something else is there already, and names it', async () => {
    put(`reports/${id}/report.md`, 'another page')
    await expect(keep()).rejects.toMatchObject({
      code: 'is-evidence',
      message: expect.stringContaining(`reports/${id}/report.md is there already`),
    })
    expect(kept()).toEqual(['report.md'])
    expect(readFileSync(join(root, 'reports', id, 'report.md'), 'utf8')).toBe('another page')
  })

  it('does not follow a link out of the project, nor take one along', async () => {
    put('secret', 'secret')
    symlinkSync(join(root, 'secret'), join(root, 'reports/latest/results.csv'))
    await keep()
    expect(kept()).not.toContain('results.csv')
    rmSync(join(root, 'reports', id), { recursive: true })
    symlinkSync(join(root, 'secret'), join(root, 'reports', id))
    await expect(keep()).rejects.toMatchObject({ code: 'is-evidence' })
  })

  it('is of one run: where another has replaced it meanwhile, nothing is kept', async () => {
    await expect(keep(all, 'values of before')).rejects.toMatchObject({ code: 'changed-meanwhile' })
    expect(readdirSync(join(root, 'reports'))).toEqual(['latest'])
  })

  it('of a gate is there already', async () => {
    put(`reports/${id}/run.json`, 'gate')
    const folder = join(root, 'reports', id)
    expect(await keepReport(root, { folder, text: 'gate' }, id, all)).toBe(`reports/${id}`)
    expect(kept()).toEqual(['run.json'])
  })
})
