import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runHere } from '../../in-process.ts'
import { type Project, project } from '../../project.ts'

/** Kinds that a project brings in its configuration: real files, real git, processes of their own. */

const kind = (more = '') => `import { readFileSync } from 'node:fs'
import { settle } from './perf/settle.js'
export default {
  time: { forks: { min: 3, max: 12 }, perBenchmark: '4 s' },
  collect: { controls: false },
  gate: { metrics: ['time', 'query.wait', 'query.rows'] },
  reports: { formats: ['json', 'markdown', 'csv', 'gobench', 'openmetrics', 'junit', 'html'] },
  extend: {
    kinds: {
      query: {
        metrics: {
          wait: { unit: 'ns', title: 'query time', per: 'query', phrase: ['takes', 'longer'] },
          rows: { unit: 'count', exact: true, title: 'rows read', per: 'query', phrase: ['reads', 'more rows'] },
        },
        primary: 'wait',
        list: async () => [{ name: 'by | id', group: ['users'], params: { limit: 10 } }${more}],
        measure({ benchmark: { name, group, params }, folder, time, timeout }) {
          if (name === 'broken') throw new Error('no such table')
          if (name === 'join') return { values: { wait: settle(1e3 * params.rows ** 2), rows: params.rows } }
          if (name !== 'by | id' || group[0] !== 'users' || params.limit !== 10 || time > timeout) throw new Error(name)
          const { wait, rows } = JSON.parse(readFileSync(folder + '/src/table.json', 'utf8'))
          return { values: { wait: settle(wait), rows }, samples: 5, notes: rows > 5 ? ['it scans the table'] : [] }
        },
      },
    },
  },
}`

const id = 'perf.config.js › query › users › by | id {limit: 10}'

function database(more?: string) {
  const place = project({
    'perf.config.js': kind(more),
    'perf/settle.js': 'export const settle = (wait) => wait * (1 + 0.002 * Math.random())\n',
    'bench/a.bench.js': "import { bench } from 'assay'\nbench('work', () => [3, 1, 2].toSorted())\n",
    'src/table.json': JSON.stringify({ wait: 2e6, rows: 3 }),
  })
  return place
}

function commit({ folder }: Project, message: string): void {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false']
  const git = (...args: string[]) => execFileSync('git', [...identity, ...args], { cwd: folder })
  git('add', '--all')
  git('commit', '--quiet', '--message', message)
}

describe('a kind in the configuration', () => {
  it('is listed beside functions; what it measures is in the Run, and so is how it fails', async () => {
    const place = database(", { name: 'broken' }, { name: 'twin' }, { name: 'twin' }")
    const listed = await runHere(place.folder, 'list', '--json')
    const { benchmarks } = JSON.parse(listed.stdout) as { benchmarks: { id: string }[] }
    expect(benchmarks.map((one) => one.id)).toEqual([
      'bench/a.bench.js › work',
      id,
      'perf.config.js › query › broken',
      'perf.config.js › query › twin',
    ])
    const result = await runHere(place.folder, 'run', 'query', '--forks', '3')
    expect(result.code).toBe(1)
    const {
      benchmarks: measured,
      kinds,
      inputs,
    } = JSON.parse(place.read('reports/latest/run.json')) as ReturnType<Project['latest']>
    expect(measured[0]).toMatchObject({ id, kind: 'query', state: 'measured' })
    expect(measured[0]!.trials).toHaveLength(3)
    expect(measured[0]!.metrics['query.wait']!.estimate / 2e6).toBeCloseTo(1, 1)
    expect(measured[0]!.metrics['query.rows']).toMatchObject({ unit: 'count', values: [3, 3, 3] })
    expect(measured[1]).toMatchObject({
      state: 'failed',
      error: {
        reason: 'threw',
        message: expect.stringMatching(/^Error: no such table \(perf\.config\.js, line \d+\)$/u),
      },
    })
    expect(measured[2]).toMatchObject({ state: 'failed', error: { reason: 'duplicate' } })
    expect(measured[2]!.error!.message).toContain('2 benchmarks of this name')
    expect(Object.keys(kinds!)).toEqual(['query'])
    expect(inputs.map(({ path }) => path)).toContain('perf/settle.js')
    expect(result.stdout).toContain('no such table')
  })

  it('grows with its parameter as it declares, or is found to grow faster', async () => {
    const sized = [10, 40, 160].map((rows) =>
      `{ name: 'join', params: { rows }, grows: 'n log n' }`.replace('rows }', `rows: ${rows} }`),
    )
    const place = database(`, ${sized.join(', ')}`)
    const result = await place.run('run', 'join', '--forks', '3')
    expect(result.code).toBe(0)
    const { growth, verdict } = JSON.parse(place.read('reports/latest/run.json')) as ReturnType<
      Project['latest']
    >
    expect(growth).toMatchObject([
      {
        id: 'perf.config.js › query › join',
        declared: { by: 'rows', power: 1, log: true, sizes: [10, 40, 160] },
        metric: 'query.wait',
        verdict: 'beyond',
        fit: { nearest: { power: 2, log: false } },
      },
    ])
    expect(verdict).toBe('fail')
    expect(result.stdout).toContain('join grows like n²')
    const wrong = database(", { name: 'join', params: { rows: 10 }, grows: 'nlogn' }")
    const { stderr } = await runHere(wrong.folder, 'list')
    expect(stderr).toContain("'query › join {rows: 10}': grows 'nlogn' is no growth: did you mean 'n log n'?")
  })

  it('that is wrong is told before what follows from that', async () => {
    const place = project({
      'perf/settle.js': 'export const settle = 0',
      'perf.config.js': kind().replace("primary: 'wait'", "primary: 'speed'"),
    })
    const { code, stderr } = await runHere(place.folder, 'list')
    expect(code).toBe(2)
    expect(stderr).toContain("'extend.kinds.query.primary': there is no metric 'speed' of this kind\n")
    expect(stderr).not.toContain('gate.metrics')
  })

  it('is compared in pairs, gated and certified; where its code is not, the certificate can be verified', async () => {
    const place = database()
    execFileSync('git', ['init', '--quiet', '--template='], { cwd: place.folder })
    commit(place, 'a table')
    place.write('src/table.json', JSON.stringify({ wait: 3e6, rows: 9 }))
    commit(place, 'a slow table')
    const result = await runHere(place.folder, 'gate', 'query', '--against', 'HEAD~1')
    expect(result.code).toBe(1)
    const [certificate = ''] = place.files('reports/certificates').filter((path) => path.endsWith('.md'))
    const [document = ''] = place.files('reports').filter((path) => path.endsWith('run.json'))
    const { comparisons, benchmarks } = JSON.parse(place.read(document)) as ReturnType<Project['latest']>
    expect(comparisons.map(({ metric, verdict }) => [metric, verdict])).toEqual([
      ['query.wait', 'regressed'],
      ['query.rows', 'regressed'],
    ])
    expect(benchmarks[0]!.findings).toContainEqual(
      expect.objectContaining({ code: 'kind-note', message: 'it scans the table' }),
    )
    expect(result.stdout).toContain('more rows')
    for (const path of ['perf.config.js', 'perf', 'bench'])
      rmSync(join(place.folder, path), { recursive: true })
    const verified = await place.run('verify', certificate, '--json')
    const { checks } = JSON.parse(verified.stdout) as {
      checks: { check: string; result: string; message: string }[]
    }
    expect(checks.filter(({ check }) => check === 'recomputed')).toMatchObject([{ result: 'valid' }])
    expect(checks.filter((one) => one.result === 'invalid')).toEqual([])
    expect(await runHere(place.folder, 'report', document, '--format', 'csv')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('query.rows'),
    })
  })
})
