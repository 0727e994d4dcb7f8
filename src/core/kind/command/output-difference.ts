import { count } from '../../wording/count.ts'

export const streamNames = ['stdout', 'stderr'] as const
export type StreamName = (typeof streamNames)[number]

export type ComparedStream = {
  readonly digest: string
  /** Its beginning. A byte that is no UTF-8 is a lone surrogate in it, U+DC80 to U+DCFF. */
  readonly shown: string
  /** Whether there is more of it. */
  readonly isCut: boolean
}

type ShownText = Pick<ComparedStream, 'shown' | 'isCut'>

/** What is compared of one run of a command. */
export type ComparedOutput = {
  readonly exit: number
  readonly streams: Readonly<Partial<Record<StreamName, ComparedStream>>>
  /** Digests of files that must agree, or `missing`. */
  readonly files: Readonly<Record<string, string>>
}

/** Where what one run printed and left is not that of another, for a sentence. */
export function whereDiffers(mine: ComparedOutput, theirs: ComparedOutput): string {
  const exit = mine.exit === theirs.exit ? [] : [`its exit code is ${mine.exit}, not ${theirs.exit}`]
  const streams = streamNames.flatMap((name) => {
    const [own, other] = [mine.streams[name], theirs.streams[name]]
    return own && other && own.digest !== other.digest ? [compareStreams(name, own, other)] : []
  })
  const files = Object.entries(mine.files).flatMap(([file, digest]) => {
    const other = theirs.files[file] ?? missing
    if (other === digest) return []
    const isThere = digest !== missing && other !== missing
    const how = isThere ? 'another file' : digest === missing ? 'missing, not there' : 'there, not missing'
    return [`${quote(file)} is ${how}`]
  })
  const all = [...exit, ...streams, ...files]
  const more = all.length - mostDifferences
  return [...all.slice(0, mostDifferences), ...(more > 0 ? [`and ${more} more`] : [])].join('; ')
}

export const missing = 'missing'

/** So many differences are told. */
const mostDifferences = 3

/** A name from outside, of bounded length and without characters that act. */
export function quote(text: string): string {
  const characters = [...text]
  return `'${spell(characters.slice(0, width).join(''))}${characters.length > width ? '…' : ''}'`
}

/** Characters of a line that are shown at most; those before the difference, and how far into the line that needs none left out. */
const width = 60
const [before, near] = [20, 40]

function compareStreams(name: StreamName, mine: ComparedStream, theirs: ComparedStream): string {
  const where = whereTextsDiffer(mine, theirs)
  if (where === undefined)
    return `its ${name} differs after the first ${count([...mine.shown].length, 'character')}`
  return `${where}${name === 'stderr' ? ' on stderr' : ''}`
}

/** Of two texts that differ: `line 3 is 'a', not 'b'`; nothing where that cannot be seen in what is shown of them. */
export function whereTextsDiffer(mine: ShownText, theirs: ShownText): string | undefined {
  const at = firstDifference(mine.shown, theirs.shown)
  if (at === undefined) return undefined
  const { line, column, lines } = linesAround([mine, theirs], at)
  const from = column <= near ? 0 : column - before
  const [own, other] = lines.map((text) => excerpt(text, from, spell))
  // What only looks the same has to be told apart by numbers.
  const isAlike = own?.normalize('NFKC') === other?.normalize('NFKC')
  const [a, b] = isAlike ? lines.map((text) => excerpt(text, from, spellAll)) : [own, other]
  const place = from === 0 ? `line ${line} is` : `line ${line} at character ${column + 1}:`
  return `${place} ${a}, not ${b}`
}

/** Where two texts begin to differ, in UTF-16, but never within a character; nowhere where they are equal. */
function firstDifference(a: string, b: string): number | undefined {
  if (a === b) return undefined
  let at = 0
  while (at < a.length && a.charCodeAt(at) === b.charCodeAt(at)) at++
  const isSplit = (text: string) => at > 0 && (text.codePointAt(at - 1) ?? 0) > 0xffff
  return isSplit(a) || isSplit(b) ? at - 1 : at
}

/** The first line that differs, of both, as characters; nothing of one that has no such line. */
function linesAround(both: readonly [ShownText, ShownText], at: number) {
  const same = both[0].shown.slice(0, at)
  const start = same.lastIndexOf('\n') + 1
  const line = same.split('\n').length
  const [a, b] = both.map((one) => lineFrom(one, start))
  if (a !== b) return { line, column: [...same.slice(start)].length, lines: [a, b].map(splitText) }
  // One ends where the other one has a line break.
  const next = both.map((one) => lineFrom(one, at + 1))
  if (next.some((text) => text !== undefined))
    return { line: line + 1, column: 0, lines: next.map(splitText) }
  const broken = both.map(({ shown }) => (shown.length > at ? `${a}\n` : a))
  return { line, column: [...same.slice(start)].length, lines: broken.map(splitText) }
}

function lineFrom({ shown, isCut }: ShownText, start: number): string | undefined {
  if (start >= shown.length) return undefined
  const end = shown.indexOf('\n', start)
  return end < 0 ? `${shown.slice(start)}${isCut ? '…' : ''}` : shown.slice(start, end)
}

const splitText = (text: string | undefined) => (text === undefined ? undefined : [...text])

function excerpt(line: readonly string[] | undefined, from: number, spelled: typeof spell): string {
  if (line === undefined) return 'nothing'
  const shown = spelled(line.slice(from, from + width).join(''))
  return `'${from > 0 ? '…' : ''}${shown}${line.length > from + width ? '…' : ''}'`
}

/** Text in which every character that acts, or cannot be seen, is spelled as in JavaScript. */
function spell(text: string): string {
  return text.replace(/[\\\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu, spellCharacter)
}

function spellAll(text: string): string {
  return text.replace(/[^ -[\]-~]/gu, spellCharacter)
}

const short: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function spellCharacter(character: string): string {
  const code = character.codePointAt(0)!
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${(code - 0xdc00).toString(16)}`
  const hex = code.toString(16)
  return short[character] ?? (code > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`)
}
