import picomatch from 'picomatch'
import { AssayError } from '../../model/assay-error.ts'
import { globProblem } from '../../model/glob.ts'

/** Names longer than this are held against no glob: the time that a match takes grows with them. */
const longestName = 500

/**
 * Whether a text fits a glob as a whole.
 *
 * picomatch makes a backtracking expression of a glob, and its time grows with the length of the text to the power of
 * the wildcards. So what has many of them, or nests them, is refused before (`globProblem`), and several in a row are
 * one.
 *
 * @throws AssayError `bad-glob`
 */
export function compileGlob(glob: string): (text: string) => boolean {
  const problem = globProblem(glob)
  if (problem !== undefined) {
    const shown = glob.length > 80 ? `${glob.slice(0, 80)}…` : glob
    throw new AssayError('bad-glob', `the pattern '${shown}' ${problem}`, globAdvice)
  }
  const test = picomatch(glob, { dot: true, nonegate: true })
  return (text) => text.length <= longestName && test(text)
}

/** A path as a pattern that fits nothing else. */
export function literalGlob(path: string): string {
  return path.replaceAll(/[*?[\]]/gu, '[$&]')
}

const globAdvice =
  'Write a shorter pattern, or several: a filter may be any part of the name, and ** stands for any folders.'
