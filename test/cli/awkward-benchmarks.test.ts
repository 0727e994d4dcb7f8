import { beforeAll, describe, expect, it } from 'vitest'
import type { BenchmarkResult } from '../../src/model/run.ts'
import { runHere } from '../in-process.ts'
import { project } from '../project.ts'
import { timingsIn } from '../rows.ts'

/** Functions that do what a careful benchmark does not. Each has a defined outcome, and says what it is. */

type Results = ReadonlyMap<string, BenchmarkResult>

/** Of files by name, with what each says after it has imported `bench`. */
async function resultsOf(files: Readonly<Record<string, string>>, ...args: string[]): Promise<Results> {
  const place = project(
    Object.fromEntries(
      Object.entries(files).map(([name, text]) => [
        `bench/${name}.bench.js`,
        `import { bench } from 'assay'\n${text}`,
      ]),
    ),
  )
  const { stderr } = await runHere(place.folder, 'run', ...args)
  expect(place.processes(), stderr).toEqual([])
  return new Map(place.latest().benchmarks.map((benchmark) => [benchmark.name, benchmark]))
}

const codes = (one: BenchmarkResult | undefined) => one?.findings.map(({ code }) => code)

describe('a function that', () => {
  let results: Results

  beforeAll(async () => {
    results = await resultsOf({
      promises: `
      let calls = 0
      bench('promise first', () => (calls++ % 2 === 0 ? Promise.resolve(1) : 1))
      bench('promise later', () => (++calls % 3 === 0 ? Promise.resolve(1) : 1))
      bench('always', async () => 1)`,
      throws: `
      let calls = 0
      bench('throws', () => { if (++calls === 300) throw new RangeError('call 300'); return calls })
      bench('rejects', async () => { if (++calls === 200) throw new RangeError('call 200'); return calls })
      bench('rejects unseen', () => { if (++calls === 300) Promise.reject(new RangeError('dropped')); return calls })`,
      changes: `
      const numbers = () => Array.from({ length: 50 }, (_, i) => (i * 7919) % 1009)
      bench('in place', { setup: numbers, run: (list) => list.sort((a, b) => a - b) })
      bench('fresh', { setup: numbers, prepare: (list) => list.slice(), run: (list) => list.sort((a, b) => a - b) })
      bench('counter', { setup: () => ({ n: 0 }), run: (state) => { state.n++ } })
      bench('reader', { setup: numbers, run: (list) => list.indexOf(-1) })
      bench('handle', { setup: () => ({ read: () => 1 }), run: (handle) => handle.read() })`,
      collects: `
      import { setFlagsFromString } from 'node:v8'
      import { runInNewContext } from 'node:vm'
      setFlagsFromString('--expose-gc')
      const gc = runInNewContext('gc')
      bench('collects', () => { gc({ type: 'minor' }); return [1] })`,
      leaves: `
      import { createServer } from 'node:net'
      import { Worker } from 'node:worker_threads'
      bench('timer', { setup: () => setInterval(() => {}, 1000), run: () => 1 })
      bench('worker', { setup: () => { new Worker('setInterval(() => {}, 100)', { eval: true }) }, run: () => 1 })
      bench('server', { setup: () => { createServer().listen(0) }, run: () => 1 })
      bench('tidy', {
        setup: () => ({ timer: setInterval(() => {}, 1000), worker: new Worker('setInterval(() => {}, 100)', { eval: true }) }),
        run: () => 1,
        teardown: async ({ timer, worker }) => { clearInterval(timer); await worker.terminate() },
      })`,
      clock: `
      performance.now = () => 0
      process.hrtime.bigint = () => 0n
      Date.now = () => 0
      let x = 1
      bench('clock', () => { for (let i = 0; i < 100; i++) x = Math.imul(x, 31) + 1; return x })`,
    })
  })

  it('returns promises sometimes is measured as asynchronous, and told', () => {
    for (const name of ['promise first', 'promise later']) {
      expect(results.get(name)).toMatchObject({ state: 'measured' })
      expect(timingsIn(results.get(name)!).map(({ asynchronous, mixed }) => [asynchronous, mixed])).toEqual([
        [true, true],
        [true, true],
      ])
      expect(codes(results.get(name))).toContain('mixed-kinds')
    }
    expect(timingsIn(results.get('always')!)[0]).toMatchObject({ asynchronous: true, mixed: false })
  })

  it('throws or rejects sometimes fails with what it threw and when', () => {
    for (const [name, message] of [
      ['throws', 'RangeError: call 300'],
      ['rejects', 'RangeError: call 200'],
      ['rejects unseen', 'RangeError: dropped'],
    ] as const) {
      const { state, error } = results.get(name)!
      expect({ state, reason: error?.reason }).toEqual({ state: 'failed', reason: 'threw' })
      expect(error?.message).toContain(message)
      expect(['warming', 'sampling']).toContain(error?.phase)
    }
  })

  it('changes its input is told when later calls find the work done, and not when they go on', () => {
    expect(codes(results.get('in place'))).toContain('first-call-only')
    expect(timingsIn(results.get('in place')!)[0]?.stateChange).toBe('first-call')
    expect(timingsIn(results.get('counter')!)[0]?.stateChange).toBe('every-call')
    expect(timingsIn(results.get('reader')!)[0]?.stateChange).toBe('never')
    for (const name of ['fresh', 'counter', 'reader', 'handle']) {
      expect(codes(results.get(name))).not.toContain('first-call-only')
    }
    for (const name of ['fresh', 'handle'])
      expect(timingsIn(results.get(name)!)[0]?.stateChange).toBeUndefined()
  })

  it('takes longer than its time is run once to be proven, once to be warm, and once to be timed', async () => {
    const results = await resultsOf(
      {
        // Of CPU time: what it waits for a CPU is not counted to it, and it would be called again.
        slow: `let calls = 0
      const used = () => { const { user, system } = process.threadCpuUsage?.() ?? process.cpuUsage(); return user + system }
      const spend = (time) => { const end = used() + time; while (used() < end); return end }
      bench('slow', {
        run: () => { calls++; return spend(120e3) },
        teardown: () => { if (calls !== 3) throw new Error(calls + ' calls') },
      })
      bench('shorter', () => spend(4e3))`,
      },
      '--time',
      '100 ms',
    )
    const slow = results.get('slow')!
    expect(slow.state).toBe('measured')
    for (const timing of timingsIn(slow)) {
      expect(timing).toMatchObject({ batch: 1, samples: 1 })
      expect(timing.warmup).toBeGreaterThanOrEqual(119e6)
    }
    for (const { samples } of timingsIn(results.get('shorter')!)) expect(samples).toBeGreaterThanOrEqual(3)
  })

  it('collects garbage itself is measured', () => {
    expect(results.get('collects')).toMatchObject({ state: 'measured' })
  })

  it('leaves timers, workers or servers running is ended with them, and told', () => {
    for (const [name, left] of [
      ['timer', 'a timer'],
      ['worker', 'a worker'],
      ['server', 'a server'],
    ] as const) {
      expect(timingsIn(results.get(name)!)[0]?.leftRunning).toContain(left)
      expect(codes(results.get(name))).toContain('left-running')
    }
    expect(codes(results.get('tidy'))).not.toContain('left-running')
  })

  it('replaces the clock is timed with the real one, and told', () => {
    const clock = results.get('clock')!
    expect(clock.state).toBe('measured')
    // A hundred dependent multiplications take a hundred cycles at the least.
    expect(clock.metrics.time?.low).toBeGreaterThan(10)
    expect(clock.findings.find(({ code }) => code === 'changed-builtins')?.message).toContain(
      'performance.now',
    )
  })
})
