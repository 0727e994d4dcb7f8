import { parse } from 'shell-quote'
import { AssayError } from '../../model/assay-error.ts'

/**
 * The words of a command as a shell would split them, without any of what else a shell does.
 *
 * @throws AssayError `usage` where it would do more: pipes, variables, patterns, several commands
 */
export function splitWords(text: string): [string, ...string[]] {
  if (hasOpenQuote(text))
    throw new AssayError(
      'usage',
      `'${text.slice(0, 80)}' has a quote that is not closed`,
      'Close it, or write \\\' or \\" for one that is meant as it is.',
    )
  const entries = parse(text, (name) => ({ op: `$${name}` }))
  const words: string[] = []
  for (const entry of entries) {
    if (typeof entry === 'string') words.push(entry)
    else throw needsShell(text, 'comment' in entry ? '#' : 'pattern' in entry ? entry.pattern : entry.op)
  }
  const [program, ...args] = words
  if (program === undefined || program === '')
    throw new AssayError('usage', 'a command is empty', 'Name a program.')
  return [program, ...args]
}

/** Whether a quote is open at its end; a backslash keeps its meaning within double quotes, and loses it within single ones. */
function hasOpenQuote(text: string): boolean {
  let open = ''
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    if (character === '\\' && open !== "'") at++
    else if (open === '') open = character === "'" || character === '"' ? character : ''
    else if (character === open) open = ''
  }
  return open !== ''
}

function needsShell(text: string, what: string): AssayError {
  return new AssayError(
    'usage',
    `'${text.slice(0, 80)}' needs a shell for '${what.slice(0, 20)}', and commands are started without one`,
    'Add --shell sh (its start is measured, too, and subtracted), or quote what is meant as it is.',
  )
}
