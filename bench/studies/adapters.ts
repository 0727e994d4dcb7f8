import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { buildInto } from '../../build.ts'
import { type Run, runSchema } from '../../src/model/run.ts'
import { measureOverhead } from './adapters/overhead.ts'
import { page, type RealResult } from './adapters/page.ts'
import { type RealFile, realFiles } from './adapters/real-files.ts'
import { conditions } from './kept.ts'

/**
 * The study of adapters: benchmark files of public projects, run by their own library and, unchanged, by Assay.
 *
 *   node bench/studies/adapters.ts --clones FOLDER                 where clones of the projects are, `owner+name` each
 *   node bench/studies/adapters.ts --clones FOLDER --only mitata   those whose library or file has this in it
 *
 * Writes reports/studies/adapters.md. Nothing of the projects is kept.
 */

const { values: options } = parseArgs({
  options: { clones: { type: 'string' }, only: { type: 'string', default: '' } },
})
const root = fileURLToPath(new URL('../..', import.meta.url))
const recorder = fileURLToPath(new URL('adapters/record-native.mjs', import.meta.url))
const { clones } = options
if (clones === undefined) throw new Error('give --clones the folder in which the projects are')

const main = await buildInto(join(root, '.assay', 'study-adapters'))
const chosen = realFiles.filter(({ library, file }) => `${library} ${file}`.includes(options.only))
const results: RealResult[] = []
for (const one of chosen) {
  const result = measure(one, clones)
  results.push(result)
  process.stdout.write(
    `${one.repository} ${one.file}: ${result.measured} of ${result.rows.length}${result.why ? `, ${result.why}` : ''}\n`,
  )
}
const file = join(root, 'reports', 'studies', 'adapters.md')
mkdirSync(dirname(file), { recursive: true })
writeFileSync(file, page(results, measureOverhead(main), conditions()))

/** One file, in a clone of its own: by the library, and by Assay. */
function measure(real: RealFile, from: string): RealResult {
  const folder = mkdtempSync(join(tmpdir(), 'assay-study-'))
  try {
    const source = join(from, real.repository.replace('/', '+'))
    execFileSync('git', ['clone', '--quiet', '--shared', source, folder], { stdio: 'pipe' })
    execFileSync('git', ['checkout', '--quiet', real.commit], { cwd: folder, stdio: 'pipe' })
    install(real, folder)
    const native = runNatively(real, folder)
    const run = runByAssay(real, folder)
    const rows = run.benchmarks.map(({ name, state, metrics }, place) => ({
      ...{ name, isMeasured: state === 'measured' && metrics.time !== undefined },
      own: metrics.time?.estimate,
      native: native[place]?.[0] === undefined ? undefined : native[place]![1],
      findings: run.findings
        .filter(({ subject }) => subject === run.benchmarks[place]!.id)
        .map(({ code }) => code),
    }))
    const broken = run.findings.find(({ code }) => code === 'load-failed' || code === 'registers-nothing')
    return { real, rows, measured: rows.filter(({ isMeasured }) => isMeasured).length, why: broken?.message }
  } catch (error) {
    return { real, rows: [], measured: 0, why: (error as Error).message.split('\n')[0] }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function install({ packages, build = [] }: RealFile, folder: string): void {
  // What the project itself depends on for its own work is not needed.
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>
  for (const part of ['devDependencies', 'scripts', 'workspaces', 'packageManager']) delete manifest[part]
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--legacy-peer-deps']
  execFileSync('npm', ['install', '--silent', '--no-save', ...flags, ...packages], {
    cwd: folder,
    stdio: 'pipe',
  })
  for (const program of build) execFileSync(process.execPath, [program], { cwd: folder, stdio: 'pipe' })
}

/** Names and medians in ns, in the library's order; none where it is not run by a file alone. */
function runNatively({ file, library }: RealFile, folder: string): (readonly [string, number])[] {
  if (library === 'Deno.bench' || library === 'Vitest') return []
  const path = join(folder, 'native.json')
  const env = { ...process.env, NATIVE_RESULTS: path }
  spawnSync(process.execPath, ['--expose-gc', '--import', recorder, file], {
    cwd: folder,
    env,
    timeout: 300_000,
  })
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as [string, number][]) : []
}

function runByAssay({ file }: RealFile, folder: string): Run {
  const config = `export default { include: [${JSON.stringify(file)}], time: { perBenchmark: '2 s' } }\n`
  writeFileSync(join(folder, 'perf.config.mjs'), config)
  const { stdout, stderr } = spawnSync(process.execPath, [main, 'run', '--json', '--quiet'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1e9,
  })
  if (stdout.trim() === '') throw new Error(stderr.trim().split('\n').slice(0, 3).join(' '))
  return runSchema.parse(JSON.parse(stdout))
}
