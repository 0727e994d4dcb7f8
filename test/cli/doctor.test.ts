import { beforeAll, describe, expect, it } from 'vitest'
import { type Doctor, doctorSchema } from '../../src/model/doctor.ts'
import { runHere } from '../in-process.ts'
import { type Project, project, type Result } from '../project.ts'

describe('assay doctor', () => {
  /** A machine whose Node is watched may not measure. */
  const env = { VSCODE_INSPECTOR_OPTIONS: '{}' }

  it('needs no project, and ends with the verdict', async () => {
    // Outside the example project there is neither a package.json nor a configuration.
    const result = await project({}).runFrom({ below: '..', env }, 'doctor', '--time', '1ms', '--quiet')
    expect(result.stderr).toBe('')
    expect(result.stdout).toMatch(/UNFIT to measure[^\n]*(?:\n[^\n]+)*\n$/u)
    expect(result.code).toBe(2)
    expect(result.stdout).toContain('The same code against itself')
    expect(result.stdout).toMatch(/integer mixing +— +— +—/u)
    // What is worst first.
    expect(result.stdout).toMatch(/findings\n {2}error: The editor attaches its debugger/u)
    expect(result.stdout).toContain('Fewer than 6 forks of a kernel')
  })

  describe('stopped by Ctrl-C', () => {
    let place: Project
    let result: Result
    let doctor: Doctor

    beforeAll(async () => {
      place = project({})
      const stop = (pid: number) => process.kill(pid, 'SIGINT')
      const asked = ['doctor', '--time', '100 s', '--seed', 'seven', '--json']
      result = await place.runUntil('round 2', stop, ...asked)
      doctor = doctorSchema.parse(JSON.parse(result.stdout))
    })

    it('tells what it knows, marks it partial, and leaves no process behind', () => {
      expect(result.code).toBe(130)
      expect(doctor).toMatchObject({ seed: 'seven', time: 100e9, partial: true, tool: { trialTime: 2e6 } })
      expect(doctor.controls.every(({ a, b }) => a.length > 0 && b.length > 0)).toBe(true)
      expect(doctor.environment.during).toBeDefined()
      expect(place.processes()).toEqual([])
    })

    it('with --json puts its document on stdout and nothing else there, or anywhere', () => {
      expect(doctor.controls.map(({ name, error }) => [name, error])).toEqual([
        ['integer mixing', undefined],
        ['property and Map access', undefined],
        ['allocation', undefined],
        ['string building', undefined],
      ])
      expect(result.stderr).toMatch(
        /^4 control kernels, each against itself, for about .*\nround 1: 8 forks\nround 2: 8 forks\n/u,
      )
      expect(place.files('.')).toEqual(['package.json', 'perf.config.js'])
    })
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
