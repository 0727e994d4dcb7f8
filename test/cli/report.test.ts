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

  it.each([
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
