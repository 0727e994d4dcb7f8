import { visible } from './plain.ts'

/** A word of a command that people copy into a POSIX shell: quoted where the shell would read it otherwise. */
export function shellWord(text: string): string {
  const word = visible(text)
  return /^[\w@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
