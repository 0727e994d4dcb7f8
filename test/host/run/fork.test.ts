import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { fork } from '../../../src/host/run/fork.ts'
import { configSchema } from '../../../src/model/config.ts'
import { project } from '../../project.ts'

const config = configSchema.parse({ time: { perBenchmark: '20 ms', timeout: '60 s' } })

it('lets no benchmark gain time by messages of its own, nor say by its code or words how it ended', async () => {
  const { folder } = project({
    'bench/talks.bench.js': `import { bench } from 'assay'
const sleep = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
bench('waits', () => { process.send({ type: 'waiting', operations: 1 }, sleep); sleep() })
bench('ends', { setup: () => { console.error('Allocation failed in the pool'); process.exit(76) }, run: () => 1 })`,
  })
  const failure = async (key: string, timeout: string) => {
    const step = {
      kind: 'function',
      task: 'time',
      stage: 'screen',
      file: 'bench/talks.bench.js',
      keys: [key],
      ids: [key],
      round: 1,
    } as const
    const outcome = await fork(folder, step, configSchema.parse({ time: { timeout } }))
    return outcome.state === 'failed' ? outcome.failure : undefined
  }
  const [waits, ends] = await Promise.all([failure('waits', '2 s'), failure('ends', '60 s')])
  expect(waits).toMatchObject({ reason: 'timed-out' })
  expect(ends).toMatchObject({ reason: 'exited', message: expect.stringContaining('code 76') })
})

it('takes down what was set up when a benchmark fails, and does not wait for what hangs', async () => {
  const place = project({
    'bench/lock.bench.js': `import { closeSync, openSync, unlinkSync } from 'node:fs'
import { bench } from 'assay'
const locked = {
  setup: () => closeSync(openSync('lock', 'wx')),
  run: () => { throw new Error('broken') },
  teardown: () => unlinkSync('lock'),
}
bench('throws', locked)
bench('is wrong', { ...locked, run: () => 1, verify: () => false })
bench('hangs', { ...locked, teardown: () => { unlinkSync('lock'); return new Promise(() => {}) } })`,
  })
  for (const key of ['throws', 'is wrong', 'hangs']) {
    const step = {
      kind: 'function',
      task: 'time',
      stage: 'screen',
      file: 'bench/lock.bench.js',
      keys: [key],
      ids: [key],
      round: 1,
    } as const
    const outcome = await fork(place.folder, step, config)
    const reason = key === 'is wrong' ? 'wrong-result' : 'threw'
    expect(outcome).toMatchObject({ state: 'failed', failure: { reason } })
    expect(existsSync(join(place.folder, 'lock')), key).toBe(false)
  }
})

it('tells what a benchmark measures itself, without folders of the machine, and what keeps it from that', async () => {
  const { folder } = project({
    'bench/own.bench.js': `import { bench } from 'assay'
let count = 0
const lost = () => { throw new Error('no ' + import.meta.filename) }
bench('counts', { measure: { queries: () => count, lost }, run: () => count++ })
const hang = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
bench('hangs', { measure: { queries: hang }, run: () => 1 })`,
  })
  const outcome = (key: string, timeout: string) =>
    fork(
      folder,
      { task: 'time', file: 'bench/own.bench.js', keys: [key] },
      configSchema.parse({ time: { perBenchmark: '20 ms', timeout } }),
    )
  const [counts, hangs] = await Promise.all([outcome('counts', '60 s'), outcome('hangs', '2 s')])
  expect(counts).toMatchObject({
    kind: 'time',
    timing: {
      own: {
        queries: { value: 1, low: 1, high: 1 },
        lost: { problem: 'threw', saw: 'Error: no ./bench/own.bench.js' },
      },
    },
  })
  expect(hangs).toMatchObject({
    failure: { reason: 'timed-out', phase: 'counting', remedy: expect.stringContaining("each 'read'") },
  })
})
