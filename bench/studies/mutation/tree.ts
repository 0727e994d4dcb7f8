import { execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import type { Mutant } from './mutants.ts'
import type { Trial } from './raw.ts'
import type { Reach } from './reach.ts'
import { type Asked, pureStages, realStages } from './selection.ts'

/** Far beyond what the tests of a stage take, on a busy machine, too; ms. */
const limit = 900_000

/** A copy of the project's files as they are now: mutants are never made in the working tree. */
export function copyTree(root: string): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'assay-mutation-'))
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
  for (const file of listed.split('\0').filter((path) => path !== '')) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    cpSync(join(root, file), join(folder, file))
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/**
 * Puts the fault in, runs stage after stage until something notices, and takes the fault out again.
 *
 * @param asked which tests are asked, and in which order
 */
export async function tryMutant(
  folder: string,
  mutant: Mutant,
  reach: Reach,
  asked: Asked,
): Promise<Pick<Trial, 'ending' | 'stage' | 'seconds'>> {
  const path = join(folder, mutant.file)
  const source = readFileSync(path, 'utf8')
  const start = performance.now()
  const pure = pureStages(folder, mutant.file)
  const real = realStages(folder, mutant, reach, asked)
  writeFileSync(path, source.slice(0, mutant.start) + mutant.text + source.slice(mutant.end))
  const found = await findNoticing().finally(() => writeFileSync(path, source))
  const seconds = Math.round((performance.now() - start) / 100) / 10
  // Whoever fails without any fault has noticed nothing.
  if (found.by) for (const test of found.by) await mustPass(folder, test)
  return { ending: found.ending, stage: found.stage, seconds }

  async function findNoticing(): Promise<Found> {
    if ((await run(folder, ['tsc', ...checking])) !== 'passed') return { ending: 'types', stage: 0 }
    for (const [index, tests] of pure.entries()) {
      const { ending } = await runTests(folder, tests)
      if (ending !== 'passed') return { ending, stage: index + 1 }
    }
    for (const [index, tests] of real.entries()) {
      const first = await runTests(folder, tests)
      if (first.ending === 'passed') continue
      // Tests of real processes must notice twice: what failed by luck would count as noticed.
      const by = first.failed.length > 0 ? first.failed : tests
      const { ending } = await runTests(folder, by)
      if (ending !== 'passed') return { ending, stage: pure.length + index + 1, by }
    }
    return { ending: 'survived', stage: pure.length + real.length }
  }
}

/** So that the compiler reads anew only what the fault may change. */
const checking = [
  ...['-p', 'tsconfig.json'],
  ...['--incremental', '--tsBuildInfoFile', join('.assay', 'types.json')],
]

type Found = {
  readonly ending: Trial['ending']
  readonly stage: number
  /** Tests of real processes that noticed. */
  readonly by?: readonly string[]
}

const passing = new Set<string>()

/** Makes sure, once for each test file, that it passes where there is no fault: otherwise every fault would be noticed. */
export async function mustPass(folder: string, ...tests: readonly string[]): Promise<void> {
  const unknown = tests.filter((test) => !passing.has(test))
  if (unknown.length === 0) return
  const { ending, failed } = await runTests(folder, unknown)
  if (ending !== 'passed')
    throw new Error(`fails without any fault: ${failed.join(', ') || unknown.join(', ')}`)
  for (const test of unknown) passing.add(test)
}

/** Runs test files until one fails, and says which. */
async function runTests(folder: string, tests: readonly string[]) {
  const told = join(folder, '.assay', 'tests.json')
  rmSync(told, { force: true })
  const how = ['--bail', '1', '--maxWorkers', '2', '--reporter', 'json', '--outputFile', told]
  const ending = await run(folder, ['vitest', 'run', ...how, ...tests])
  return { ending, failed: ending === 'passed' ? [] : failedIn(told, folder) }
}

function failedIn(told: string, folder: string): string[] {
  try {
    const { testResults } = JSON.parse(readFileSync(told, 'utf8')) as {
      testResults: readonly { name: string; status: string }[]
    }
    return testResults.filter(({ status }) => status === 'failed').map(({ name }) => relative(folder, name))
  } catch {
    // It came to no end.
    return []
  }
}

/** In a process group of its own, so that what hangs is ended as a whole. */
export async function run(
  folder: string,
  [tool, ...args]: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<'passed' | 'tests' | 'hung'> {
  const child = spawn(process.execPath, [join(folder, 'node_modules', '.bin', tool!), ...args], {
    cwd: folder,
    stdio: 'ignore',
    detached: true,
    env: { ...process.env, NO_COLOR: '1', CI: 'true', ...env },
  })
  let isLate = false
  const end = () => process.kill(-child.pid!, 'SIGKILL')
  process.once('exit', end)
  const timer = setTimeout(() => {
    isLate = true
    end()
  }, limit)
  const { promise, resolve } = Promise.withResolvers<number | null>()
  child.once('exit', resolve)
  child.once('error', () => resolve(null))
  const code = await promise
  clearTimeout(timer)
  process.off('exit', end)
  if (isLate) return 'hung'
  return code === 0 ? 'passed' : 'tests'
}
