import { execFileSync, spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { findCauses } from '../../../src/core/assess/causes.ts'
import { mostAnswerLines } from '../../../src/core/report/terminal/answer.ts'
import { type Run, runSchema } from '../../../src/model/run.ts'
import { formatPercent } from '../../../src/model/unit.ts'
import { underLoad } from '../accuracy/processes.ts'

/** One function of what this repository measures that is made slower, and what a run of it must say. */
type Planted = {
  readonly file: string
  /** The function, the benchmark that runs it, and what is replaced by what. */
  readonly function: string
  readonly benchmark: string
  readonly before: string
  readonly after: string
}

const planted: readonly Planted[] = [
  {
    file: 'src/stats/signed-rank.ts',
    function: 'signedRankTest',
    benchmark: 'signed-rank test and bounds {n: 30}',
    before: 'const { ranks } = midranks(differences.map(Math.abs))',
    after: 'midranks(differences.slice(0, 20)); const { ranks } = midranks(differences.map(Math.abs))',
  },
  {
    file: 'src/stats/mann-whitney.ts',
    function: 'mannWhitneyTest',
    benchmark: 'Mann–Whitney test {n: 30}',
    before: 'assertFinite(head, ',
    after: "assertFinite(head.concat(base), 'all'); assertFinite(head, ",
  },
]

/** What must be reached: s, and lines. */
const most = { together: 120, verdict: 20, all: 120 }

/** What a command said, and how long it took, s; `heard`: when the first line that was waited for was told. */
type Said = {
  readonly status: number | null
  readonly seconds: number
  readonly heard: number | undefined
  readonly printed: string
}

/**
 * What a person does first, and what they do next: a fresh clone that is installed and run, on a quiet machine and on a busy
 * one, and then a run after one function was made slower. npm comes from wherever it is; the project brings its own Node.
 */
export async function cloneSections(root: string, place: string): Promise<string[]> {
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'))
  const env = { PATH: path.join(delimiter), HOME: process.env.HOME ?? '' }
  const run = (name: string, ...args: string[]) => carryOut(place, env, [name, ...args])
  execFileSync('git', ['clone', '-q', root, place])
  const outside = execFileSync('node', ['--version'], { env, encoding: 'utf8' }).trim()
  const install = await run('npm', 'install')
  const quiet = await benchmark(place, run)
  const busy = await underLoad(() => benchmark(place, run))
  const found: string[] = []
  for (const one of planted) found.push(await plant(place, one, run))
  const test = await run('npm', 'test')
  const failed = failedTests(test.printed).map((name) => `\n\nFailed: ${name}.`)
  const { source, environment } = quiet.document
  const fresh = `## A fresh clone

Of commit ${source.commit?.slice(0, 7)}, with ${outside} as the machine's own Node; the benchmarks ran on ${environment.runtime.node}. Installing and
running must take under ${most.together} s together, end with 0 and an answer of at most ${mostAnswerLines} lines, and leave git's tree clean.
\`npm install\` took ${install.seconds.toFixed(0)} s and ended with ${install.status}.

| \`npm run bench\` | exit code | time | with \`npm install\` | answer | verdict | changes in git's tree | |
| :-- | --: | --: | --: | --: | :-- | --: | :-- |
${[row('quiet', install, quiet), row('two busy neighbours', install, busy)].join('\n')}

\`npm test\` ended with ${test.status} after ${test.seconds.toFixed(0)} s, which must stay under 200 s: ${tell(test.status === 0 && test.seconds < 200)}.${failed.join('')}`
  const slower = `## One function made slower

In that clone, one after the other; the time counts from \`npm run bench\`, the build included. The first verdict must be told within
${most.verdict} s, all of it within ${most.all} s, and the function be named with its file and line.

| function | benchmark | change | first verdict | all of it | named | |
| :-- | :-- | --: | --: | --: | :-- | :-- |
${found.join('\n')}`
  return [fresh, slower]
}

type RunCommand = (name: string, ...args: string[]) => Promise<Said>
type Benchmarked = {
  readonly said: Said
  readonly document: Run
  readonly lines: number
  readonly dirty: number
}

async function benchmark(place: string, run: RunCommand): Promise<Benchmarked> {
  const said = await run('npm', 'run', 'bench')
  const lines = said.printed.trimEnd().split('\n')
  const answer = lines.length - lines.findLastIndex((line) => /^[A-Z]{4,}: /u.test(line))
  const changed = execFileSync('git', ['status', '--porcelain'], { cwd: place, encoding: 'utf8' })
  return { said, document: documentIn(place), lines: answer, dirty: changed.split('\n').length - 1 }
}

function documentIn(place: string): Run {
  return runSchema.parse(JSON.parse(readFileSync(join(place, 'reports/latest/run.json'), 'utf8')))
}

function row(name: string, install: Said, { said, document, lines, dirty }: Benchmarked): string {
  const together = install.seconds + said.seconds
  const isMet =
    together < most.together &&
    said.status === 0 &&
    lines <= mostAnswerLines &&
    dirty === 0 &&
    document.verdict === 'pass'
  const times = `${said.seconds.toFixed(0)} s | ${together.toFixed(0)} s`
  return `| ${name} | ${said.status} | ${times} | ${lines} lines | ${document.verdict} | ${dirty} | ${tell(isMet)} |`
}

/** Makes the function slower, runs, and puts it back. */
async function plant(place: string, one: Planted, run: RunCommand): Promise<string> {
  const path = join(place, one.file)
  const text = readFileSync(path, 'utf8')
  const slowed = text.replace(one.before, one.after)
  if (slowed === text) throw new Error(`nothing to replace in ${one.file}`)
  writeFileSync(path, slowed)
  const said = await run('npm', 'run', 'bench', '--', '--verbose')
  writeFileSync(path, text)
  const document = documentIn(place)
  const isTime = ({ id, metric }: Run['comparisons'][number]) =>
    id.endsWith(one.benchmark) && (metric === 'time' || metric === 'cpu')
  const time = document.comparisons.find(isTime)
  const culprit = findCauses(document).find(
    ({ benchmarks, metrics }) => benchmarks.includes(time?.id ?? '') && metrics.includes(time!.metric),
  )?.place
  const isNamed = culprit?.name === one.function && culprit.file === one.file
  const named = culprit ? `\`${culprit.name}\` (${culprit.file}:${culprit.line})` : 'nothing'
  const change = time?.change ? formatPercent(time.change.estimate) : ''
  const isMet =
    time?.verdict === 'regressed' &&
    isNamed &&
    said.heard !== undefined &&
    said.heard < most.verdict &&
    said.seconds < most.all
  const heard = said.heard === undefined ? 'none' : `${said.heard.toFixed(0)} s`
  return `| \`${one.function}\` | ${one.benchmark} | ${time?.verdict} ${change} | ${heard} | ${said.seconds.toFixed(0)} s | ${named} | ${tell(isMet)} |`
}

function carryOut(cwd: string, env: NodeJS.ProcessEnv, [name, ...args]: readonly string[]): Promise<Said> {
  const start = performance.now()
  const seconds = () => (performance.now() - start) / 1e3
  const child = spawn(name!, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  let heard: number | undefined
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    if (/^ *\d+:\d\d {2}slower /mu.test(stripVTControlCharacters(chunk.toString()))) heard ??= seconds()
  })
  return new Promise((resolve) => {
    child.once('close', (status) => resolve({ status, seconds: seconds(), heard, printed }))
  })
}

/** Names of the tests that failed, from what vitest prints. */
function failedTests(printed: string): string[] {
  const lines = stripVTControlCharacters(printed).split('\n')
  return [...new Set(lines.flatMap((line) => /^ FAIL {2}(.*)$/u.exec(line)?.[1] ?? []))]
}

function tell(isMet: boolean): string {
  return isMet ? 'met' : '**missed**'
}
