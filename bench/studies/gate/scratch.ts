import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { benchmarkFile, sourceOf } from './workloads.ts'

/** A library in git: its first commit is the base, its working tree the head. */
export type Scratch = {
  readonly folder: string
  /** Puts a head there that does so many times the base's work; 1: the same code under another text. */
  readonly plant: (factor: number) => void
  readonly remove: () => void
}

export function scratchProject(config: string): Scratch {
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
  write('package.json', '{ "name": "library", "type": "module" }')
  write('.gitignore', '.assay/\nreports/\n')
  write('perf.config.js', config)
  write('bench/workloads.bench.js', benchmarkFile)
  write('src/workloads.js', sourceOf(1))
  git('init', '--quiet')
  git('add', '--all')
  git('commit', '--quiet', '--message', 'base')
  return {
    folder,
    plant: (factor) => write('src/workloads.js', `// The head.\n${sourceOf(factor)}`),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
