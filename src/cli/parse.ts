import { parseArgs } from 'node:util'
import { findClosest } from '../core/wording/closest.ts'
import { truncate } from '../core/wording/display-width.ts'
import { visible } from '../core/wording/plain.ts'
import { type FirstWord, noSuchCommand } from '../flow/first-word.ts'
import type { Command } from './command.ts'
import { commands, isCommand, ownersOf, takesFlag } from './commands.ts'
import { type Flag, type FlagName, flags, globalFlags, writeFlag } from './flags.ts'
import { usageError } from './usage-error.ts'

/** Values of the flags that were given, as text; of those that are on or off, nothing. */
export type Given = ReadonlyMap<FlagName, readonly string[]>

/** A command, by the words that name it. */
type Named = { readonly path: readonly string[]; readonly command: Command }

/** What a command line asks for. */
export type ParsedLine = { readonly color: boolean } & (
  | { readonly asks: 'version' }
  /** For all commands, where none is named. */
  | { readonly asks: 'help'; readonly named: Named | undefined }
  | ({ readonly asks: 'command' } & CommandLine)
)

export type CommandLine = Named & {
  readonly load: NonNullable<Command['load']>
  /** What follows the command. */
  readonly words: readonly string[]
  readonly given: Given
  /** Where the command was left out. */
  readonly firstWord: FirstWord | undefined
}

/**
 * Reads a command line; what flags mean is read later, by whoever runs the command. It may be left out: `assay sort` runs
 * what fits `sort`.
 *
 * @throws AssayError `usage`
 */
export function parseLine(args: readonly string[]): ParsedLine {
  const { words, options } = tokensOf(args)
  const isGiven = (...names: string[]) => options.some(({ name }) => names.includes(name))
  const color = !isGiven('no-color')
  if (words[0] === 'help') return { asks: 'help', color, named: namedInHelp(words.slice(1)) }
  if (isGiven('help', 'h')) return { asks: 'help', color, named: namedBesideHelp(words) }
  if (isGiven('version', 'v')) return { asks: 'version', color }
  const firstWord = isCommand(words[0] ?? 'run') ? undefined : firstWordOf(words[0]!)
  const named = firstWord ? runAlone : commandOf(words)
  const rest = firstWord ? words : words.slice(named.path.length)
  const { load } = named.command
  if (load === undefined || isVerbSlip(named, rest)) throw needsVerb(named, rest)
  const given = givenOf(options, named, firstWord)
  return { asks: 'command', color, ...named, load, words: rest, given, firstWord }
}

const runAlone: Named = { path: ['run'], command: commands.run }

/** An option as it was written; `raw` with its dashes. */
type Option = { readonly name: string; readonly raw: string; readonly value: string | undefined }

type Tokens = { readonly words: readonly string[]; readonly options: readonly Option[] }

function tokensOf(args: readonly string[]): Tokens {
  const known = Object.entries<Flag>(flags).map(
    ([name, { value, short }]) =>
      [name, { type: value === undefined ? 'boolean' : 'string', ...(short && { short }) }] as const,
  )
  const options = Object.fromEntries(known)
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true })
  const words: string[] = []
  const found: Option[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value)
    if (token.kind !== 'option') continue
    const { name, rawName: raw, value, inlineValue, index } = token
    const isForgotten = value !== undefined && !inlineValue && looksLikeFlag(value)
    const more = isFlagName(name) && value !== undefined && !isForgotten ? moreOf(name) : 0
    if (more > 0) {
      const start = index + (inlineValue ? 1 : 2)
      const own = wordsBefore('--', args.slice(start, start + more))
      const rest = tokensOf(args.slice(start + own.length))
      return {
        words: [...words, ...rest.words],
        options: [...found, { name, raw, value: [value, ...own].join(' ') }, ...rest.options],
      }
    }
    found.push({ name, raw, value: isForgotten ? undefined : value })
    // It was taken for the value, and is no less there: 'assay run --time --help'.
    if (isForgotten) found.push(...tokensOf([value]).options)
  }
  return { words, options: found }
}

/** How many words belong to a flag beside its value. They may begin with a dash: '-L level -O1,-O2'. */
function moreOf(name: FlagName): number {
  return (flags[name] as Flag).more ?? 0
}

function wordsBefore(end: string, words: readonly string[]): readonly string[] {
  const place = words.indexOf(end)
  return place === -1 ? words : words.slice(0, place)
}

/** '-20 %' is a value. */
function looksLikeFlag(text: string): boolean {
  return /^-(?!\s*[\d.])./u.test(text)
}

/** `assay help gate`. */
function namedInHelp(words: readonly string[]): Named | undefined {
  const [first = 'help'] = words
  if (first === 'help') return undefined
  if (isCommand(first)) return commandOf(words)
  throw noSuchCommand(first, firstWordOf(first).command)
}

/** `assay gate --help`. What is no command and no slip is a filter, which 'assay run' has. */
function namedBesideHelp(words: readonly string[]): Named | undefined {
  const [first] = words
  if (first === undefined || isCommand(first) || firstWordOf(first).command) return namedInHelp(words)
  return runAlone
}

/** The command that the words begin with, and the verb after it. */
function commandOf([name = 'run', verb = '']: readonly string[]): Named {
  const command: Command = commands[name as keyof typeof commands]
  const verbs = command.verbs ?? {}
  if (Object.hasOwn(verbs, verb)) return { path: [name, verb], command: verbs[verb]! }
  return { path: [name], command }
}

function firstWordOf(word: string): FirstWord {
  return { word, command: closestTo(word, [...Object.keys(commands), 'help']) }
}

/** `assay certify keygn`: a path is no slip. */
function isVerbSlip({ path, command: { verbs = {} } }: Named, [word = '']: readonly string[]): boolean {
  return path.length === 1 && closestTo(word, Object.keys(verbs)) !== undefined
}

/** A path, a glob or a sentence is no slip of a word; the beginning of one word only is one. */
function closestTo(word: string, known: readonly string[]): string | undefined {
  if (!/^[\p{L}\d_-]+$/u.test(word)) return undefined
  const begun = word.length < leastBeginning ? [] : known.filter((one) => one.startsWith(word.toLowerCase()))
  // Of several, the one that people need more often comes first.
  return begun[0] ?? findClosest(word, known)
}

const leastBeginning = 3

function givenOf(options: readonly Option[], named: Named, firstWord: FirstWord | undefined): Given {
  const given = new Map<FlagName, string[]>()
  for (const option of options) {
    const [name, value] = checkFlag(option, named, firstWord)
    given.set(name, [...(given.get(name) ?? []), ...(value === undefined ? [] : [value])])
  }
  return given
}

/** The flag that an option is, with its value. */
function checkFlag(
  { name, raw, value }: Option,
  { path, command }: Named,
  firstWord: FirstWord | undefined,
): [FlagName, string | undefined] {
  const written = `assay ${path.join(' ')}`
  const isTaken = isFlagName(name) && takesFlag(command, name)
  // A slip explains why a flag does not fit: 'assay gat --against main'.
  if (!isTaken && firstWord?.command !== undefined) throw noSuchCommand(firstWord.word, firstWord.command)
  if (!isFlagName(name)) throw unknownFlag(raw, command, written)
  if (!isTaken) throw foreignFlag(name, written)
  const flag: Flag = flags[name]
  if (flag.value === undefined && value !== undefined && !flag.optional) {
    throw usageError(`--${name} takes no value, and '${showText(value)}' is one`, `Write --${name} alone.`)
  }
  if (flag.value !== undefined && value === undefined) {
    throw usageError(
      `--${name} needs a value`,
      `Write ${writeFlag(name)}; a value that begins with a dash is written --${name}=-…`,
    )
  }
  return [name, value]
}

function isFlagName(name: string): name is FlagName {
  return Object.hasOwn(flags, name)
}

function unknownFlag(raw: string, { flags: own }: Command, written: string) {
  const meant = findClosest(raw.replace(/^-+/u, ''), [...own, ...globalFlags])
  return usageError(
    `there is no flag '${showText(raw)}'${meant === undefined ? '' : `; did you mean '--${meant}'?`}`,
    `'${written} --help' shows the flags of this command.`,
  )
}

function foreignFlag(name: FlagName, written: string) {
  const owners = ownersOf(name).map((owner) => `'${owner}'`)
  return usageError(
    `--${name} belongs to ${joinWords(owners)}, not to '${written}'`,
    `Leave it out, or use a command that has it. '${written} --help' shows the flags of this one.`,
  )
}

function needsVerb({ path, command }: Named, [given]: readonly string[]) {
  const verbs = Object.keys(command.verbs ?? {})
  const [name] = path
  const advice = `It can ${joinWords(verbs)}: ${command.examples[0]![0]}`
  if (given === undefined) return usageError(`${name} needs to know what to do`, advice)
  const meant = closestTo(given, verbs)
  const question = meant === undefined ? '' : `; did you mean '${meant}'?`
  return usageError(`${name} cannot '${showText(given)}'${question}`, advice)
}

function joinWords(items: readonly string[]): string {
  if (items.length < 2) return items.join('')
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}

function showText(text: string): string {
  return truncate(visible(text), 40)
}
