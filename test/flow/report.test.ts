import { describe, expect, it } from 'vitest'
import { renderers } from '../../src/core/report/renderers.ts'
import { report } from '../../src/flow/report.ts'
import { run } from '../../src/flow/run.ts'
import { AssayError } from '../../src/model/assay-error.ts'
import { formatNames } from '../../src/model/format-name.ts'
import { exampleRun } from '../core/report/example-run.ts'
import { fakeHost } from './fake-host.ts'

describe('a stored run', () => {
  it('is rendered again byte for byte, in every format', async () => {
    const host = fakeHost({ config: { reports: { formats: [...formatNames] } } })
    await run(host, { filters: [] })
    const written = new Map([...host.world.disk].filter(([path]) => path.startsWith('reports/latest/')))
    const { files } = await report(host, { formats: formatNames, out: 'again' })
    expect(files.map((path) => path.replace('again/', 'reports/latest/')).sort()).toEqual(
      [...written.keys()].sort(),
    )
    for (const path of files) {
      expect(host.world.disk.get(path), path).toBe(written.get(path.replace('again/', 'reports/latest/')))
    }
  })

  it('is told, not written, in one format without a folder', async () => {
    const host = fakeHost()
    host.world.disk.set('x/run.json', renderers.json(exampleRun())[0]!.text)
    const before = new Map(host.world.disk)
    const { text, files } = await report(host, { path: 'x/run.json', formats: ['markdown'] })
    expect(text).toBe(renderers.markdown(exampleRun())[0]!.text)
    expect(files).toEqual([])
    expect(host.world.disk).toEqual(before)
  })

  it('lies beside its document in several formats', async () => {
    const host = fakeHost()
    host.world.disk.set('x/run.json', renderers.json(exampleRun())[0]!.text)
    const { files, text } = await report(host, { path: 'x/run.json', formats: ['junit', 'csv'] })
    expect(text).toBeUndefined()
    expect(files).toEqual(['x/junit.xml', 'x/results.csv'])
  })

  it('loads nothing of the project: neither its configuration nor its benchmarks', async () => {
    const host = fakeHost()
    await run(host, { filters: [] })
    host.calls.length = 0
    await report(host, { formats: ['csv'] })
    expect(host.calls).toEqual(['readStored', 'readBeside'])
  })

  it('that cannot be read is an error that names it', async () => {
    const host = fakeHost()
    host.world.disk.set('x/run.json', '{}')
    const ends = (path: string) => report(host, { path, formats: ['csv'] }).catch((error) => error)
    expect(await ends('x/run.json')).toBeInstanceOf(AssayError)
    expect(await ends('x/run.json')).toMatchObject({ code: 'not-a-run' })
    expect(await ends('y/run.json')).toMatchObject({ code: 'no-such-run' })
  })
})
