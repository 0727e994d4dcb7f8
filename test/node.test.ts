import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { main } from './built.ts'
import { project } from './project.ts'

/** Programs use what is built, as it is published. */
const assay = (await import(join(main, '../../node/node.js'))) as typeof import('../src/node.ts')

const files = {
  'bench/a.bench.js': "import { bench } from 'assay'\nbench('work', () => [3, 1, 2].toSorted())\n",
}

describe('a program', () => {
  it('runs a project, hears of every step, and gets the Run document', async () => {
    const { folder } = project(files)
    const told: string[] = []
    const {
      run,
      exitCode,
      folder: report,
    } = await assay.run({ folder, forks: 2, onEvent: ({ type }) => told.push(type) })
    expect(exitCode).toBe(0)
    expect(report).toBe('reports/latest')
    expect(run.benchmarks.map(({ id, state }) => [id, state])).toEqual([
      ['bench/a.bench.js › work', 'measured'],
    ])
    expect(told[0]).toBe('listed')
    expect(told.at(-1)).toBe('done')
    expect(told).toContain('fork')
  })

  it('lists, and filters', async () => {
    const { folder } = project(files)
    expect((await assay.list({ folder })).map(({ name }) => name)).toEqual(['work'])
    await expect(assay.list({ folder, filters: ['nothing'] })).rejects.toThrow(/measured nothing/u)
  })

  it('of several projects knows the metrics of each, and of no other', async () => {
    const declares = project({ ...files, 'perf.config.js': 'export default { metrics: { rows: {} } }' })
    const names = project({
      ...files,
      'perf.config.js': "export default { budgets: { '**': { rows: 5 } } }",
    })
    await assay.list(declares)
    await expect(assay.list(names)).rejects.toThrow(/there is no metric 'rows' here/u)
  })

  it.each([
    [{ forks: 1 }, /forks: 1 is no whole number/u],
    [{ time: 'soon' }, /time: 'soon' is no duration/u],
  ])('is told what is wrong with %j', async (options, message) => {
    const { folder } = project(files)
    const error = await assay.run({ folder, ...options }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(assay.AssayError)
    expect(error).toMatchObject({ code: 'usage', message: expect.stringMatching(message) })
  })

  it('compares with a revision that is named, or is told that there is none', async () => {
    const { folder } = project(files)
    const error = await assay.compare('main', { folder }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(assay.AssayError)
  })
})
