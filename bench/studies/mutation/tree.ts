import { execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Mutant } from './mutants.ts'
import type { Trial } from './raw.ts'
import { stagesFor } from './selection.ts'

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

/** Puts the fault in, runs stage after stage until something notices, and takes the fault out again. */
export async function tryMutant(
  folder: string,
  mutant: Mutant,
): Promise<Pick<Trial, 'ending' | 'stage' | 'seconds'> & { readonly isLast: boolean }> {
  const path = join(folder, mutant.file)
  const source = readFileSync(path, 'utf8')
  const start = performance.now()
  const stages = stagesFor(folder, mutant.file)
  const ended = (ending: Trial['ending'], stage: number) => {
    return {
      ending,
      stage,
      isLast: stage === stages.length,
      seconds: Math.round((performance.now() - start) / 100) / 10,
    }
  }
  writeFileSync(path, source.slice(0, mutant.start) + mutant.text + source.slice(mutant.end))
  try {
    if ((await run(folder, ['tsc', '-p', 'tsconfig.json'])) !== 'passed') return ended('types', 0)
    for (const [index, tests] of stages.entries()) {
      const how = await runTests(folder, tests)
      if (how === 'passed') continue
      // Tests of real processes must notice twice: what failed by luck would count as noticed.
      if (index < stages.length - 1 || (await runTests(folder, tests)) !== 'passed')
        return ended(how, index + 1)
    }
    return ended('survived', stages.length)
  } finally {
    writeFileSync(path, source)
  }
}

/**
 * Whether the tests that a fault in a file is shown to pass where there is none: otherwise every fault would be noticed.
 * Those of real processes take minutes, and are asked for by themselves.
 */
export async function passesIntact(folder: string, file: string, which: 'pure' | 'real'): Promise<boolean> {
  const stages = stagesFor(folder, file)
  for (const tests of which === 'pure' ? stages.slice(0, -1) : stages.slice(-1))
    if ((await runTests(folder, tests)) !== 'passed') return false
  return true
}

function runTests(folder: string, tests: readonly string[]) {
  return run(folder, ['vitest', 'run', '--bail', '1', '--maxWorkers', '2', ...tests])
}

/** In a process group of its own, so that what hangs is ended as a whole. */
async function run(folder: string, [tool, ...args]: string[]): Promise<'passed' | 'tests' | 'hung'> {
  const child = spawn(process.execPath, [join(folder, 'node_modules', '.bin', tool!), ...args], {
    cwd: folder,
    stdio: 'ignore',
    detached: true,
    env: { ...process.env, NO_COLOR: '1', CI: 'true' },
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
