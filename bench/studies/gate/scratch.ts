import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { benchmarkFile, type Planted, sourceOf } from './suites.ts'

/** A library in git: its first commit is the base, its working tree the head. */
export type Scratch = {
  readonly folder: string
  readonly commit: (message: string) => void
  /** Puts the head there. */
  readonly plant: () => void
  readonly remove: () => void
}

export function scratchProject(
  plant: Planted,
  config: object,
  { isolate = false, functions }: { readonly isolate?: boolean; readonly functions?: number } = {},
): Scratch {
  const folder = mkdtempSync(join(tmpdir(), 'assay-study-gate-'))
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Study', '-c', 'user.email=study@example.org', ...args], {
      cwd: folder,
      stdio: 'pipe',
    })
  const commit = (message: string) => {
    git('add', '--all')
    git('commit', '--quiet', '--message', message)
  }
  write('package.json', '{ "name": "library", "type": "module" }')
  write('.gitignore', '.assay/\nreports/\n')
  write('perf.config.js', `export default ${JSON.stringify(config)}\n`)
  write('bench/workloads.bench.js', benchmarkFile(isolate))
  write('src/workloads.js', sourceOf(plant, 'base', functions))
  git('init', '--quiet')
  commit('base')
  return {
    folder,
    commit,
    plant: () => {
      if (plant === 'documentation') write('README.md', 'A word more.\n')
      else write('src/workloads.js', `// The head.\n${sourceOf(plant, 'head', functions)}`)
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
