import { execFileSync, fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readLog } from '../../src/core/log/read-log.ts'
import { table } from '../../src/core/report/markdown/syntax.ts'
import { formatFiles } from '../../src/core/report/report-files.ts'
import { jsonText } from '../../src/core/wording/json.ts'
import type { Run } from '../../src/model/run.ts'
import { median } from '../../src/stats/quantile.ts'
import { runOf } from '../self/synthetic-run.ts'
import { conditions } from './kept.ts'

/**
 * The study of the evidence of a large suite: what its reports and its verification take, as installed, whole commands
 * from their start to their end; and whether many notes that are written at the same time are all kept. Writes
 * reports/studies/evidence.md.
 *
 *   npm run study:evidence
 */

const root = fileURLToPath(new URL('../..', import.meta.url))
const scratch = mkdtempSync(join(tmpdir(), 'assay-study-'))
const project = join(scratch, 'project')
const benchmarks = 1_000
const repeats = 9
const writers = 200
const limit = 2_000
const largest = 5e6

type Row = readonly [what: string, seen: string, must: string, held: boolean]

try {
  execFileSync('npm', ['run', 'build'], { cwd: root, stdio: 'ignore' })
  const commit = layOut()
  const suites = {
    'all is well': runOf({ benchmarks, history: 20 }),
    'everything regressed': runOf({ benchmarks, history: 20, regressed: benchmarks }),
  }
  const rows = Object.entries(suites).flatMap(([name, run], index) => {
    const id = `20261121_08150${index}_${commit.slice(0, 7)}`
    return suite(name, {
      ...run,
      id,
      source: { commit, dirty: false, branch: 'main' },
      inputs: [digestOf('perf.config.ts')],
    })
  })
  const text = pageOf([...rows, await logged()])
  writeFileSync(join(root, 'reports/studies/evidence.md'), text)
  process.stdout.write(text)
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

/** A project in git with a key that its trust file knows. */
function layOut(): string {
  write('package.json', '{ "name": "large-suite", "type": "module" }\n')
  write('perf.config.ts', 'export default {}\n')
  assay('certify', 'keygen', '--name', 'study', '--out', join(scratch, 'key.pem'))
  git('init', '-q', '-b', 'main')
  git('add', '-A')
  git('commit', '-q', '-m', 'suite')
  return git('rev-parse', 'HEAD').trim()
}

function suite(name: string, run: Run): Row[] {
  const folder = `reports/${run.id}`
  write(`${folder}/run.json`, jsonText(run))
  const render = () =>
    assay('report', folder, '--format', Object.keys(formatFiles).join(','), '--out', 'rendered')
  const rendered = timed(render)
  const html = statSync(join(project, 'rendered', formatFiles.html)).size
  assay('certify', `${folder}/run.json`, '--key', join(scratch, 'key.pem'))
  const certificate = execFileSync('ls', [join(project, 'reports/certificates')], { encoding: 'utf8' })
    .split('\n')
    .filter((file) => file.endsWith('.md'))
    .at(-1)!
  const verified = timed(() => assay('verify', `reports/certificates/${certificate}`))
  return [
    [
      `all ${Object.keys(formatFiles).length} formats, ${name}`,
      spread(rendered),
      `< ${limit} ms`,
      median(rendered) < limit,
    ],
    [`\`report.html\`, ${name}`, `${(html / 1e6).toFixed(2)} MB`, `< ${largest / 1e6} MB`, html < largest],
    [`\`assay verify\`, ${name}`, spread(verified), `< ${limit} ms`, median(verified) < limit],
  ]
}

/** Processes that all append one entry at the same moment. */
async function logged(): Promise<Row> {
  const writer = join(root, 'bench/studies/evidence/append.ts')
  const children = Array.from({ length: writers }, (_, index) => fork(writer, [project, String(index)]))
  await Promise.all(children.map((child) => once(child, 'message')))
  for (const child of children) child.send('now')
  await Promise.all(children.map((child) => once(child, 'exit')))
  const { entries, findings } = readLog(
    readFileSync(join(project, 'reports/logbook.ndjson'), 'utf8'),
    'logbook',
  )
  const texts = new Set(entries.map((entry) => ('text' in entry ? entry.text : '')))
  const kept = Array.from({ length: writers }, (_, index) => `note ${index}`).filter((text) =>
    texts.has(text),
  ).length
  return [
    `entries kept of ${writers} processes that append at once`,
    `${kept}, ${findings.length} broken lines`,
    String(writers),
    kept === writers && findings.length === 0,
  ]
}

function timed(command: () => unknown): number[] {
  return Array.from({ length: repeats }, () => {
    const start = performance.now()
    command()
    return performance.now() - start
  })
}

function spread(times: readonly number[]): string {
  const [least, most] = [Math.min(...times), Math.max(...times)]
  return `${median(times).toFixed(0)} ms (${least.toFixed(0)} to ${most.toFixed(0)})`
}

/** A certificate that says no ends with 1. */
function assay(...args: string[]): void {
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'dist/cli/main.js'), ...args], {
    cwd: project,
    encoding: 'utf8',
  })
  if (status !== 0 && status !== 1) throw new Error(stderr)
}

function git(...args: string[]): string {
  const identity = [
    '-c',
    'user.name=Study',
    '-c',
    'user.email=study@example.invalid',
    '-c',
    'commit.gpgsign=false',
  ]
  return execFileSync('git', [...identity, ...args], { cwd: project, encoding: 'utf8' })
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(project, path)), { recursive: true })
  writeFileSync(join(project, path), text)
}

function digestOf(path: string) {
  const [sha256 = ''] = execFileSync('sha256sum', [join(project, path)], { encoding: 'utf8' }).split(' ')
  return { path, sha256 }
}

function pageOf(rows: readonly Row[]): string {
  const { cpu, cpus, node } = conditions()
  return `# Evidence of a large suite

Written by \`npm run study:evidence\`: a run of ${benchmarks} benchmarks with ten forks and nine pairs or more each, and twenty accepted sessions, is rendered in every format, certified and verified by the command as installed. Times are of whole commands, from their start to their end: median of ${repeats}, from the fastest to the slowest.

${cpu}, ${cpus} CPUs, Node ${node}, load ${loadavg()[0]?.toFixed(2)} when it ended.

${table(
  [
    { title: 'what', side: 'left' },
    { title: 'seen', side: 'right' },
    { title: 'must be', side: 'right' },
    { title: '', side: 'left' },
  ],
  rows.map(([what, seen, must, held]) => [what, seen, must, held ? 'met' : 'missed']),
)}

What somebody could do to a certificate, its evidence, its repository or its trust file, 48 things, each refused for its reason: the table in \`test/flow/verify.test.ts\`, which every test run goes through.
`
}
