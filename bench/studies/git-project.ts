import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A project in a folder of its own, whose first commit has these files. */
export type GitProject = {
  readonly folder: string
  readonly write: (file: string, text: string) => void
  readonly commit: (message: string) => void
  readonly remove: () => void
}

export function gitProject(files: Readonly<Record<string, string>>): GitProject {
  const folder = mkdtempSync(join(tmpdir(), 'assay-study-'))
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
  write('.gitignore', '.assay/\nreports/\nnode_modules\n')
  for (const [file, text] of Object.entries(files)) write(file, text)
  git('init', '--quiet')
  commit('base')
  return { folder, write, commit, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
