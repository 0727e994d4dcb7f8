import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { truncate } from '../../core/wording/display-width.ts'
import { visible } from '../../core/wording/plain.ts'
import { shellWord } from '../../core/wording/shell-word.ts'
import { AssayError } from '../../model/assay-error.ts'

/** That git does not read the repository whose top is given, in the words that it complains in. */
export function describeRefusal(top: string, stderr: string): AssayError {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '')
  const said = (
    lines.find((line) => line.startsWith('fatal:')) ??
    lines.at(-1) ??
    'it does not say why'
  ).trim()
  const isForeign = said.includes('dubious ownership')
  return new AssayError(
    'git-refuses',
    `git refuses to read the repository in ${visible(top)}: ${truncate(visible(said), 300)}.`,
    isForeign
      ? `Tell git that you trust it: git config --global --add safe.directory ${shellWord(top)}`
      : `Repair its .git until 'git status' works there, or remove it if that is to be no repository.`,
  )
}

/** The folder, `root` or one above it, with a `.git` in it, whether or not git can read that. */
export function findTop(root: string): string | undefined {
  const folder = resolve(root)
  const parent = resolve(folder, '..')
  if (existsSync(resolve(folder, '.git'))) return folder
  return parent === folder ? undefined : findTop(parent)
}
