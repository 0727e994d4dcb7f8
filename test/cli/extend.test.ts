import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { main } from '../built.ts'
import { runHere } from '../in-process.ts'
import { project } from '../project.ts'

const files = {
  'bench/a.bench.js': "import { bench } from 'assay'\nbench('work', () => [3, 1, 2].toSorted())\n",
  'perf/lines.ts': `import type { Renderer } from 'assay/extend'
export const lines: Renderer = async (run, attachments) => [
  { path: 'lines.txt', text: run.benchmarks.map(({ id, state }) => id + ' ' + state).join('\\n') + '\\n' },
  { path: 'more/process.txt', text: String(process.pid) },
]
export function throwing(): never {
  throw new Error('there is no team')
}
`,
  'perf.config.ts': `import { defineConfig } from 'assay'
import { lines, throwing } from './perf/lines.ts'
export default defineConfig({
  time: { perBenchmark: '20 ms', forks: { min: 2, max: 2 }, batch: '10 us', timeout: '20 s' },
  collect: { memory: false, controls: false },
  extend: {
    renderers: {
      lines,
      throwing,
      outside: () => [{ path: '../x', text: '' }],
      leaving: () => process.exit(0),
      waiting: () => new Promise(() => {}),
      odd: () => [{ path: 'a', text: () => '' }],
    },
  },
  reports: { formats: ['lines', 'json', 'throwing', 'outside', 'leaving', 'waiting', 'odd', 'csv'] },
})
`,
}

describe('formats of the project’s own', () => {
  it('are written by a run into folders of their names; those that fail are told, and lose nothing', async () => {
    const place = project(files)
    const result = await runHere(place.folder, 'run')
    expect(result.code).toBe(0)
    expect(place.files('reports/latest')).toEqual([
      'reports/latest/.gitignore',
      'reports/latest/formats/lines/lines.txt',
      'reports/latest/formats/lines/more/process.txt',
      'reports/latest/results.csv',
      'reports/latest/run.json',
    ])
    expect(place.read('reports/latest/formats/lines/lines.txt')).toBe('bench/a.bench.js › work measured\n')
    const said = place.latest().findings.filter(({ code }) => code === 'format-failed')
    expect(said.map(({ message }) => message.replace(' was not written', ''))).toEqual([
      "The format 'throwing': Error: there is no team (perf/lines.ts, line 7)",
      `The format 'outside': what it returned cannot be used: 0.path: the path "../x" leads out of its folder`,
      "The format 'leaving': the process exited with code 0 before it had answered",
      "The format 'waiting': it never ends: nothing is left that could settle what it waits for",
      "The format 'odd': Error: () => '' could not be cloned.",
    ])
    expect(result.stdout).toContain('there is no team')

    const again = ['report', '--config', 'perf.config.ts', '--format']
    expect(await runHere(place.folder, ...again, 'lines')).toEqual({
      ...{ code: 0, stderr: '', stdout: 'bench/a.bench.js › work measured\n' },
    })
    expect(await runHere(place.folder, ...again, 'lines,json', '--out', 'again')).toMatchObject({ code: 0 })
    expect(place.files('again')).toEqual([
      'again/formats/lines/lines.txt',
      'again/formats/lines/more/process.txt',
      'again/run.json',
    ])
    const refused = await runHere(place.folder, ...again, 'throwing')
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toContain("The format 'throwing' cannot be rendered: Error: there is no team")
    // Its configuration is loaded for whoever names it, and for nobody else.
    expect(await runHere(place.folder, 'report', '--format', 'lines')).toMatchObject({ code: 2 })
  })

  it('are errors of the configuration where they have a name of Assay’s', async () => {
    const place = project({
      'perf.config.js': 'export default { extend: { renderers: { html: () => [] } } }',
    })
    const result = await runHere(place.folder, 'list')
    expect(result).toMatchObject({ code: 2 })
    expect(result.stderr).toContain("'extend.renderers.html': a format 'html' is Assay's own")
  })
})

describe('collectors of the project’s own', () => {
  it('look into a benchmark in a process of their own; what they bring is in the report, and so is how they fail', async () => {
    const place = project({
      'bench/a.bench.js': files['bench/a.bench.js'],
      'perf.config.js': `import { execFileSync } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
export default {
  time: { perBenchmark: '20 ms', timeout: '20 s' },
  extend: {
    collectors: {
      watcher: {
        gather({ benchmark, command: [program, ...args], project }) {
          writeFileSync(project + '/left.txt', '')
          execFileSync(program, args, { cwd: project })
          const text = benchmark.name + readdirSync(project).includes('left.txt')
          return { files: [{ path: 'seen/all.txt', text }], counters: [{ name: 'a|b', value: 3, unit: 'runs' }] }
        },
      },
      absent: { check: async () => 'it is not here', gather: () => ({}) },
      broken: { check() {}, gather() { throw new Error('no \\u001b counters') } },
    },
  },
}`,
    })
    const result = await runHere(place.folder, 'profile', '--with', 'watcher,absent,broken')
    expect(result).toMatchObject({ code: 0 })
    const page = place.read('reports/latest/profile.md')
    expect(page).toContain('a\\|b')
    expect(page).toContain('absent cannot be asked: it is not here')
    expect(page).toMatch(/broken brought nothing: Error: no ␛ counters \(perf\.config\.js, line \d+\)/u)
    const [file, ...others] = place
      .files('reports/latest')
      .filter((path) => path.endsWith('watcher/seen/all.txt'))
    expect(others).toEqual([])
    expect(place.read(file!)).toBe('worktrue')
    expect(place.files('.')).not.toContain('left.txt')

    const unknown = await runHere(place.folder, 'profile', '--with', 'watchers')
    expect(unknown).toMatchObject({ code: 2 })
    expect(unknown.stderr).toMatch(/--with 'watchers' is none of 0x, .* watcher, absent, broken/su)
  })
})

describe('the guide to extensions', () => {
  const page = readFileSync(new URL('../../docs/guide/extending.md', import.meta.url), 'utf8')
  const blocks = [...page.matchAll(/^```ts\n\/\/ (\S+)\n([\s\S]*?)^```$/gmu)]

  it('has files that run as they are, and pass their own tests', async () => {
    const place = project({
      'bench/a.bench.js': files['bench/a.bench.js'],
      'build.js': "import { mkdirSync } from 'node:fs'\nmkdirSync('out', { recursive: true })\n",
      ...Object.fromEntries(blocks.map(([, path, code]) => [path!, code!])),
    })
    mkdirSync(join(place.folder, 'node_modules'))
    symlinkSync(join(main, '../../..'), join(place.folder, 'node_modules/assay'), 'junction')
    const result = await runHere(place.folder, 'run', '--time', '20 ms', '--forks', '2')
    expect(result).toMatchObject({ code: 0 })
    expect(place.read('reports/latest/formats/team-city/messages.txt')).toMatch(
      /^##teamcity\[buildStatisticValue key='bench\/a\.bench\.js › work' value='[\d.]+'\]\n$/u,
    )
    const { benchmarks } = JSON.parse(place.read('reports/latest/run.json')) as ReturnType<
      typeof place.latest
    >
    expect(benchmarks.map(({ id, state }) => [id, state])).toEqual([
      ['bench/a.bench.js › work', 'measured'],
      ['perf.config.ts › build › everything', 'measured'],
    ])
    const tested = execFileSync(process.execPath, ['--test', 'test/extensions.test.ts'], {
      cwd: place.folder,
      encoding: 'utf8',
      // Node’s own runner would take itself for a child of this one.
      env: { ...process.env, NODE_TEST_CONTEXT: undefined },
    })
    expect(tested).toMatch(/fail 0/u)
    expect(tested).not.toMatch(/pass 0/u)
  })
})
