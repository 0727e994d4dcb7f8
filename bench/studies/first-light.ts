import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { buildInto } from '../../build.ts'
import { fork } from '../../src/host/run/fork.ts'
import { configSchema } from '../../src/model/config.ts'
import { median } from '../../src/stats/quantile.ts'
import { cloneSections } from './first-light/clone.ts'

/**
 * The study of the main job: does it run from a fresh clone, does the gate decide as it should on real code, and
 * what does Assay cost before it measures anything? Writes reports/studies/first-light.md.
 *
 *   npm run study:first-light            everything; the clone needs the npm registry and git
 *   npm run study:first-light -- --here  without the clone
 */

const root = fileURLToPath(new URL('../..', import.meta.url))
const main = join(root, 'src/cli/main.ts')
const repeats = 5
const scratch = mkdtempSync(join(tmpdir(), 'assay-study-'))

const benchmarks = `
import { bench } from 'assay'
import { hash, sort, sum, words } from '../library.ts'
const text = () => Array.from({ length: 500 }, (_, i) => 'w' + ((i * 7919) % 97)).join(' ')
const numbers = () => Array.from({ length: 1000 }, (_, i) => (i * 7919) % 1009)
bench('hash', { setup: text, run: (input) => hash(input) })
bench('sort', { setup: numbers, run: (input) => sort(input), verify: (result) => result[0] === 0 })
bench('sum', { setup: numbers, run: (input) => sum(input), budget: { time: '20 us' } })
bench('words', { setup: text, run: (input) => words(input) })
`

const isHere = process.argv.includes('--here')
const sections = [
  costs(),
  await forkCost(),
  gates(),
  ...(isHere ? [] : await cloneSections(root, join(scratch, 'clone'))),
]
const cpu = cpus()[0]?.model ?? 'unknown CPU'
const page = `# First light: the main job, measured

Written by \`npm run study:first-light\`. ${cpu}, ${cpus().length} CPUs, Node ${process.versions.node}, load ${loadavg()[0]?.toFixed(2)} when it ended.

${sections.join('\n\n')}
`
mkdirSync(join(root, 'reports/studies'), { recursive: true })
writeFileSync(join(root, 'reports/studies/first-light.md'), page)
rmSync(scratch, { recursive: true, force: true })
process.stdout.write(page)

/** CPU time of whole commands, their children included: what this process has waited for, from /proc/self/stat. */
function costs(): string {
  const rows = [
    ['`assay --help`', [main, '--help']],
    ['`assay list`, this repository', [main, 'list']],
  ] as const
  const lines = rows.map(([name, args]) => {
    const before = childrenCpu()
    for (let run = 0; run < 20; run++) spawnSync(process.execPath, args, { cwd: root })
    const each = (childrenCpu() - before) / 20
    return `| ${name} | ${each.toFixed(0)} ms | 300 ms | ${each < 300 ? 'met' : 'missed'} |`
  })
  return `## Start

CPU time, user and system, of the command and every process that it starts; mean of 20, from TypeScript sources.

| command | CPU | must stay under | |
| :-- | --: | --: | :-- |
${lines.join('\n')}`
}

/** User and system time of all children waited for, ms. A tick is 10 ms; over twenty runs that is fine enough. */
function childrenCpu(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[13]) + Number(fields[14])) * 10
}

/** Wall time of a fork that measures next to nothing, less what it measured. */
async function forkCost(): Promise<string> {
  // With all modules beside the program: forks are made without the command line here.
  const built = await buildInto(join(root, '.assay', 'study'), 'test/tsconfig.built.json')
  const module = pathToFileURL(join(built, '../../host/run/fork.js')).href
  const installed = (await import(module)) as { fork: typeof fork }
  return `## A fork

Wall time from spawn to exit of a fork that measures an empty function, less its warm-up and its batches, which must stay under
60 ms.

| | median of 30 | from | to | |
| :-- | --: | --: | --: | :-- |
${await costRow('as installed, compiled to JavaScript', installed.fork)}
${await costRow('in this repository, from TypeScript sources', fork)}`
}

async function costRow(name: string, make: typeof fork): Promise<string> {
  const config = configSchema.parse({ time: { perBenchmark: '10 ms' } })
  const id = 'nothing'
  const about = { kind: 'function', task: 'time', stage: 'screen', round: 1 } as const
  // Where the forks of one command keep sources without their types.
  const stripped = mkdtempSync(join(tmpdir(), 'assay-study-'))
  const step = { ...about, file: 'bench/self/nothing.bench.ts', keys: [id], ids: [id], stripped }
  const costs: number[] = []
  for (let n = 0; n < 30; n++) {
    const outcome = await make(root, step, config)
    if (outcome.state !== 'measured' || outcome.kind !== 'time') throw new Error(JSON.stringify(outcome))
    const { warmup, mean, batch, samples } = outcome.timing
    costs.push((outcome.wall - warmup - mean * batch * samples) / 1e6)
  }
  rmSync(stripped, { recursive: true })
  costs.sort((a, b) => a - b)
  const typical = median(costs)
  const shown = [typical, costs[0]!, costs.at(-1)!].map((cost) => `${cost.toFixed(0)} ms`)
  return `| ${name} | ${shown.join(' | ')} | ${typical < 60 ? 'met' : '**missed**'} |`
}

/**
 * A machine that is not quiet is refused for a baseline: somebody else may be busy on it for a while. In the end the numbers
 * are accepted as they are, as a person would: pairs do not need them.
 */
function acceptWhenQuiet(place: string, attempts = 3): void {
  const force = attempts === 1 ? ['--force'] : []
  const accepted = assay(place, 'baseline', 'update', '--why', 'first numbers', ...force)
  if (accepted.status === 0) return
  if (attempts === 1) throw new Error(accepted.stderr)
  // Otherwise the run that was refused would be the one that is asked about again.
  assay(place, 'run')
  acceptWhenQuiet(place, attempts - 1)
}

/** The release decision on a small real project: unchanged, slower, wrong, over budget, and empty. */
function gates(): string {
  const place = join(scratch, 'project')
  mkdirSync(join(place, 'bench'), { recursive: true })
  write(place, 'package.json', '{ "name": "small-library", "type": "module" }')
  write(place, 'bench/library.bench.ts', benchmarks)
  write(place, 'library.ts', library())
  // What is asked here is whether the gate is right, not why.
  write(place, 'perf.config.ts', "export default { collect: { cpuProfile: 'never' } }\n")
  const made = assay(place, 'certify', 'keygen', '--name', 'study', '--out', join(scratch, 'key.pem'))
  if (made.status !== 0) throw new Error(made.stderr)
  git(place, 'init', '-q', '-b', 'main')
  git(place, 'add', '-A')
  git(place, 'commit', '-q', '-m', 'first')
  acceptWhenQuiet(place)
  git(place, 'add', '-A')
  git(place, 'commit', '-q', '-m', 'baseline')

  const cases = [
    { name: 'unchanged code', library: library(), args: [], expected: 0, times: repeats },
    {
      name: '`hash` made 1.5 times as slow',
      library: library({ slower: true }),
      args: [],
      expected: 1,
      times: repeats,
    },
    {
      name: '`sort` returns a wrong result',
      library: library({ wrong: true }),
      args: [],
      expected: 1,
      times: 1,
    },
    { name: '`sum` over its budget', library: library({ costly: true }), args: [], expected: 1, times: 1 },
    {
      name: 'a filter that fits nothing',
      library: library(),
      args: ['no-such-benchmark'],
      expected: 2,
      times: 1,
    },
  ]
  const run = ({ name, library: text, args, expected, times }: (typeof cases)[number]) => {
    write(place, 'library.ts', text)
    const results = Array.from({ length: times }, () =>
      assay(place, 'gate', '--key', join(scratch, 'key.pem'), ...args),
    )
    const right = results.filter(({ status }) => status === expected).length
    const codes = results.map(({ status }) => status).join(' ')
    const verdicts = [
      ...new Set(
        results.map(({ stderr }) => /^certificate: .*\((\w+)\)/mu.exec(stderr)?.[1] ?? 'no certificate'),
      ),
    ]
    return `| ${name} | ${expected} | ${codes} | ${verdicts.join(', ')} | ${right} of ${times} |`
  }
  const quiet = cases.map(run)
  const neighbours = startNeighbours(2)
  const busy = cases.slice(0, 2).map((one) => run({ ...one, name: `${one.name}, two busy neighbours` }))
  for (const neighbour of neighbours) neighbour.kill('SIGKILL')
  return `## The gate

A library of four functions, its baseline recorded once, with nothing else running, before the gates below; the
default policy, without explanations. With two busy neighbours on two CPUs a recorded baseline is a poor witness: what it is worth then
is in the last rows.

| | exit code that is right | exit codes seen | certificates | right |
| :-- | --: | :-- | :-- | --: |
${[...quiet, ...busy].join('\n')}`
}

/** Processes that keep a CPU and the allocator busy until they are ended. */
function startNeighbours(count: number) {
  const busy =
    'for (let kept = [];;) { kept.push(JSON.parse(\'{"a":[1,2,3]}\')); if (kept.length > 1e5) kept = [] }'
  return Array.from({ length: count }, () => spawn(process.execPath, ['-e', busy], { stdio: 'ignore' }))
}

function assay(cwd: string, ...args: string[]): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [main, ...args], { cwd, encoding: 'utf8' })
}

function git(cwd: string, ...args: string[]): void {
  const identity = [
    '-c',
    'user.name=Study',
    '-c',
    'user.email=study@example.invalid',
    '-c',
    'commit.gpgsign=false',
  ]
  const { status, stderr } = spawnSync('git', [...identity, ...args], { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
}

function write(place: string, file: string, text: string): void {
  writeFileSync(join(place, file), text)
}

function library({ slower = false, wrong = false, costly = false } = {}): string {
  return `
export function hash(text: string): number {
  let state = 2166136261
  for (let round = 0; round < ${slower ? 3 : 2}; round++) {
    for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 16777619)
  }
  return state >>> 0
}
export function sort(values: readonly number[]): number[] {
  return [...values].sort((a, b) => ${wrong ? 'b - a' : 'a - b'})
}
export function sum(values: readonly number[]): number {
  let total = 0
  for (let again = 0; again < ${costly ? 100 : 1}; again++) {
    total = 0
    for (const value of values) total += value
  }
  return total
}
export function words(text: string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const word of text.split(' ')) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}
`
}
