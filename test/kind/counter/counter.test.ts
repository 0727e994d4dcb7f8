import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { terminal } from '../../../src/core/report/terminal/terminal.ts'
import { updateBaseline } from '../../../src/flow/baseline.ts'
import { compare } from '../../../src/flow/compare.ts'
import { gate } from '../../../src/flow/gate.ts'
import type { Host } from '../../../src/flow/host.ts'
import { run } from '../../../src/flow/run.ts'
import { verify } from '../../../src/flow/verify.ts'
import { createHost } from '../../../src/host/host.ts'
import type { Benchmark } from '../../../src/model/benchmark.ts'
import { formatNames } from '../../../src/model/format-name.ts'
import { type Run, runSchema } from '../../../src/model/run.ts'
import { project } from '../../project.ts'
import { type Counters, declareCounter } from './kind.ts'
import { counterRunner } from './runner.ts'

/**
 * The proof of the design: a kind that measures something unlike a function goes through everything, and nothing outside
 * this folder knows it. Real files, real git, real signatures; only the counters are made up.
 */

const everything = { filters: [] }
const [id, cold] = ['cache.counters › warm', 'cache.counters › cold']
const normal: Counters = { hits: 1000, wait: 2e6, queries: 3, saved: 4096 }

const config = `export default {
  time: { forks: { min: 5, max: 12 }, perBenchmark: '1 min' },
  collect: { controls: false },
  gate: { metrics: ['hits', 'wait', 'queries'] },
  reports: { formats: ${JSON.stringify(formatNames)} },
}`

let withdraw: () => void
beforeAll(() => {
  withdraw = declareCounter()
})
afterAll(() => withdraw())

/** A project with a cache, committed, and a host that knows how to ask it. */
function cache() {
  const { folder } = project({ 'perf.config.js': config, 'cache.counters': 'warm\ncold\n' })
  const set = (counters: Partial<Counters>) => {
    const file = join(folder, 'src/cache.json')
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, JSON.stringify({ ...normal, ...counters }))
  }
  const git = (...args: string[]) => {
    const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false']
    return execFileSync('git', [...identity, ...args], { cwd: folder, encoding: 'utf8' }).trim()
  }
  const commit = (message: string) => {
    git('add', '--all')
    git('commit', '--quiet', '--message', message)
  }
  set({})
  git('init', '--quiet', '--template=', '--initial-branch=main')
  commit('a cache')
  const real = createHost({
    ...{ folder, show: () => undefined, signal: new AbortController().signal },
    runners: { counter: counterRunner(folder) },
  })
  const benchmarks = ['warm', 'cold'].map((name): Benchmark => {
    const about = { kind: 'counter', file: 'cache.counters', key: name, name, group: [], params: {} }
    return { ...about, id: `cache.counters › ${name}`, agree: false }
  })
  const listing = { files: ['cache.counters'], benchmarks, broken: [], duplicates: [], closure: [] }
  const host: Host = { ...real, list: async () => listing }
  const read = (path: string) => readFileSync(join(folder, path), 'utf8')
  const forget = () => rmSync(join(folder, '.git'), { recursive: true })
  return { host, real, set, commit, forget, read }
}

const verdicts = ({ comparisons }: Run, of = id) =>
  comparisons.filter((one) => one.id === of).map(({ metric, method, verdict }) => [metric, method, verdict])

describe('a kind from outside', () => {
  it('is measured until it is precise enough, and its trials are kept', async () => {
    const { host } = cache()
    const { run: made } = await run(host, everything)
    const [warm] = made.benchmarks
    expect(warm).toMatchObject({ id, kind: 'counter', state: 'measured' })
    expect(warm!.trials).toHaveLength(5)
    expect(warm!.trials[0]).toMatchObject({
      ...{ stage: 'screen', task: 'count', detail: { asked: 100 } },
      values: { queries: 3, saved: 4096 },
    })
    expect(Object.keys(warm!.metrics)).toEqual(['hits', 'wait', 'queries', 'saved'])
    expect(warm!.metrics.hits).toMatchObject({ unit: 'count', better: 'higher' })
    expect(warm!.metrics.hits!.estimate / 1000).toBeCloseTo(1, 2)
    expect(runSchema.parse(JSON.parse(JSON.stringify(made)))).toEqual(made)
  })

  it('is compared with a revision in pairs: fewer hits are a regression, and more an improvement', async () => {
    const { host, set } = cache()
    set({ hits: 900 })
    const { run: fewer } = await compare(host, 'main', everything)
    expect(verdicts(fewer)).toEqual([
      ['hits', 'alternated', 'regressed'],
      ['wait', 'alternated', 'equivalent'],
      ['queries', 'exact', 'equivalent'],
    ])
    expect(fewer.comparisons[0]!.change!.estimate).toBeCloseTo(0.1, 2)
    expect(fewer.verdict).toBe('fail')
    set({ hits: 1100, queries: 4 })
    const { run: more } = await compare(host, 'main', everything)
    expect(verdicts(more, cold)).toEqual([
      ['hits', 'alternated', 'improved'],
      ['wait', 'alternated', 'equivalent'],
      ['queries', 'exact', 'regressed'],
    ])
    expect(more.nullControls?.map(({ metric }) => metric).sort()).toEqual(['hits', 'hits', 'wait', 'wait'])
  })

  it('is compared with what was recorded, session by session', async () => {
    const { host, set, commit, forget } = cache()
    for (const why of ['first', 'second', 'third'])
      await updateBaseline(host, everything, { why, force: true })
    commit('numbers')
    const { run: same } = await run(host, everything)
    expect(same.comparisons.filter(({ verdict }) => verdict === 'regressed')).toEqual([])
    // Where no commit can be laid out, recorded numbers decide.
    forget()
    set({ hits: 500 })
    const { run: fewer } = await run(host, everything)
    // A run has no second stage: it suspects.
    expect(fewer.comparisons[0]).toMatchObject({ metric: 'hits', method: 'recorded', reason: 'suspected' })
    expect(fewer.comparisons[0]!.change!.estimate).toBeCloseTo(0.5, 1)
    set({ hits: 2000 })
    const { run: more } = await run(host, everything)
    expect(verdicts(more)[0]).toEqual(['hits', 'recorded', 'improved'])
  })

  it('is decided by a gate, in every format, the certificate can be verified, and what is no worse passes', async () => {
    const { host, real, set, commit, read } = cache()
    await updateBaseline(host, everything, { why: 'the first numbers', force: true })
    commit('numbers')
    set({ hits: 900 })
    commit('a smaller cache')
    const { run: made, folder, certificate, files } = await gate(host, everything)
    expect(verdicts(made)[0]).toEqual(['hits', 'alternated', 'regressed'])
    expect(made.verdict).toBe('fail')
    expect(certificate.criteria.failed).toBeGreaterThan(0)

    const said = {
      'report.md': ['fewer hits', 'warm', 'visits per benchmark'],
      'report.html': ['fewer hits', 'warm'],
      'junit.xml': ['fewer hits'],
      'results.sarif': ['fewer hits'],
      'results.csv': ['hits'],
      'metrics.txt': ['hits'],
      'bench.txt': ['hits/s', 'queries/op'],
      'summary.md': ['fewer hits'],
    }
    for (const [file, texts] of Object.entries(said))
      for (const text of texts) expect(read(`${folder}/${file}`), file).toContain(text)
    expect(terminal(made, { color: false, width: 100, all: true } as never)).toContain('fewer hits')
    expect(read(files.document)).toContain('fewer hits')

    const source = await real.witness(files.envelope, {})
    const { checks, verdict } = await verify(source, { ref: undefined, statuses: [] })
    expect(checks.filter(({ result }) => result === 'invalid')).toEqual([])
    expect(checks).toContainEqual(expect.objectContaining({ check: 'recomputed', result: 'valid' }))
    expect(verdict).not.toBe('invalid')

    set({ saved: 5000 })
    commit('as many hits again, and it saves more')
    const { run: next } = await gate(host, everything)
    expect(verdicts(next).map(([, , verdict]) => verdict)).toEqual(['equivalent', 'equivalent', 'equivalent'])
    expect(next.verdict).toBe('pass')
  })
})
