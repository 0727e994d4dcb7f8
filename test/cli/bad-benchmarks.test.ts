import { describe, expect, it } from 'vitest'
import type { BenchmarkResult } from '../../src/model/run.ts'
import { type Project, project, quick } from '../project.ts'

/** Benchmarks that do not behave. Each is an outcome of its own; the one beside it is always measured. */

const good = "import { bench } from 'assay'\nbench('good', () => Math.sqrt(2))\n"

async function measured(files: Readonly<Record<string, string>>, ...args: string[]) {
  const place = project({ 'bench/good.bench.ts': good, ...files })
  const result = await place.run('run', ...args)
  return { place, result }
}

function resultOf(place: Project, name: string): BenchmarkResult {
  return place.latest().benchmarks.find((benchmark) => benchmark.name === name)!
}

describe('a benchmark that does not behave', () => {
  it('that is wrong fails with what it returned, and is not timed', async () => {
    const { place, result } = await measured({
      'bench/bad.bench.ts': `
        import { bench } from 'assay'
        bench('wrong', { run: () => 41, verify: (result) => result === 42 })
        bench('throws in verify', { run: () => 41, verify: () => { throw new Error('not even close') } })`,
    })
    expect(result.code).toBe(1)
    expect(resultOf(place, 'wrong')).toMatchObject({
      state: 'failed',
      error: { reason: 'wrong-result', message: 'verify refused the result 41' },
      metrics: {},
    })
    expect(resultOf(place, 'throws in verify').error?.message).toBe('Error: not even close')
    expect(resultOf(place, 'good').state).toBe('measured')
    expect(result.stderr).toContain('failed: bench/bad.bench.ts › wrong')
  })

  it('whose alternatives disagree is not timed, and neither are they: nobody can say which is right', async () => {
    const { place, result } = await measured({
      'bench/bad.bench.ts': `
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
    })
    expect(result.code).toBe(1)
    for (const [name, message] of [
      ['loop', "its result differs from that of 'sum › formula': 6 against 7"],
      ['formula', "its result differs from that of 'sum › loop': 7 against 6"],
      ['recursion', "its result differs from that of 'sum › formula': 6 against 7"],
    ] as const) {
      expect(resultOf(place, name)).toMatchObject({ error: { reason: 'disagrees', message }, timings: [] })
    }
    expect(resultOf(place, 'a').state).toBe('measured')
    expect(resultOf(place, 'b').state).toBe('measured')
  })

  it('that throws, exits or hangs beside its alternatives does not keep the others from being compared', async () => {
    const { place, result } = await measured({
      'perf.config.ts': `export default {${quick.replace('20 s', '3 s')} }`,
      'bench/bad.bench.ts': `
        import { bench, group } from 'assay'
        group('sum', { agree: true }, () => {
          bench('throws', () => { throw new Error('no') })
          bench('exits', () => process.exit(5))
          bench('hangs', () => { for (;;) {} })
          bench('right', () => 6)
          bench('wrong', () => 7)
        })`,
    })
    expect(result.code).toBe(1)
    const reasons = ['throws', 'exits', 'hangs', 'right', 'wrong'].map(
      (name) => resultOf(place, name).error?.reason,
    )
    expect(reasons).toEqual(['threw', 'exited', 'timed-out', 'disagrees', 'disagrees'])
  })

  it('that hangs, busy or waiting, is ended after the time-out, with the phase it was last seen in', async () => {
    const { place, result } = await measured({
      'perf.config.ts': `export default {${quick.replace('20 s', '3 s')} }`,
      'bench/bad.bench.ts': `
        import { bench } from 'assay'
        let calls = 0
        bench('endless loop', () => { if (++calls > 5) for (;;) {} })
        bench('endless wait', () => new Promise(() => {}))`,
    })
    expect(result.code).toBe(1)
    for (const [name, phase] of [
      ['endless loop', 'warming'],
      ['endless wait', 'verifying'],
    ] as const) {
      expect(resultOf(place, name).error).toMatchObject({ reason: 'timed-out', phase })
      expect(resultOf(place, name).error?.message).toContain('no answer within 3.000 s (time.timeout)')
    }
    expect(resultOf(place, 'good').state).toBe('measured')
    expect(place.processes()).toEqual([])
  })

  it('that throws on its third fork only keeps what its first forks measured', async () => {
    const { place, result } = await measured({
      'perf.config.ts': `export default {${quick.replace('min: 2, max: 2', 'min: 5, max: 5')} }`,
      'bench/bad.bench.ts': `
        import { appendFileSync, readFileSync } from 'node:fs'
        import { bench } from 'assay'
        bench('sometimes', {
          setup: () => { appendFileSync('forks.txt', '.'); return readFileSync('forks.txt', 'utf8').length },
          run: (fork) => { if (fork === 3) throw new TypeError('third time unlucky'); return fork },
        })`,
    })
    expect(result.code).toBe(1)
    const sometimes = resultOf(place, 'sometimes')
    expect(sometimes).toMatchObject({ state: 'failed', error: { reason: 'threw', phase: 'verifying' } })
    expect(sometimes.error?.message).toBe(
      'TypeError: third time unlucky (in a timed fork, after 2 that succeeded)',
    )
    expect(sometimes.metrics.time?.forks).toHaveLength(2)
    expect(resultOf(place, 'good').metrics.time?.forks).toHaveLength(5)
  })

  it('that prints a gigabyte is measured, costs no memory here, and is told', async () => {
    const { place, result } = await measured({
      'bench/loud.bench.ts': `
        import { writeSync } from 'node:fs'
        import { bench } from 'assay'
        const megabyte = Buffer.alloc(1e6, 'x')
        const print = (fd: number) => {
          for (let left = megabyte; left.length > 0; ) {
            try { left = left.subarray(writeSync(fd, left)) } catch (error) { if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error }
          }
        }
        bench('loud', { setup: () => { for (let i = 0; i < 250; i++) { print(1); print(2) } }, run: () => 1 })`,
    })
    expect(result.code).toBe(0)
    const loud = resultOf(place, 'loud')
    expect(loud.state).toBe('measured')
    // Two forks of 250 MB on stdout and as much on stderr.
    expect(loud.findings).toContainEqual(expect.objectContaining({ code: 'prints', subject: loud.id }))
    expect(loud.findings.find(({ code }) => code === 'prints')?.message).toContain('1.000 GB')
    expect(result.stderr.length).toBeLessThan(10_000)
  })

  it('that changes Array.prototype changes its own process only, and is told', async () => {
    const { place, result } = await measured({
      'bench/bad.bench.ts': `
        import { bench } from 'assay'
        Array.prototype.map = function () { throw new Error('no map for you') }
        Object.defineProperty(Array.prototype, 'extra', { value: 1, enumerable: true })
        bench('vandal', () => [3, 1, 2].indexOf(2))`,
      'perf.config.ts': `export default {${quick.replace('memory: false', 'memory: true')} }`,
    })
    expect(result.code).toBe(0)
    expect(resultOf(place, 'vandal').state).toBe('measured')
    expect(resultOf(place, 'vandal').findings).toContainEqual(
      expect.objectContaining({
        code: 'changed-builtins',
        message: expect.stringContaining('Array.prototype.extra, Array.prototype.map'),
      }),
    )
    const told = resultOf(place, 'good').findings.map(({ code }) => code)
    expect(told).not.toContain('changed-builtins')
  })

  it('that exits, crashes or throws later is told apart', async () => {
    const { place, result } = await measured({
      'bench/bad.bench.ts': `
        import { bench } from 'assay'
        bench('exits', () => process.exit(7))
        bench('crashes', { run: () => { process.kill(process.pid, 'SIGSEGV'); return new Promise(() => {}) } })
        bench('throws later', () => new Promise(() => { setTimeout(() => { throw new Error('late') }, 1) }))
        bench('throws nothing', () => { throw undefined })`,
    })
    expect(result.code).toBe(1)
    expect(resultOf(place, 'exits').error).toMatchObject({
      reason: 'exited',
      message: 'the process exited with code 7 before it had answered',
    })
    expect(resultOf(place, 'crashes').error).toMatchObject({ reason: 'crashed' })
    expect(resultOf(place, 'crashes').error?.message).toContain('SIGSEGV')
    expect(resultOf(place, 'throws later').error).toMatchObject({ reason: 'threw', message: 'Error: late' })
    expect(resultOf(place, 'throws nothing').error?.message).toBe('threw undefined')
    expect(resultOf(place, 'good').state).toBe('measured')
  })

  it('that runs out of memory is told so, with the last words of its process', async () => {
    const place = project({
      'bench/good.bench.ts': good,
      'bench/bad.bench.ts': `
        import { bench } from 'assay'
        bench('eats', () => { const kept: unknown[] = []; for (;;) kept.push(new Array(1e5).fill({})) })`,
    })
    const result = await place.runFrom({ env: { NODE_OPTIONS: '--max-old-space-size=100' } }, 'run')
    expect(result.code).toBe(1)
    expect(resultOf(place, 'eats').error).toMatchObject({ reason: 'out-of-memory' })
    expect(resultOf(place, 'eats').error?.stderr).toContain('heap')
    expect(resultOf(place, 'good').state).toBe('measured')
  })

  it('that leaves processes and timers running leaves none behind', async () => {
    const { place, result } = await measured({
      'bench/bad.bench.ts': `
        import { spawn } from 'node:child_process'
        import { bench } from 'assay'
        bench('litters', {
          setup: () => { spawn('sleep', ['1000'], { stdio: 'inherit' }); setInterval(() => {}, 5) },
          run: () => 1,
        })`,
    })
    expect(result.code).toBe(0)
    expect(resultOf(place, 'litters').state).toBe('measured')
    expect(place.processes()).toEqual([])
  })

  it('that sends messages to its parent is not mistaken for the harness', async () => {
    const { place, result } = await measured({
      'bench/bad.bench.ts': `
        import { bench } from 'assay'
        bench('talks', { setup: () => { process.send?.({ type: 'time', timing: 'now' }); process.send?.('hello') }, run: () => 1 })`,
    })
    expect(result.code).toBe(0)
    expect(resultOf(place, 'talks').state).toBe('measured')
  })
})
