import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { buildInto } from '../../build.ts'
import { type Run, runSchema } from '../../src/model/run.ts'
import { measureListing } from './adapters/listing.ts'
import { runNatively } from './adapters/native.ts'
import { measureOverhead } from './adapters/overhead.ts'
import { page } from './adapters/page.ts'
import { adaptersSchema, type RealResult } from './adapters/raw.ts'
import { type RealFile, realFiles } from './adapters/real-files.ts'
import { type Decision, makeVitestProject } from './adapters/vitest-project.ts'
import { conditions, kept } from './kept.ts'

/**
 * The study of adapters: benchmark files of public projects, run by their own library and, unchanged, by Assay; a project of
 * Vitest 5 that is compared with its main branch; the same functions in two libraries' words; a thousand files listed.
 *
 *   npm run study:adapters -- --clones FOLDER              where clones of the projects are, `owner+name` each
 *   npm run study:adapters -- --clones FOLDER --only mitata   those whose library or file has this in it
 *   npm run study:adapters -- --parts project --trials 20  of `files`, `overhead`, `project`, `listing`
 *
 * Writes reports/studies/adapters.md. Nothing of the projects is kept. It needs the npm registry.
 */

const { values: options } = parseArgs({
  options: {
    clones: { type: 'string' },
    only: { type: 'string', default: '' },
    parts: { type: 'string', default: 'files,overhead,project,listing' },
    trials: { type: 'string', default: '20' },
  },
})
const root = fileURLToPath(new URL('../..', import.meta.url))
/** Of a manifest: what an installation for one file does without. */
const unneeded = [
  ...['devDependencies', 'scripts', 'workspaces', 'packageManager'],
  ...['peerDependencies', 'peerDependenciesMeta'],
]
const parts = options.parts.split(',')
const study = kept('adapters', adaptersSchema, () => ({ files: [], decisions: [], overhead: [] }), page)
const main = await buildInto(join(root, '.assay', 'study-adapters'))

if (parts.includes('files')) {
  const { clones } = options
  if (clones === undefined) throw new Error('give --clones the folder in which the projects are')
  const chosen = realFiles.filter(({ library, file }) => `${library} ${file}`.includes(options.only))
  for (const real of chosen) {
    const result = measure(real, clones)
    const raw = study.read()
    const isOther = (one: RealResult) => one.repository !== real.repository || one.file !== real.file
    study.write({ ...raw, ...conditionsOf(), files: [...raw.files.filter(isOther), result] })
    const measured = result.rows.filter(({ isMeasured }) => isMeasured).length
    say(`${real.repository} ${real.file}: ${measured} of ${result.rows.length} ${result.why ?? ''}`)
  }
}
if (parts.includes('overhead'))
  study.write({ ...study.read(), ...conditionsOf(), overhead: measureOverhead(main) })
if (parts.includes('listing'))
  study.write({ ...study.read(), ...conditionsOf(), listing: measureListing(main) })
// Without parts the page is made again from what is known.
if (options.parts === '') study.write(study.read())
if (parts.includes('project')) await decideProjects(Number(options.trials))

/** Identical code, and a planted slowdown after every third, so that a busy minute meets both. */
async function decideProjects(trials: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-study-'))
  try {
    const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], {
      cwd: root,
      encoding: 'utf8',
    })
    const tarball = join(folder, packed.trim().split('\n').at(-1)!)
    for (const road of ['node', 'vitest'] as const) {
      const project = makeVitestProject(tarball, road)
      try {
        for (let trial = 0; trial < (road === 'node' ? trials : trials / 5); trial++) {
          keep(await project.decide('same'))
          if (trial % 3 === 0) keep(await project.decide('slower'))
        }
      } finally {
        project.remove()
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function keep(decision: Decision): void {
  const raw = study.read()
  study.write({ ...raw, ...conditionsOf(), decisions: [...raw.decisions, decision] })
  const { plant, road, decided, total, verdicts } = decision
  say(`${road}, ${plant}: ${decided.toFixed(0)} s, ${total.toFixed(0)} s, ${JSON.stringify(verdicts)}`)
}

/** One file, in a clone of its own: by the library, and by Assay. */
function measure(real: RealFile, from: string): RealResult {
  const scratch = mkdtempSync(join(tmpdir(), 'assay-study-'))
  const { repository, commit, library, file, within = '.' } = real
  const place = { repository, commit, library, file }
  try {
    const clone = join(scratch, 'clone')
    const source = join(from, repository.replace('/', '+'))
    const git = (...args: string[]) => execFileSync('git', args, { stdio: 'pipe' })
    git('clone', '--quiet', '--shared', '--no-checkout', source, clone)
    git('-C', clone, 'checkout', '--quiet', commit, '--', within)
    const folder = join(clone, within)
    install(real, folder, scratch)
    // Before and after: a library that does not agree with itself here is no measure of another.
    const before = runNatively(real, folder)
    // Nothing is compared: there is no history.
    rmSync(join(clone, '.git'), { recursive: true, force: true })
    const run = runByAssay(real, folder)
    const after = runNatively(real, folder)
    const rows = run.benchmarks.map(({ id, name, state, metrics }, index) => ({
      ...{ name, isMeasured: state === 'measured' && metrics.time !== undefined },
      own: metrics.time?.estimate,
      natives: [before, after].flatMap((times) => times[index]?.[1] ?? []),
      findings: run.findings.filter(({ subject }) => subject === id).map(({ code }) => code),
    }))
    const broken = run.findings.find(({ code }) => code === 'load-failed' || code === 'registers-nothing')
    return { ...place, rows, why: broken?.message }
  } catch (error) {
    return { ...place, rows: [], why: (error as Error).message.split('\n')[0] }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** What the file imports; what the project itself depends on for its own work is not needed. */
function install(
  { packages, build = [], built, files = {} }: RealFile,
  folder: string,
  scratch: string,
): void {
  const npm = (...args: string[]) => execFileSync('npm', args, { cwd: folder, stdio: 'pipe' })
  const path = join(folder, 'package.json')
  // A project of Deno may have none.
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '{}'
  const manifest = JSON.parse(text) as Record<string, unknown>
  for (const part of unneeded) delete manifest[part]
  writeFileSync(path, JSON.stringify(manifest))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--legacy-peer-deps']
  npm('install', '--silent', '--no-save', ...flags, ...packages)
  for (const program of build) execFileSync(process.execPath, [program], { cwd: folder, stdio: 'pipe' })
  if (built === undefined) return
  const other = join(scratch, 'built')
  npm('install', '--silent', '--prefix', other, ...flags, built.package)
  const name = built.package.slice(0, built.package.lastIndexOf('@'))
  cpSync(join(other, 'node_modules', name, built.folder), join(folder, built.folder), { recursive: true })
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

function conditionsOf() {
  return { conditions: conditions() }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
