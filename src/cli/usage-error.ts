import { wrapText } from '../core/wording/display-width.ts'
import { visible } from '../core/wording/plain.ts'
import { AssayError } from '../model/assay-error.ts'

/** What is wrong with a command line. The program ends with 2. */
export function usageError(
  message: string,
  advice = "'assay --help' shows the commands, and 'assay <command> --help' one with its flags.",
): AssayError {
  return new AssayError('usage', message, advice)
}

/** The word of a command that takes one and no more. */
export function onlyWord(words: readonly string[], message: string, advice: string): string {
  const [word, ...others] = words
  if (word !== undefined && others.length === 0) return word
  throw usageError(message, advice)
}

/** A text that must be one of some words. */
export function oneOf<T extends string>(
  options: readonly T[],
  text: string,
  flag: string,
  advice = 'Write one of them.',
): T {
  const found = options.find((option) => option === text)
  if (found !== undefined) return found
  throw usageError(`${flag} '${text}' is none of ${options.join(', ')}.`, advice)
}

const start = 'assay: '

/** An error that a person can fix: what is wrong, then what to do, each wrapped beside the program's name. */
export function errorText(
  { message, advice }: Pick<AssayError, 'message' | 'advice'>,
  width: number,
): string {
  const room = Math.max(20, width - start.length)
  const lines = [message, advice].flatMap((text) => wrapText(visible(text), room))
  return lines.map((line, place) => `${place === 0 ? start : ' '.repeat(start.length)}${line}\n`).join('')
}
