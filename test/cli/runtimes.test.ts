import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runHere } from '../in-process.ts'
import { type Project, project } from '../project.ts'

/** Bun as far as Assay asks, and Node behind it: no test needs another runtime. */
const answering = (program: string) => `#!/bin/sh
if [ "$2" = -p ]; then
  echo '{"node":"26.3.0","bun":"1.4.5","webkit":"d6375c72affe0f70"}'
  exit 0
fi
${program}
`
const likeNode = answering(`shift\nFAKE_BUN=1 exec '${process.execPath}' "$@"`)
const crashing = answering("echo 'Illegal instruction: this CPU lacks AVX2' >&2\nexit 132")

const sorts = `
  import { bench } from 'assay'
  bench('sorts', () => [3, 1, 2].sort())
`
/** Only the other runtime loads it. */
const strange = `
  import { bench } from 'assay'
  if (!process.env.FAKE_BUN) throw new Error('no bun:sqlite here')
  bench('asks', () => Math.sqrt(2))
`
const quickly = (more: string) => `export default {
  time: { perBenchmark: '20 ms', forks: { min: 2, max: 2 }, batch: '10 us', timeout: '20 s' },
  collect: { controls: false },
  ${more}
}`

function withRuntime(script: string, files: Readonly<Record<string, string>>): Project {
  const made = project({ ...files, 'tools/bun': script })
  chmodSync(join(made.folder, 'tools/bun'), 0o755)
  return made
}

describe('benchmarks on another runtime', () => {
  it('keep their names, in a class of its own, and say what it cannot tell', async () => {
    const files = { 'sort.bench.js': sorts, 'query.bench.js': strange, 'perf.config.js': quickly('') }
    const { run, latest, folder } = withRuntime(likeNode, files)
    const { code, stdout } = await run('run', '--runtime', './tools/bun')
    expect(stdout).toContain('Bun 1.4.5')
    expect(code).toBe(0)
    const { environment, request, benchmarks, findings } = latest()
    expect(environment.class).toMatch(/-bun1\.4$/u)
    expect(environment.runtime.measured).toEqual([
      { name: 'bun', version: '1.4.5', engine: 'JavaScriptCore', engineVersion: 'd6375c72affe' },
    ])
    // A path of this machine is no word for anybody else.
    expect(request.runtimes).toEqual(['bun@1.4'])
    expect(JSON.stringify(latest())).not.toContain(folder)
    expect(benchmarks.map(({ id, runtime, state }) => [id, runtime, state])).toEqual([
      ['query.bench.js › asks', 'bun@1.4', 'measured'],
      ['sort.bench.js › sorts', 'bun@1.4', 'measured'],
    ])
    expect(benchmarks.flatMap(({ metrics }) => Object.keys(metrics))).not.toContain('allocated')
    expect(findings.map((finding) => finding.code)).toContain('runtime-limits')
  })

  it('on several run on each of them, by turns, under names that say which', async () => {
    const files = { 'sort.bench.js': sorts, 'perf.config.js': quickly("runtimes: ['node', './tools/bun'],") }
    const { run, latest } = withRuntime(likeNode, files)
    const { code, stderr } = await run('run', '--verbose')
    expect({ code, stderr }).toMatchObject({ code: 0 })
    const { environment, benchmarks } = latest()
    expect(environment.class).toMatch(/-bun1\.4-node\d+$/u)
    const [onNode, onBun] = benchmarks
    expect(onNode).toMatchObject({ id: 'sort.bench.js › sorts [node]', runtime: 'node', state: 'measured' })
    expect(onBun).toMatchObject({
      id: 'sort.bench.js › sorts [bun@1.4]',
      runtime: 'bun@1.4',
      state: 'measured',
    })
    expect(Object.keys(onNode!.metrics)).toContain('allocated')
    expect(Object.keys(onBun!.metrics)).not.toContain('allocated')
  })

  it('that crashes when it starts a program fail with what it said', async () => {
    const { run, latest } = withRuntime(crashing, { 'sort.bench.js': sorts })
    const { code } = await run('run', '--runtime', './tools/bun')
    // As of any benchmark that crashes.
    expect(code).toBe(1)
    expect(latest().benchmarks[0]).toMatchObject({
      ...{ state: 'failed', runtime: 'bun@1.4' },
      error: { reason: 'exited', stderr: expect.stringContaining('this CPU lacks AVX2') },
    })
  })
})

describe('a runtime that cannot be had', () => {
  const { folder } = project({ 'sort.bench.js': sorts })

  it('ends the command before anything is measured, with where it was looked for', async () => {
    const { code, stderr } = await runHere(folder, 'run', '--runtime', 'bun@99.0.1')
    expect(code).toBe(2)
    expect(stderr).toContain(
      "the runtime 'bun@99.0.1' is not installed: looked for its package in node_modules",
    )
    expect(stderr).toContain('`npm install --save-dev bun@99.0.1`')
  })

  it.each(['', 'lts', 'node@lts', 'bun; rm -rf /'])('is refused where it is none: %j', async (text) => {
    const { code, stderr } = await runHere(folder, 'run', '--runtime', text)
    expect(code).toBe(2)
    expect(stderr).toMatch(/is no runtime|is not there: no file/u)
  })

  it('is refused in the configuration, with its place', async () => {
    const { folder: other } = project({
      'sort.bench.js': sorts,
      'perf.config.js': quickly("runtimes: ['node', 'rust']"),
    })
    const { code, stderr } = await runHere(other, 'run')
    expect(code).toBe(2)
    expect(stderr).toContain("'runtimes.1': 'rust' is no runtime")
  })

  it('has no profile where it tells none', async () => {
    const { folder: other } = withRuntime(likeNode, { 'sort.bench.js': sorts })
    const { code, stderr } = await runHere(other, 'profile', '--runtime', './tools/bun')
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Bun 1.4.5 has no profiles'),
    })
  })
})
