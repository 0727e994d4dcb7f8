import { randomNumbers } from './random.ts'

/** What the searches look for in {@link randomText}: some words begin like it, none but itself contains it. */
export const wanted = 'throughput'

const vocabulary = [
  ...['the', 'of', 'and', 'to', 'in', 'a', 'is', 'that', 'for', 'it', 'was', 'on', 'with', 'as', 'at', 'by'],
  ...['through', 'throughout', 'thorough', 'though', 'thought', 'throw', 'output', 'input', 'put', 'rough'],
  ...['measure', 'memory', 'median', 'interval', 'latency', 'machine', 'process', 'sample', 'sort', 'time'],
  ...['allocate', 'batch', 'cache', 'clock', 'compile', 'evidence', 'number', 'regression', 'result', wanted],
]

export type Text = {
  /** ASCII, words with a space between them, of the length that was asked for. */
  readonly text: string
  /** How often {@link wanted} stands in it. */
  readonly count: number
}

/** A text of `length` characters: words of a small vocabulary, then a few letters x to fill it. */
export function randomText(length: number, seed: number): Text {
  const random = randomNumbers(seed)
  const words: string[] = []
  let left = length
  let count = 0
  while (left > wanted.length) {
    // The square makes the front of the vocabulary come up more often, as the shortest words of English do.
    const word = vocabulary[Math.floor(random() ** 2 * vocabulary.length)]!
    words.push(word)
    left -= word.length + 1
    if (word === wanted) count++
  }
  words.push('x'.repeat(left))
  return { text: words.join(' '), count }
}

/** How often `word`, which must not be empty, stands in `text`, no occurrence overlapping the one before it. */
export type Count = (text: string, word: string) => number

/** A loop over `indexOf`. */
export const countByIndexOf: Count = (text, word) => {
  checkWord(word)
  let count = 0
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + word.length)) count++
  return count
}

/** A regular expression with the flag g, and a list of all matches. */
export const countByRegExp: Count = (text, word) => {
  checkWord(word)
  return text.match(new RegExp(escaped(word), 'g'))?.length ?? 0
}

/** One less than the parts between the occurrences. */
export const countBySplit: Count = (text, word) => {
  checkWord(word)
  return text.split(word).length - 1
}

/**
 * Compares from the end of the word and moves on by what the last character allows (Horspool 1980, Softw. Pract.
 * Exper. 10(6): Boyer & Moore 1977 with one table). Characters share the table by their low byte, which can
 * only make a move shorter than it might be.
 */
export const countByHorspool: Count = (text, word) => {
  checkWord(word)
  const length = word.length
  const moves = new Int32Array(256).fill(length)
  for (let index = 0; index < length - 1; index++) moves[word.charCodeAt(index) & 0xff] = length - 1 - index
  let count = 0
  let end = length - 1
  while (end < text.length) {
    let index = length - 1
    while (index >= 0 && text.charCodeAt(end - length + 1 + index) === word.charCodeAt(index)) index--
    if (index < 0) count++
    end += index < 0 ? length : moves[text.charCodeAt(end) & 0xff]!
  }
  return count
}

function checkWord(word: string): void {
  if (word === '')
    throw new RangeError('the empty word stands everywhere: give a word of at least one character')
}

/** `RegExp.escape` for Node before 24: what has a meaning of its own in a pattern is taken literally. */
function escaped(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|]/gu, '\\$&')
}
