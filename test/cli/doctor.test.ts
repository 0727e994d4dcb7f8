import { describe, expect, it } from 'vitest'
import { doctorSchema } from '../../src/model/doctor.ts'
import { runHere } from '../in-process.ts'
import { project } from '../project.ts'

describe('assay doctor', () => {
  it('with --json puts its document on stdout and nothing else there, of a machine whose Node is watched, too', async () => {
    const place = project({})
    const env = { VSCODE_INSPECTOR_OPTIONS: '{}' }
    const result = await place.runFrom({ env }, 'doctor', '--time', '1 ms', '--seed', 'seven', '--json')
    const doctor = doctorSchema.parse(JSON.parse(result.stdout))
    expect(doctor).toMatchObject({ seed: 'seven', time: 1e6, partial: false, tool: { trialTime: 2e6 } })
    expect(doctor.controls.map(({ name, a, b, error }) => [name, a.length, b.length, error])).toEqual([
      ['integer mixing', 1, 1, undefined],
      ['property and Map access', 1, 1, undefined],
      ['allocation', 1, 1, undefined],
      ['string building', 1, 1, undefined],
    ])
    expect(doctor.environment.during).toBeDefined()
    expect(doctor.findings.map(({ code }) => code)).toContain('too-few-kernel-forks')
    // Such a machine may not measure.
    expect(doctor.findings[0]).toMatchObject({ code: 'debugger-attached', severity: 'error' })
    expect(doctor.verdict).not.toBe('fit')
    expect(result.code).toBe(2)
    expect(result.stderr).toContain(
      '4 control kernels, each against itself, for about 0.001 s\nround 1: 8 forks\n',
    )
    expect(place.files('.')).toEqual(['package.json', 'perf.config.js'])
  })

  it('needs no project, and ends with the verdict', async () => {
    // Outside the example project there is neither a package.json nor a configuration.
    const result = await project({}).runFrom({ below: '..' }, 'doctor', '--time', '1ms', '--quiet')
    expect(result.stderr).toBe('')
    expect(result.stdout).toMatch(/(?:NOT )?FIT to measure[^\n]*(?:\n[^\n]+)*\n$/u)
    expect(result.code).toBe(result.stdout.includes('NOT FIT') ? 2 : 0)
    expect(result.stdout).toContain('The same code against itself')
    expect(result.stdout).toMatch(/integer mixing +— +— +—/u)
  })

  it('stopped by Ctrl-C tells what it knows, marks it partial, and leaves no process behind', async () => {
    const place = project({})
    const stop = (pid: number) => process.kill(pid, 'SIGINT')
    const result = await place.runUntil('round 2', stop, 'doctor', '--json')
    expect(result.code).toBe(130)
    const doctor = doctorSchema.parse(JSON.parse(result.stdout))
    expect(doctor.partial).toBe(true)
    expect(doctor.controls.every(({ a, b }) => a.length > 0 && b.length > 0)).toBe(true)
    expect(place.processes()).toEqual([])
  })

  it('takes no filter', async () => {
    const result = await runHere(project({}).folder, 'doctor', 'sort')
    expect(result).toMatchObject({ code: 2, stdout: '' })
    expect(result.stderr).toContain('takes no filter')
  })

  it('does not hide a configuration that is wrong', async () => {
    const place = project({ 'perf.config.js': 'export default { nonsense: 1 }' })
    const result = await runHere(place.folder, 'doctor', '--time', '1ms')
    expect(result).toMatchObject({ code: 2, stdout: '' })
    expect(result.stderr).toContain("'nonsense' is no field")
  })
})
