import { expect, it } from 'vitest'
import type { BenchmarkResult } from '../../src/model/run.ts'
import { runHere } from '../in-process.ts'
import { project } from '../project.ts'
import { timingsIn } from '../rows.ts'

/** Work that goes on where a benchmark does not look: after a call, in a promise, in another thread. */
const source = `
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { bench } from 'assay'
const later = () => Object.assign(() => {}, { then: (resolve) => setTimeout(resolve, 25, 1) })
class Query { then(resolve) { setTimeout(resolve, 25, 1) } }
const busy = "const { parentPort } = require('node:worker_threads'); parentPort.on('message', () => { const kept = []; for (let i = 0; i < 20000; i++) kept.push({ i }); parentPort.postMessage(kept.length) })"
bench('a function with then', () => later())
bench('a query', () => new Query())
bench('asynchronous prepare', { prepare: async () => { await sleep(1); return 1 }, run: (n) => n })
bench('asynchronous verify', { run: () => 1, verify: async () => false })
bench('a list of promises', () => [sleep(1), sleep(1)])
bench('a generator', function* () { yield 1 })
bench('thread', { setup: () => new Worker(busy, { eval: true }), run: (w) => new Promise((resolve) => { w.once('message', resolve); w.postMessage(1) }), teardown: (w) => w.terminate() })
`
/** What only a measurement of memory tells. */
const kept = `
import { bench } from 'assay'
bench('keeps buffers', { setup: () => [], run: (kept) => kept.push(Buffer.alloc(1_000_000, 1)) })
`
const config = (memory: boolean) =>
  `export default { time: { perBenchmark: '100 ms', forks: { min: 2, max: 2 } }, collect: { memory: ${memory} } }`

it('is awaited, refused or named, and never left out in silence', async () => {
  const place = project({
    'bench/unseen.bench.js': source,
    'bench/kept.bench.js': kept,
    'perf.config.js': config(false),
    'memory.config.js': config(true),
  })
  const { stderr } = await runHere(place.folder, 'run', 'unseen')
  const { benchmarks } = place.latest()
  await runHere(place.folder, 'run', 'kept', '--config', 'memory.config.js')
  const results = new Map([...benchmarks, ...place.latest().benchmarks].map((one) => [one.name, one]))
  const of = (name: string): BenchmarkResult => results.get(name)!
  const codes = (name: string) => of(name).findings.map(({ code }) => code)

  for (const name of ['a function with then', 'a query']) {
    // Of what it sleeps, waiting for a CPU meanwhile is taken off; not awaited, it would take microseconds.
    expect(of(name).metrics.time?.low, stderr).toBeGreaterThan(4.5e6)
    expect(timingsIn(of(name))[0]?.asynchronous).toBe(true)
  }
  expect(of('asynchronous prepare').error?.message).toContain('prepare returns a promise')
  expect(of('asynchronous verify').error?.reason).toBe('wrong-result')
  expect(of('a list of promises').error?.message).toContain('list of promises')
  expect(of('a generator').error?.message).toContain('generator function')
  expect(codes('keeps buffers')).toContain('leak')
  expect(codes('keeps buffers')).not.toContain('first-call-only')
  if (process.platform === 'linux') expect(codes('thread')).toContain('work-elsewhere')
})
