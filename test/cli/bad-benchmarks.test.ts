import { beforeAll, describe, expect, it } from 'vitest'
import type { BenchmarkResult } from '../../src/model/run.ts'
import { project, quick, type Result } from '../project.ts'

/** Benchmarks that do not behave. Each is an outcome of its own; the one beside it is always measured. */

type Ran = {
  readonly result: Result
  readonly of: (name: string) => BenchmarkResult
  /** What still ran when the command had ended. */
  readonly processes: readonly number[]
}

async function ran(
  files: Readonly<Record<string, string>>,
  { env, filters = [] }: { env?: NodeJS.ProcessEnv; filters?: readonly string[] } = {},
): Promise<Ran> {
  const place = project({
    'bench/good.bench.js': "import { bench } from 'assay'\nbench('good', () => Math.sqrt(2))\n",
    ...files,
  })
  const result = await place.runFrom({ ...(env && { env }) }, 'run', ...filters)
  const processes = place.processes()
  const { benchmarks } = place.latest()
  return { result, of: (name) => benchmarks.find((benchmark) => benchmark.name === name)!, processes }
}

describe('a benchmark that fails', () => {
  let all: Ran

  // All of them in one run.
  beforeAll(async () => {
    all = await ran({
      'perf.config.js': `export default {${quick.replace('20 s', '6 s')} }`,
      'bench/wrong.bench.js': `
          import { bench } from 'assay'
          bench('wrong', { run: () => 41, verify: (result) => result === 42 })
          bench('throws in verify', { run: () => 41, verify: () => { throw new Error('not even close') } })`,
      'bench/disagree.bench.js': `
          import { bench, group } from 'assay'
          group('sum', { agree: true }, () => {
            bench('loop', () => 6)
            bench('formula', () => 7)
            bench('recursion', () => 6)
          })
          group('rounded', { agree: { tolerance: 1e-9 } }, () => {
            bench('a', () => new Float64Array([0.1 + 0.2]))
            bench('b', () => new Float64Array([0.3]))
          })`,
      // Who is blocked answers as little as who loops, and costs nothing.
      'bench/beside.bench.js': `
          import { bench, group } from 'assay'
          group('beside', { agree: true }, () => {
            bench('throws beside', () => { throw new Error('no') })
            bench('exits beside', () => process.exit(5))
            bench('hangs beside', () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0))
            bench('right', () => 6)
            bench('other', () => 7)
          })`,
      'bench/hangs.bench.js': `
          import { bench } from 'assay'
          let calls = 0
          bench('endless loop', () => { if (++calls > 5) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0) })
          bench('endless wait', () => new Promise(() => {}))`,
      'bench/ends.bench.js': `
          import { bench } from 'assay'
          bench('exits', () => process.exit(7))
          bench('crashes', { run: () => { process.kill(process.pid, 'SIGSEGV'); return new Promise(() => {}) } })
          bench('throws later', () => new Promise(() => { setTimeout(() => { throw new Error('late') }, 1) }))
          bench('throws nothing', () => { throw undefined })`,
    })
  })

  it('fails the run, leaves no process behind, and the one beside it is measured', () => {
    expect(all.result.code).toBe(1)
    expect(all.processes).toEqual([])
    expect(all.of('good').state).toBe('measured')
  })

  it('that is wrong fails with what it returned, and is not timed', () => {
    expect(all.of('wrong')).toMatchObject({
      state: 'failed',
      error: { reason: 'wrong-result', message: 'verify refused the result 41' },
      metrics: {},
    })
    expect(all.of('throws in verify').error?.message).toBe('Error: not even close')
    expect(all.result.stderr).toContain('failed: bench/wrong.bench.js › wrong')
  })

  it('whose alternatives disagree is not timed, and neither are they: nobody can say which is right', () => {
    for (const [name, message] of [
      ['loop', "its result differs from that of 'sum › formula': 6 against 7"],
      ['formula', "its result differs from that of 'sum › loop': 7 against 6"],
      ['recursion', "its result differs from that of 'sum › formula': 6 against 7"],
    ] as const) {
      expect(all.of(name)).toMatchObject({ error: { reason: 'disagrees', message }, trials: [] })
    }
    expect(all.of('a').state).toBe('measured')
    expect(all.of('b').state).toBe('measured')
  })

  it('that throws, exits or hangs beside its alternatives does not keep the others from being compared', () => {
    const reasons = ['throws beside', 'exits beside', 'hangs beside', 'right', 'other'].map(
      (name) => all.of(name).error?.reason,
    )
    expect(reasons).toEqual(['threw', 'exited', 'timed-out', 'disagrees', 'disagrees'])
  })

  it('that hangs, busy or waiting, is ended after the time-out, with the phase it was last seen in', () => {
    for (const [name, phase] of [
      ['endless loop', 'warming'],
      ['endless wait', 'calling'],
    ] as const) {
      expect(all.of(name).error).toMatchObject({ reason: 'timed-out', phase })
      expect(all.of(name).error?.message).toContain('no answer within 6.000 s (time.timeout)')
    }
  })

  it('that exits, crashes or throws later is told apart', () => {
    expect(all.of('exits').error).toMatchObject({
      reason: 'exited',
      message: 'the process exited with code 7 before it had answered',
    })
    expect(all.of('crashes').error).toMatchObject({ reason: 'crashed' })
    expect(all.of('crashes').error?.message).toContain('SIGSEGV')
    expect(all.of('throws later').error).toMatchObject({ reason: 'threw', message: 'Error: late' })
    expect(all.of('throws nothing').error?.message).toBe('threw undefined')
  })

  // In a run of its own, with little memory and much time: to give up takes V8 seconds where others are busy.
  it('that runs out of memory is told so, with the last words of its process', async () => {
    const files = {
      'bench/eats.bench.js': `
        import { bench } from 'assay'
        bench('eats', () => { const kept = []; for (;;) kept.push(new Array(1e5).fill({})) })`,
    }
    const { of } = await ran(files, { env: { NODE_OPTIONS: '--max-old-space-size=100' }, filters: ['eats'] })
    expect(of('eats').error).toMatchObject({ reason: 'out-of-memory' })
    expect(of('eats').error?.stderr).toContain('heap')
  })
})

describe('a benchmark that does not behave, and is measured', () => {
  let all: Ran
  const vandal = `
    import { bench } from 'assay'
    Array.prototype.map = function () { throw new Error('no map for you') }
    Object.defineProperty(Array.prototype, 'extra', { value: 1, enumerable: true })
    bench('vandal', () => [3, 1, 2].indexOf(2))`

  beforeAll(async () => {
    all = await ran({
      // It waits for whoever reads: to try again and again would take a CPU away from that.
      'bench/loud.bench.js': `
        import { writeSync } from 'node:fs'
        import { bench } from 'assay'
        const megabyte = Buffer.alloc(1e6, 'x')
        const pause = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 0.1)
        const print = (fd) => {
          for (let left = megabyte; left.length > 0; ) {
            try { left = left.subarray(writeSync(fd, left)) } catch (error) { if (error.code !== 'EAGAIN') throw error; pause() }
          }
        }
        bench('loud', { setup: () => { for (let i = 0; i < 25; i++) { print(1); print(2) } }, run: () => 1 })`,
      'bench/litters.bench.js': `
        import { spawn } from 'node:child_process'
        import { bench } from 'assay'
        bench('litters', {
          setup: () => { spawn('sleep', ['1000'], { stdio: 'inherit' }); setInterval(() => {}, 5) },
          run: () => 1,
        })`,
      'bench/talks.bench.js': `
        import { bench } from 'assay'
        bench('talks', { setup: () => { process.send?.({ type: 'time', timing: 'now' }); process.send?.('hello') }, run: () => 1 })`,
      'bench/vandal.bench.js': vandal,
    })
  })

  it('does not fail the run', () => {
    expect(all.result.code).toBe(0)
    expect(all.of('good').state).toBe('measured')
  })

  it('because it prints a hundred megabytes has none of it shown, and is told', () => {
    const loud = all.of('loud')
    expect(loud.state).toBe('measured')
    // Two forks of 25 MB on stdout and as much on stderr.
    expect(loud.findings).toContainEqual(expect.objectContaining({ code: 'prints', subject: loud.id }))
    expect(loud.findings.find(({ code }) => code === 'prints')?.message).toContain('100.0 MB')
    expect(all.result.stderr.length).toBeLessThan(10_000)
  })

  it('because it leaves processes and timers running leaves none behind', () => {
    expect(all.of('litters').state).toBe('measured')
    expect(all.processes).toEqual([])
  })

  it('because it sends messages to its parent is not mistaken for the harness', () => {
    expect(all.of('talks').state).toBe('measured')
  })

  it('because it changes Array.prototype changes its own process only, and is told', () => {
    expect(all.of('vandal').state).toBe('measured')
    expect(all.of('vandal').findings).toContainEqual(
      expect.objectContaining({
        code: 'changed-builtins',
        message: expect.stringContaining('Array.prototype.extra, Array.prototype.map'),
      }),
    )
    const told = all.of('good').findings.map(({ code }) => code)
    expect(told).not.toContain('changed-builtins')
  })

  it('because it changes Array.prototype has its memory measured, too', async () => {
    const memory = quick.replace('memory: false', 'memory: true')
    const files = { 'bench/vandal.bench.js': vandal, 'perf.config.js': `export default {${memory} }` }
    const { result, of } = await ran(files, { filters: ['vandal'] })
    expect(result.code).toBe(0)
    expect(of('vandal')).toMatchObject({ state: 'measured', metrics: { allocated: expect.anything() } })
  })
})

it('a benchmark that throws on its third fork only keeps what its first forks measured', async () => {
  const { result, of } = await ran({
    'perf.config.js': `export default {${quick.replace('min: 2, max: 2', 'min: 3, max: 3')} }`,
    'bench/bad.bench.js': `
      import { appendFileSync, readFileSync } from 'node:fs'
      import { bench } from 'assay'
      bench('sometimes', {
        setup: () => { appendFileSync('forks.txt', '.'); return readFileSync('forks.txt', 'utf8').length },
        run: (fork) => { if (fork === 3) throw new TypeError('third time unlucky'); return fork },
      })`,
  })
  expect(result.code).toBe(1)
  const sometimes = of('sometimes')
  expect(sometimes).toMatchObject({ state: 'failed', error: { reason: 'threw', phase: 'calling' } })
  expect(sometimes.error?.message).toBe(
    'TypeError: third time unlucky (while measuring time, after 2 that succeeded)',
  )
  expect(sometimes.metrics.time?.values).toHaveLength(2)
  expect(of('good').metrics.time?.values).toHaveLength(3)
})
