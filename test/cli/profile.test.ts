import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ProfileReport, profileReportSchema } from '../../src/model/profile-report.ts'
import { runHereWith } from '../in-process.ts'
import { git, gone, type Project, project } from '../project.ts'

/** Long enough for samples, and no longer: what is looked for is ten times as slow. */
const short = `export default { time: { perBenchmark: '300 ms', timeout: '20 s' }, collect: { memory: false, controls: false } }`
/** For what is not about samples. */
const shortest = short.replace('300 ms', '120 ms')
const benchmark = `
import { bench } from 'assay'
import { work } from '../src/work.ts'
bench('work', () => work(200))`

/** Functions that V8 copies into one another. */
const source = (rounds: number) => `
function mix(code: number, value: number): number {
  let mixed = code
  for (let round = 0; round < ${rounds}; round++) mixed = Math.imul(mixed ^ value, 0x01000193)
  return mixed
}

function hash(text: string): number {
  let code = 0x811c9dc5
  for (let at = 0; at < text.length; at++) code = mix(code, text.charCodeAt(at))
  return code >>> 0
}

function names(count: number): string[] {
  return Array.from({ length: count }, (_, index) => 'name ' + index)
}

export function work(count: number): number {
  let total = 0
  for (const name of names(count)) total += hash(name) % 2
  return total * 0
}
`

/** A folder for temporary files of its own, to see that nothing stays there. */
const temporary = mkdtempSync(join(tmpdir(), 'assay-test-temporary-'))
afterAll(() => rmSync(temporary, { recursive: true, force: true }))
/** Node keeps what it has compiled. */
const left = () => readdirSync(temporary).filter((name) => name !== 'node-compile-cache')

const profiled = async (made: Project, folder = temporary): Promise<ProfileReport> => {
  const { stdout } = await made.runFrom({ env: { TMPDIR: folder } }, 'profile', '--json')
  return profileReportSchema.parse(JSON.parse(stdout))
}

/** What is in a project beside its reports. */
const kept = (made: Project) => made.files('.').filter((path) => !path.startsWith('reports/'))

const one = (bench: string) =>
  project({ 'perf.config.js': shortest, 'bench/a.bench.js': `import { bench } from 'assay'\n${bench}` })

/** A loop in lines 5 to 7 of whatever file, small enough to be copied into whoever calls it. */
const scan = (name: string) => `#!/usr/bin/env node
'use strict'
// The first function of its file.
function ${name}(text) {
  for (let at = 1; at < text.length; at++) {
if ((text.charCodeAt(at) | text.charCodeAt(at - 1)) === 63) return at
  }
  return text.length
}
`
const ways = ['imported', 'required', 'created', 'typeless', 'extension', 'compiled', 'again', 'esm']
const common = (name: string) => `${scan(name)}module.exports = { ${name} }`
/** What a compiler makes of TypeScript whose types cannot just be left out. */
const compiled = (text: string, sourceUrl: string) =>
  stripTypeScriptTypes(text, { mode: 'transform', sourceMap: true, sourceUrl })
const mixing = `enum Step { By = 31 }\n${source(20).replaceAll('0x01000193', 'Step.By')}`
const sizes = `enum Step { By = 31 }
const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
const shapes = keys.map((key) => ({ [key]: 1, size: key.charCodeAt(0) }))

function sizeOf(one: { size: number }): number {
  return one.size
}

function scaled(size: number): number {
  return Math.imul(Math.imul(Math.imul(size, Step.By) ^ size, Step.By) ^ size, Step.By)
}

exports.sum = function sum(count: number): number {
  let all = 0
  for (let at = 0; at < count; at++) all ^= scaled(sizeOf(shapes[at % 8]))
  return all
}
`
const lineOf = (name: string, text: string) =>
  text.split('\n').findIndex((line) => line.includes(`function ${name}`)) + 1

describe('the functions of a profile', () => {
  let told: ProfileReport
  /** Texts of artifacts, by the end of their names. */
  const artifacts = new Map<string, string>()
  let page = ''

  // One run: each of its benchmarks is looked into by itself.
  beforeAll(async () => {
    const made = project({
      'perf.config.js': short,
      'bench/work.bench.js': benchmark,
      'src/work.ts': source(20),
      'bench/finds.bench.js': `
import { createRequire } from 'node:module'
import { bench } from 'assay'
import { imported } from '../lib/imported.js'
import { esm } from '../lib/esm.mjs'
import { again } from '../lib/again.cjs?once'
const { all } = createRequire(import.meta.url)('../lib/created.js')
const each = { imported, again, esm, ...all }
for (const [name, one] of Object.entries(each)) if (typeof one !== 'function') throw new Error(name)
const text = '/static/param1/static/param2/static'.repeat(20)
bench('finds', () => {
  let sum = each.imported(text) + each.required(text) + each.created(text) + each.typeless(text)
  sum += each.extension(text) + each.compiled(text) + each.again(text) + each.esm(text)
  return sum
})`,
      'lib/package.json': '{ "type": "commonjs" }',
      'lib/imported.js': common('imported'),
      'lib/again.cjs': common('again'),
      'lib/esm.mjs': `${scan('esm')}export { esm }`,
      'lib/created.js': `${scan('created')}
const fs = require('node:fs')
const Module = require('node:module')
require.extensions['.up'] = (module, file) => module._compile(fs.readFileSync(file, 'utf8').replace('SIGN', '63'), file)
const compiled = new Module('made')
const file = require.resolve('./compiled.txt')
compiled._compile(fs.readFileSync(file, 'utf8'), file)
require('./required.js')
delete require.cache[require.resolve('./required.js')]
const { required } = require('./required.js')
if (!module.children.some(({ filename }) => filename === require.resolve('./required.js'))) throw new Error('no child')
const all = { created, required, ...require('typeless'), ...require('./extension.up'), ...compiled.exports, ...require('./data.json') }
exports.all = all`,
      'lib/data.json': '{}',
      'lib/required.js': common('required'),
      'lib/compiled.txt': common('compiled'),
      'lib/extension.up': common('extension').replace('63', 'SIGN'),
      'node_modules/typeless/package.json': '{ "name": "typeless" }',
      'node_modules/typeless/index.js': common('typeless'),
      // What is looked for takes a tenth of the time at least: where a busy machine takes few samples, less might not be seen.
      'bench/reads.bench.js': `
import { bench } from 'assay'
import sizes from '../src/sizes.cjs'
import { work } from '../src/mixing.js'
bench('reads', () => sizes.sum(5000) + work(200))`,
      'src/mixing.ts': mixing,
      'src/mixing.js': compiled(mixing, 'mixing.ts'),
      'src/sizes.cjs': compiled(sizes, 'sizes.ts'),
    })
    told = await profiled(made)
    for (const path of told.profiles.find(({ id }) => id.endsWith('work'))!.artifacts)
      artifacts.set(path.split('/').at(-1)!, made.read(`reports/latest/${path}`))
    page = made.read('reports/latest/profile.md')
  })

  const profileOf = (name: string) => told.profiles.find(({ id }) => id.endsWith(` › ${name}`))!

  it('are those of TypeScript by their own names and lines, also those that were inlined', () => {
    const { functions, samples, operation, withoutInlining } = profileOf('work')
    expect(withoutInlining).toBeUndefined()
    const mix = functions.find(({ name }) => name === 'mix')!
    expect(functions[0]).toBe(mix)
    expect(mix).toMatchObject({ file: 'src/work.ts', line: 2, hottest: 4 })
    // "name 0" to "name 199" have 1490 characters.
    expect(mix.calls).toBe(1490)
    expect(samples).toBeGreaterThan(50)
    expect(operation).toBeGreaterThan(0)
    const [svg, cpuProfile] = ['flame.svg', '.cpuprofile'].map(
      (end) => [...artifacts].find(([name]) => name.endsWith(end))?.[1] ?? '',
    ) as [string, string]
    expect(svg).toMatch(/>mix<(?:\/text|tspan)/u)
    const { nodes, samples: taken, timeDeltas } = JSON.parse(cpuProfile)
    expect(nodes.map((node: { callFrame: { url: string } }) => node.callFrame.url)).toContain('src/work.ts')
    expect(taken.length).toBe(timeDeltas.length)
    expect(left()).toEqual([])
  })

  it('are those of CommonJS as well as of modules, however they were loaded', () => {
    // Of the first copy of what was loaded twice V8 has nothing to tell, and must not be asked.
    expect(told.findings.filter(({ code }) => code === 'profile-missing')).toEqual([])
    const { error, functions, withoutInlining } = profileOf('finds')
    expect(error).toBeUndefined()
    expect(withoutInlining).toBeUndefined()
    // What is Node's own may be sampled, too.
    const seen = functions.filter(({ file }) => /^(?:lib|node_modules)\//u.test(file))
    expect(seen.map(({ name }) => name).toSorted()).toEqual(ways.toSorted())
    // Charged to whoever inlined them, next to nothing would be theirs. What the engine does beside depends on the machine.
    const callers = functions.filter(({ file }) => file?.startsWith('bench/'))
    const costOf = (some: typeof functions) => some.reduce((sum, { cost }) => sum + cost, 0)
    expect(costOf(seen)).toBeGreaterThan(costOf(callers))
    for (const { line, hottest } of seen) {
      expect(line).toBe(4)
      expect([5, 6, 7]).toContain(hottest)
    }
  })

  it('are those of what a compiler made in the lines of their source, modules and CommonJS', () => {
    const { functions, withoutInlining } = profileOf('reads')
    expect(withoutInlining).toBeUndefined()
    const line = lineOf('mix', mixing)
    expect(functions.find(({ name }) => name === 'mix')).toMatchObject({
      ...{ file: 'src/mixing.ts', line, calls: 1490 },
    })
    expect(compiled(mixing, 'mixing.ts').split('\n')[line - 1]).not.toContain('mix')
    // It has no branch: of such, V8 does not count copies.
    expect(functions.find(({ name }) => name === 'scaled')).toMatchObject({
      ...{ file: 'src/sizes.ts', line: lineOf('scaled', sizes), calls: 5000 },
    })
  })

  it('tell how well they are compiled, and what stood in the way', () => {
    const { functions, jit } = profileOf('reads')
    expect(functions.find(({ name }) => name === 'scaled')).toMatchObject({ tier: expect.any(String) })
    expect(jit).toContainEqual(
      expect.objectContaining({
        ...{ name: 'sizeOf', file: 'src/sizes.ts', line: lineOf('sizeOf', sizes), megamorphic: 1 },
      }),
    )
    expect(page).toMatch(/- `sizeOf` .*megamorphic in 1 place/u)
  })
})

describe('assay profile', () => {
  it('names the function that a revision made slower in the package beside it, and who allocates more', async () => {
    const made = project({
      '.gitignore': '.assay/\nreports/\nnode_modules\n',
      'packages/a/package.json': '{ "name": "@case/a", "type": "module" }',
      'packages/a/perf.config.js': shortest.replace(
        'export default {',
        "export default { owners: { 'packages/b/**': 'the team of b' },",
      ),
      'packages/a/bench/a.bench.js': benchmark.replace('../src/work.ts', '@case/b'),
      'packages/b/package.json': '{ "name": "@case/b", "type": "module", "exports": "./src/work.js" }',
      'packages/b/src/work.js': stripTypeScriptTypes(source(2)),
    })
    mkdirSync(join(made.folder, 'node_modules', '@case'), { recursive: true })
    symlinkSync('../../packages/b', join(made.folder, 'node_modules', '@case', 'b'), 'junction')
    git(made, 'init', '--quiet')
    git(made, 'add', '--all')
    git(made, 'commit', '--quiet', '--message', 'base')
    made.write(
      'packages/b/src/work.js',
      stripTypeScriptTypes(source(60)).replace(
        "'name ' + index)",
        "'name ' + index).concat(new Array(1000).fill('')).slice(0, count)",
      ),
    )
    const from = { below: 'packages/a', env: { TMPDIR: temporary } }
    const { code, stdout } = await made.runFrom(from, 'profile', '--against', 'HEAD')
    expect(code).toBe(0)
    expect(stdout.replace(/\s+/gu, ' ')).toMatch(
      /since HEAD: mix \+.* of CPU time per operation \(packages\/b\/src\/work\.js:4\)/u,
    )
    const told = made.read('packages/a/reports/latest/profile.json')
    const { explanations } = profileReportSchema.parse(JSON.parse(told))
    const [{ blamed, allocated, together, artifacts } = {} as never] = explanations
    expect(together).toBe(true)
    expect(blamed[0]).toMatchObject({
      ...{ name: 'mix', file: 'packages/b/src/work.js', calls: { base: 1490, head: 1490 } },
      owner: 'the team of b',
    })
    expect(blamed[0]!.busiest!.head / blamed[0]!.busiest!.base).toBeCloseTo(30, 0)
    expect(allocated!.functions[0]).toMatchObject({
      ...{ name: 'names', file: 'packages/b/src/work.js', calls: { base: 1, head: 1 } },
      owner: 'the team of b',
    })
    expect(made.read(`packages/a/reports/latest/${artifacts[0]}`)).toContain('class="worse"')
    // Nothing names a folder of this machine.
    for (const path of artifacts)
      expect(made.read(`packages/a/reports/latest/${path}`)).not.toContain(made.folder)
    expect(told.replace(/"stack":"[^"]*"/gu, '')).not.toContain(made.folder)
    const worktrees = join(made.folder, 'packages/a/.assay/w')
    expect(existsSync(worktrees) && readdirSync(worktrees)).toEqual([])
    expect(left()).toEqual([])
  })

  it('says so of those that fail, profiles the others, asynchronous ones too, ends with 2, and leaves nothing behind', async () => {
    const made = one(`
import { spawn } from 'node:child_process'
import { Worker } from 'node:worker_threads'
bench('ends', () => process.exit(3))
let calls = 0
bench('later', () => {
  if (++calls > 50) throw new Error('enough')
})
const corrupt = { type: 'examined', examination: { kind: 'profile', profiled: { profile: { nodes: [] } } } }
bench('corrupt', () => new Promise(() => process.send(corrupt, () => process.exit(0))))
let begun = false
bench('begins others and does nothing', () => {
  if (!begun) {
    new Worker('setInterval(() => {}, 1000)', { eval: true })
    spawn('sleep', ['300'], { stdio: 'ignore' })
    process.send(corrupt)
  }
  begun = true
})
const rest = () => new Promise((resolve) => setTimeout(resolve, 1))
bench('waits', async () => { await rest(); return JSON.stringify(new Array(300).fill('x')).length })`)
    const before = kept(made)
    const { code, stdout } = await runHereWith({ TMPDIR: temporary }, made.folder, 'profile', '--json')
    expect(code).toBe(2)
    const { profiles } = profileReportSchema.parse(JSON.parse(stdout))
    const messages = Object.fromEntries(profiles.map(({ id, error }) => [id.split(' › ')[1], error?.message]))
    expect(messages).toEqual({
      ends: expect.stringContaining('exited'),
      later: expect.stringContaining('enough'),
      'begins others and does nothing': undefined,
      corrupt: expect.stringContaining('its answer cannot be read (examination.profiled.'),
      waits: undefined,
    })
    // In the lines of the file, though it was moved down.
    const later = profiles.find(({ id }) => id.endsWith('later'))!
    expect(later.error!.stack).toMatch(/a\.bench\.js:8:\d/u)
    expect(profiles.find(({ id }) => id.endsWith('does nothing'))!.samples).toBeGreaterThan(0)
    const { operation, eventLoop } = profiles.find(({ id }) => id.endsWith('waits'))!
    // It sleeps a millisecond; what it computes takes a fraction of that.
    expect(operation).toBeLessThan(0.9e6)
    expect(eventLoop!.time).toBeGreaterThan(1e6)
    expect(eventLoop!.utilization).toBeLessThan(1)
    const [wait] = eventLoop!.waits
    expect(wait).toMatchObject({ type: 'Timeout', place: { file: 'bench/a.bench.js', line: 21 }, count: 1 })
    expect(made.read('reports/latest/profile.md')).toMatch(/An operation waits .* in 1 Timeout begun by/u)
    await expect.poll(() => made.processes(), gone).toEqual([])
    expect(kept(made)).toEqual(before)
    expect(left()).toEqual([])
  })

  it('may run twice at once in one project, also without room for temporary files: one report is left, whole', async () => {
    const made = one(`bench('work', () => JSON.stringify({ a: [1, 2, 3] }))`)
    const before = kept(made)
    const nowhere = join(made.folder, 'package.json', 'below')
    const both = await Promise.all([profiled(made), profiled(made, nowhere)])
    for (const { profiles } of both) expect(profiles[0]!.samples).toBeGreaterThan(0)
    // How many samples a busy machine leaves room for is another matter.
    const [, without] = both.map(({ findings }) => findings.filter(({ code }) => code !== 'few-samples'))
    expect(without).toMatchObject([{ code: 'profile-missing', message: expect.stringContaining('no room') }])
    const report = profileReportSchema.parse(JSON.parse(made.read('reports/latest/profile.json')))
    expect(both).toContainEqual(report)
    const { artifacts } = report.profiles[0]!
    const inReports = artifacts.map((path) => `reports/latest/${path}`)
    expect(made.files('reports/latest')).toEqual(
      [
        ...inReports,
        'reports/latest/.gitignore',
        'reports/latest/profile.json',
        'reports/latest/profile.md',
      ].sort(),
    )
    await expect.poll(() => made.processes(), gone).toEqual([])
    expect(kept(made)).toEqual(before)
    expect(left()).toEqual([])
  })

  it('ends one that hangs, and whatever it started, when its time is over', async () => {
    const made = project({
      'perf.config.js': `export default { time: { perBenchmark: '30 ms', timeout: '1 s' }, collect: { memory: false, controls: false } }`,
      'bench/a.bench.js': `
import { spawn } from 'node:child_process'
import { bench } from 'assay'
bench('hangs', () => { spawn('sleep', ['300'], { stdio: 'ignore' }); for (;;); })`,
    })
    const { profiles } = await profiled(made)
    expect(profiles[0]!.error).toMatchObject({ reason: 'timed-out' })
    await expect.poll(() => made.processes(), gone).toEqual([])
    expect(kept(made)).toEqual(['bench/a.bench.js', 'package.json', 'perf.config.js'])
  })
})
