import { afterAll, describe, expect, it } from 'vitest'
import { declareOwnMetrics } from '../../../src/core/kind/own-metrics.ts'
import { loadConfig } from '../../../src/host/project/config.ts'
import { startLoader } from '../../../src/host/project/loader.ts'
import { configSchema } from '../../../src/model/config.ts'
import { project } from '../../project.ts'

/** Configurations as people write them, loaded as the program does it. One loader: the files are each their own. */

const places: { close: () => Promise<void> }[] = []
afterAll(() => Promise.all(places.map((loader) => loader.close())))

function load(files: Readonly<Record<string, string>>) {
  const { folder } = project(files)
  const loader = startLoader(folder, () => 60e9)
  places.push(loader)
  return loadConfig(folder, undefined, loader)
}

/** What the default export of this text, which has no code of its own, is refused with. */
function refused(text: string): Promise<unknown> {
  const { folder } = project({ 'perf.config.ts': `export default ${text}` })
  const value = new Function(`return (${text})`)()
  const loader = { load: async () => ({ type: 'config', value }) }
  return loadConfig(folder, undefined, loader as never).then(
    () => undefined,
    (error: unknown) => error,
  )
}

describe('a configuration that cannot be used', () => {
  it.each([
    [
      'a field of an earlier version',
      '{ gate: { tolerances: { allocated: { absolute: "8 B" } } } }',
      "'gate.tolerances' has another name now",
      'gate.tolerance,',
    ],
    ['an unknown key', '{ gate: { tolerence: "1 %" } }', "'gate.tolerence' is no field", 'tolerance'],
    ['a wrong type', '{ time: { forks: { min: "few" } } }', "'time.forks.min': ", ''],
    ['a wrong unit', '{ time: { perBenchmark: "3 kB" } }', "'time.perBenchmark': expected a duration", ''],
    [
      'a number without a unit',
      '{ time: { perBenchmark: 3 } }',
      "'time.perBenchmark': expected a duration",
      '',
    ],
    ['an unknown metric', '{ gate: { metrics: ["speed"] } }', "'gate.metrics.0': ", 'time'],
    ['an unknown metric in a budget', '{ budgets: { good: { speed: "1 ms" } } }', 'speed', ''],
    [
      'a budget in the wrong unit',
      '{ budgets: { good: { time: "1 kB" } } }',
      "'budgets.good.time': expected a duration",
      '',
    ],
    [
      'a margin below the tolerance',
      '{ gate: { tolerance: "5 %", margin: "3 %" } }',
      'margin must be larger',
      '',
    ],
    ['reports outside the project', '{ reports: { dir: "../elsewhere" } }', 'inside the project', ''],
    [
      'a metric with a name of Assay',
      '{ metrics: { time: { unit: "ns" } } }',
      "'metrics.time': 'time' is a metric of Assay's; give yours another name",
      '',
    ],
    ['a metric of an unknown unit', '{ metrics: { rows: { unit: "rows" } } }', "'metrics.rows.unit': ", ''],
    ['metrics that are no object', '{ metrics: 5 }', "'metrics': ", ''],
    [
      'a metric that nobody has declared',
      '{ budgets: { good: { rowsRead: 5 } } }',
      "there is no metric 'rowsRead' here",
      "declared in 'metrics' of the configuration",
    ],
    ['a number in its place', '5', 'perf.config.ts: the configuration: ', ''],
    ['nothing that is exported', 'undefined', 'perf.config.ts has no default export', 'export default'],
  ])('because of %s names the place and what would be right', async (_, text, message, right) => {
    const error = (await refused(text)) as { code: string; message: string; advice: string }
    expect(error).toMatchObject({ code: 'config-invalid' })
    expect(error.message).toContain('perf.config.ts')
    expect(error.message).toContain(message)
    expect(`${error.message} ${error.advice}`).toContain(right)
  })

  it.each([
    ['does not parse', 'export default {', 'perf.config.ts could not be loaded'],
    ['throws', "throw new Error('bad day')", 'bad day'],
    ['exits', 'process.exit(0)', 'exited with code 0'],
    ['exports nothing', 'export const a = 1', 'perf.config.ts has no default export'],
    ['is no object', 'export default 5', 'perf.config.ts'],
  ])('because it %s', async (_, text, message) => {
    await expect(load({ 'perf.config.ts': text })).rejects.toThrow(message)
  })

  it('because the folder itself was asked for, names it', async () => {
    const { folder } = project({ 'a.js': '' })
    await expect(loadConfig(folder, folder, {} as never)).rejects.toThrow('. is no ordinary file')
  })

  it('because there are two', async () => {
    const files = { 'perf.config.ts': 'export default {}', 'perf.config.mjs': 'export default {}' }
    await expect(load(files)).rejects.toThrow('there are perf.config.ts and perf.config.mjs')
  })
})

it('what a configuration leaves out has its defaults', async () => {
  const { config, file } = await load({ 'perf.config.ts': "export default { gate: { margin: '4 %' } }" })
  expect(file).toBe('perf.config.ts')
  expect(config).toEqual(configSchema.parse({ gate: { margin: '4 %' } }))
})

it('metrics of the project are known before what names them is read', async () => {
  const text = `export default {
    metrics: { rowsRead: {}, wait: { unit: 'ns', exact: false } },
    gate: { metrics: ['time', 'wait'], tolerance: { wait: '5 %' } },
    budgets: { '**': { rowsRead: 5 } },
  }`
  const { config } = await load({ 'perf.config.ts': text })
  declareOwnMetrics(config.metrics)()
  expect(config.metrics).toMatchObject({
    rowsRead: { unit: 'count', exact: true, title: 'rows read' },
    wait: { unit: 'ns', exact: false },
  })
  expect(config.gate).toMatchObject({ metrics: ['time', 'wait'], tolerance: { wait: { relative: 0.05 } } })
  expect(config.budgets).toEqual({ '**': { rowsRead: 5 } })
})
