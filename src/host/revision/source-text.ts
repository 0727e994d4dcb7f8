import { createHash } from 'node:crypto'
import { git } from '../git/git.ts'
import { withoutTypes } from './without-types.ts'

/** The text of a file at a commit, as Node runs it; `undefined` where it cannot be had. `name`: from `top`, with slashes. */
export async function textAt(top: string, commit: string, name: string): Promise<string | undefined> {
  const { failed, stdout } = await git(top, ['cat-file', 'blob', `${commit}:${name}`])
  return failed ? undefined : withoutTypes(name, stdout)
}

/** As a trace tells which text of a file ran. */
export function digestText(text: string): string {
  return createHash('sha1').update(text).digest('hex')
}
