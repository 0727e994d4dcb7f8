import { describe, expect, it } from 'vitest'
import { json } from '../../src/core/report/machine/json.ts'
import { renderers } from '../../src/core/report/renderers.ts'
import { exampleRun } from '../core/report/example-run.ts'
import { runHere } from '../in-process.ts'
import { project } from '../project.ts'

const throwing = "throw new Error('loaded')\n"
const stored = () => json(exampleRun())[0]!.text

/** Whatever is loaded of this project throws. */
function place() {
  return project({
    'perf.config.js': throwing,
    'bench/a.bench.js': throwing,
    'reports/latest/run.json': stored(),
  })
}

describe('assay report', () => {
  it('prints the last run in one format, and loads nothing of the project', async () => {
    const result = await place().run('report', '--format', 'junit')
    expect(result).toEqual({ code: 0, stderr: '', stdout: renderers.junit(exampleRun())[0]!.text })
  })

  it('writes several formats into a folder, and says which files', async () => {
    const { folder, files } = place()
    const result = await runHere(
      folder,
      'report',
      'reports/latest',
      '--format',
      'csv,sarif',
      '--format',
      'json',
      '--out',
      'again',
    )
    const written = ['again/results.csv', 'again/results.sarif', 'again/run.json']
    expect(result).toEqual({
      code: 0,
      stdout: '',
      stderr: written.map((file) => `report: ${file}\n`).join(''),
    })
    expect(files('again')).toEqual(written)
  })

  it('keeps the last report in a folder to commit, and says what it left out', async () => {
    const { folder, files, write } = place()
    const { id } = exampleRun()
    write('reports/latest/report.md', '# Page')
    write('reports/latest/report.html', 'x'.repeat(300_000))
    const { code, stdout, stderr } = await runHere(folder, 'report', '--keep')
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
    expect(stderr).toMatch(
      /^kept: reports\/\S+, 2 files\nleft out: report\.html \(300\.0 kB\); --all keeps it, too\nNext: git add /u,
    )
    expect(files(`reports/${id}`)).toEqual([`reports/${id}/report.md`, `reports/${id}/run.json`])
    expect(await runHere(folder, 'report', '--keep', '--all')).toMatchObject({ code: 0 })
    expect(files(`reports/${id}`)).toHaveLength(3)
    write(`reports/${id}/report.md`, '# Another')
    expect(await runHere(folder, 'report', '--keep')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('report.md is there already'),
    })
  })

  it.each([
    [['report', '--keep', '--format', 'csv'], '--keep copies the report as it is'],
    [['report', '--all', '--format', 'csv'], '--all says how much is kept, and needs --keep'],
    [['report'], 'report needs a format.'],
    [['report', '--format', 'pdf'], "--format 'pdf' is none that there is."],
    [['report', '--format', 'constructor'], "--format 'constructor' is none that there is."],
    [['report', 'a', 'b', '--format', 'csv'], "report renders one run at a time, and 'b' would be another."],
    [['report', 'a', '--format', 'csv'], 'a cannot be read (ENOENT).'],
    [['report', 'package.json', '--format', 'csv'], "package.json is no Run document: 'schema': "],
  ])('%j ends with 2 and says why', async (args, message) => {
    const result = await runHere(place().folder, ...args)
    expect(result).toMatchObject({ code: 2, stdout: '' })
    expect(result.stderr).toContain(`assay: ${message}`)
  })
})
