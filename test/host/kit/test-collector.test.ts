import { execFile } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { testCollector } from '../../../src/host/kit/test-collector.ts'
import type { OwnCollector } from '../../../src/model/extension.ts'

const run = promisify(execFile)
const litter = `litter-${process.pid}.txt`
afterAll(() => rm(litter, { force: true }))

/** Node's own profiler, started as a program of others is. */
const profiler: OwnCollector = {
  gather: async ({ command: [program, ...args], project, folder }) => {
    await run(program, ['--cpu-prof', `--cpu-prof-dir=${folder}`, '--cpu-prof-name=a', ...args], {
      cwd: project,
    })
    const text = await readFile(join(folder, 'a'), 'utf8')
    const { nodes } = JSON.parse(text) as { nodes: unknown[] }
    const counters = [{ name: 'nodes', value: nodes.length, unit: '' }]
    return { files: [{ path: 'node.cpuprofile', text }], counters }
  },
}

const gathering = (gather: unknown, more = {}) => ({ ...more, gather }) as OwnCollector

describe('the kit for collectors', () => {
  it('passes one that does what it should, and tells where one cannot be used', async () => {
    expect(await testCollector(profiler)).toBeUndefined()
    const absent = { ...profiler, check: () => 'it is not installed' }
    expect(await testCollector(absent)).toBe('it is not installed')
  })

  it.each([
    ['throws', gathering(() => Promise.reject(new Error('no'))), 'it threw Error: no'],
    ['brings nothing', gathering(() => ({})), 'neither a file nor a counter'],
    ['returns something else', gathering(() => 'text'), 'it returned no { files, counters }'],
    [
      'counts in words',
      gathering(() => ({ counters: [{ name: 'x', value: '3', unit: '' }] })),
      'counters: 0: value: ',
    ],
    [
      'leaves its folder',
      gathering(() => ({ files: [{ path: '../x', text: '' }] })),
      'leads out of its folder',
    ],
    [
      'cannot say why',
      gathering(() => ({}), { check: () => false }),
      'check: it returned neither a sentence nor nothing',
    ],
    [
      'leaves something behind',
      gathering(async () => {
        await writeFile(litter, '')
        return { counters: [{ name: 'x', value: 3, unit: 'runs' }] }
      }),
      `it leaves ${litter}`,
    ],
  ])('says what is wrong with one that %s', async (_, collector, message) => {
    await expect(testCollector(collector)).rejects.toThrow(message)
  })
})
