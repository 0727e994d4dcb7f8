import { describe, expect, it } from 'vitest'
import { gate } from '../../src/flow/gate.ts'
import { renderReport } from '../../src/flow/render-report.ts'
import { report } from '../../src/flow/report.ts'
import { run } from '../../src/flow/run.ts'
import { configSchema, type UserConfig } from '../../src/model/config.ts'
import { exampleRun } from '../core/report/example-run.ts'
import { fakeHost } from './fake-host.ts'

const config: UserConfig = {
  extend: { renderers: { mine: () => [], broken: () => [] } },
  reports: { formats: ['mine', 'json', 'broken', 'csv'] },
}
const ownFormats = {
  mine: { state: 'returned', value: [{ path: 'a/b.txt', text: 'mine' }] },
  broken: { state: 'failed', why: 'Error: no' },
} as const

describe('a report with formats of the project’s own', () => {
  it('has each in a folder of its name; one that fails is a finding in all the others', async () => {
    const host = fakeHost({ config, ownFormats })
    const { run, files } = await renderReport(host, exampleRun(), configSchema.parse(config))
    expect(files.map(({ path }) => path)).toEqual(['run.json', 'results.csv', 'formats/mine/a/b.txt'])
    const said = {
      code: 'format-failed',
      subject: 'run',
      message: "The format 'broken' was not written: Error: no",
    }
    expect(run.findings).toContainEqual(expect.objectContaining(said))
    expect(JSON.parse(files[0]!.text)).toEqual(JSON.parse(JSON.stringify(run)))
  })

  it('is what a run writes, and it ends as it would without them', async () => {
    const host = fakeHost({ config, ownFormats })
    const { run: made } = await run(host, { filters: [] })
    expect(made.verdict).toBe('pass')
    expect(made.findings.map(({ code }) => code)).toContain('format-failed')
    expect(host.world.disk.get('reports/latest/formats/mine/a/b.txt')).toBe('mine')
  })

  it('proves what it would without them: they are no evidence', async () => {
    const host = fakeHost({ config: { ...config, reports: { formats: ['mine', 'json'] } }, ownFormats })
    const { run: made, certificate } = await gate(host, { filters: [] })
    expect(host.world.disk.get(`reports/${made.id}/formats/mine/a/b.txt`)).toBe('mine')
    expect(certificate.evidence.map(({ path }) => path)).toEqual([`reports/${made.id}/run.json`])
  })

  it('is rendered again, and what fails then ends the command', async () => {
    const host = fakeHost({ config, ownFormats })
    await run(host, { filters: [] })
    expect(await report(host, { formats: ['mine'] })).toMatchObject({ text: 'mine' })
    const ends = (format: string) => report(host, { formats: [format] }).catch((error: unknown) => error)
    expect(await ends('broken')).toMatchObject({ code: 'format-failed' })
    expect(await ends('other')).toMatchObject({
      code: 'unknown-format',
      advice: expect.stringContaining('mine, broken'),
    })
  })
})
