import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { code, table } from '../../src/core/report/markdown/syntax.ts'
import { profileReportSchema } from '../../src/model/profile-report.ts'
import { conditions } from './kept.ts'

/**
 * The study of the collectors: do the optional peers that package.json declares work for somebody who installs them? Packs
 * this repository, installs the tarball and one version of each peer into an empty project, and lets `assay profile` ask each
 * collector. Writes reports/studies/collectors.md.
 *
 *   npm run study:collectors               needs the npm registry, and a network
 */

const root = fileURLToPath(new URL('../..', import.meta.url))
const { peerDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  peerDependencies: Record<'0x' | 'clinic', string>
}

/** Each collector of a peer, and the file that it must leave behind. */
const collectors = {
  '0x': ['0x'],
  clinic: ['clinic', 'clinic-bubbleprof', 'clinic-flame', 'clinic-heapprofiler'],
} as const

/** A page without its drawing is shorter. */
const shortest = 10_000

/** Clinic can say something about asynchronous code only; the parser gives flame graphs something to draw. */
const benchmarks = `import { setTimeout } from 'node:timers/promises'
import { bench } from 'assay'

const text = JSON.stringify(Array.from({ length: 2_000 }, (_, i) => ({ id: i, name: 'name ' + i })))

bench('parse and wait', async () => {
  await setTimeout(1)
  return JSON.parse(text)
})
`

const configuration = `import { defineConfig } from 'assay'

export default defineConfig({ time: { timeout: '120 s' } })
`

const scratch = mkdtempSync(join(tmpdir(), 'assay-study-'))
try {
  const tarball = pack()
  const rows = Object.entries(peerDependencies).flatMap(([peer, range]) =>
    range.split('||').flatMap((part) => tryOut(tarball, peer as keyof typeof collectors, part.trim())),
  )
  writeFileSync(join(root, 'reports/studies/collectors.md'), pageOf(rows))
  process.stdout.write(pageOf(rows))
  if (rows.some(({ problem }) => problem !== '')) process.exitCode = 1
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

type Row = {
  readonly peer: string
  readonly range: string
  readonly version: string
  readonly collector: string
  readonly bytes: number
  readonly seconds: number
  /** Empty where the collector did what it is asked for. */
  readonly problem: string
}

function pack(): string {
  succeed(command(root, 'npm', 'pack', '--pack-destination', scratch))
  return join(scratch, readdirSync(scratch).find((name) => name.endsWith('.tgz'))!)
}

/** One peer, in the oldest version of one part of its range, in a project that has nothing else but Assay. */
function tryOut(tarball: string, peer: keyof typeof collectors, part: string): Row[] {
  const oldest = part.replace(/^[\^~]|^>=/u, '')
  const place = join(scratch, `${peer}-${oldest}`)
  mkdirSync(join(place, 'bench'), { recursive: true })
  writeFileSync(join(place, 'package.json'), '{ "name": "empty", "private": true, "type": "module" }\n')
  writeFileSync(join(place, 'bench/wait.bench.ts'), benchmarks)
  writeFileSync(join(place, 'perf.config.ts'), configuration)
  succeed(command(place, 'npm', 'install', '--no-audit', '--no-fund', tarball, `${peer}@${oldest}`))
  const manifest = join(place, 'node_modules', peer, 'package.json')
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
  return collectors[peer].map((collector) => {
    const start = performance.now()
    const { status, stdout, stderr } = command(
      place,
      'npx',
      'assay',
      'profile',
      '--with',
      collector,
      '--json',
    )
    const seconds = (performance.now() - start) / 1e3
    const row = { peer, range: part, version, collector, seconds }
    if (status !== 0) return { ...row, bytes: 0, problem: `exit code ${status}: ${stderr.slice(-300)}` }
    const { profiles, findings } = profileReportSchema.parse(JSON.parse(stdout))
    const said = findings.filter(({ code }) => code.startsWith('collector-'))
    const artifact = profiles
      .flatMap(({ artifacts }) => artifacts)
      .find((path) => path.endsWith(`/${collector}.html`))
    const file = artifact && join(place, 'reports/latest', artifact)
    const bytes = file && existsSync(file) ? readFileSync(file).length : 0
    const missing = bytes < shortest ? 'it left no page' : ''
    return { ...row, bytes, problem: said.map(({ message }) => message).join(' ') || missing }
  })
}

/** On this Node, with npm from wherever it is; commands of this repository's own packages are not in reach of the project. */
function command(cwd: string, name: string, ...args: string[]): SpawnSyncReturns<string> {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((path) => !path.includes('node_modules'))
  const path = [dirname(process.execPath), ...folders].join(delimiter)
  const env = { ...process.env, PATH: path, NO_COLOR: '1' }
  return spawnSync(name, args, { cwd, env, encoding: 'utf8', maxBuffer: 1e9 })
}

function succeed({ status, stdout, stderr, error }: SpawnSyncReturns<string>): void {
  if (status !== 0) throw new Error(`${stdout}${stderr}`, { cause: error })
}

function pageOf(rows: readonly Row[]): string {
  const { cpu, cpus, node } = conditions()
  const failed = rows.filter(({ problem }) => problem !== '').length
  return `# Collectors: the optional peers, used for real

Written by \`npm run study:collectors\`. It packs Assay, installs the tarball and one optional peer into an empty project, and
runs \`assay profile\` with each collector of that peer. Each range of \`peerDependencies\` is tried in its oldest version. A
collector works when the command ends with 0, no finding names it, and it leaves a page of at least ${shortest / 1e3} kB.

${cpu}, ${cpus} CPUs, Node ${node}. ${failed === 0 ? `All ${rows.length} work.` : `${failed} of ${rows.length} do not work.`}

${table(
  [
    { title: 'peer', side: 'left' },
    { title: 'range', side: 'left' },
    { title: 'version', side: 'left' },
    { title: 'collector', side: 'left' },
    { title: 'page', side: 'right' },
    { title: 'time', side: 'right' },
    { title: 'result', side: 'left' },
  ],
  rows.map((row) => [
    code(row.peer),
    code(row.range),
    row.version,
    code(row.collector),
    `${(row.bytes / 1e3).toFixed(0)} kB`,
    `${row.seconds.toFixed(0)} s`,
    row.problem === '' ? 'works' : row.problem,
  ]),
)}
`
}
