import { resolve } from 'node:path'
import { truncate } from '../core/wording/display-width.ts'
import { visible } from '../core/wording/plain.ts'
import type { FirstWord } from '../flow/first-word.ts'
import type { Request } from '../flow/request.ts'
import { longestWord } from '../model/config.ts'
import { parseRuntime } from '../model/runtime.ts'
import type { ShardNumber } from '../model/shard.ts'
import { parseQuantity } from '../model/unit.ts'
import { dayOrTimeSchema } from '../model/verification.ts'
import type { Console } from './console.ts'
import { type Flag, type FlagName, flags, type GlobalFlag } from './flags.ts'
import type { CommandLine, Given } from './parse.ts'
import { usageError } from './usage-error.ts'

/** What a command is given: its own flags and no others, read. */
export type Invocation<Own extends FlagName = never> = {
  readonly flags: FlagValues<Own>
  /** What follows the command. */
  readonly words: readonly string[]
  /** Where the command was left out. */
  readonly firstWord?: FirstWord | undefined
  readonly console: Console
  /** Where the person stands: paths that were typed are meant from there. */
  readonly folder: string
  /** The package of a workspace that is meant, in place of the project that the folder lies in. */
  readonly project?: ChosenProject | undefined
  readonly signal: AbortSignal
}

/** `folder`: the way to it from where the person stands, with slashes; `.` for that place itself. */
export type ChosenProject = { readonly root: string; readonly folder: string }

/** A path of the project as it is called where the person stands. */
export function fromHere(path: string, project: ChosenProject | undefined): string {
  return project === undefined || project.folder === '.' ? path : `${project.folder}/${path}`
}

/** Values of these flags, and of those that every command has. */
export type FlagValues<Own extends FlagName = never> = {
  readonly [Name in Own | GlobalFlag]: FlagValue<Name>
}

type FlagValue<Name extends FlagName> = Name extends keyof typeof readers
  ? ReturnType<(typeof readers)[Name]>
  : (typeof flags)[Name] extends { repeats: true }
    ? readonly string[]
    : (typeof flags)[Name] extends { value: string }
      ? string | undefined
      : boolean

/** Flags that hold something else than a text. Of what may stand once, the last one counts. */
const readers = {
  timeout: (texts: readonly string[]) => optional(texts.at(-1), (text) => durationOf(text, 'timeout')),
  warmup: (texts: readonly string[]) => optional(texts.at(-1), (text) => countOf(text, 'warmup', 0)),
  runs: (texts: readonly string[]) => optional(texts.at(-1), (text) => countOf(text, 'runs', 2)),
  'min-runs': (texts: readonly string[]) => optional(texts.at(-1), (text) => countOf(text, 'min-runs', 2)),
  'max-runs': (texts: readonly string[]) => optional(texts.at(-1), (text) => countOf(text, 'max-runs', 2)),
  time: (texts: readonly string[]) => optional(texts.at(-1), (text) => durationOf(text, 'time')),
  within: (texts: readonly string[]) => optional(texts.at(-1), (text) => durationOf(text, 'within')),
  forks: (texts: readonly string[]) => optional(texts.at(-1), forkCountOf),
  shard: (texts: readonly string[]) => optional(texts.at(-1), shardOf),
  at: (texts: readonly string[]) => optional(texts.at(-1), timeOf),
  with: namesOf,
  format: namesOf,
} as const

/**
 * What a command is given, read from what was typed.
 *
 * @throws AssayError `usage`
 */
export function readInvocation(
  { path, words, given, firstWord }: CommandLine,
  surroundings: Pick<Invocation, 'console' | 'folder' | 'signal'>,
): Invocation<FlagName> {
  // What the logbook is told has bounds of its own.
  const bounded = path[0] === 'log' ? [] : [...words, ...(given.get('filter') ?? [])]
  const long = bounded.find(({ length }) => length > longestWord)
  if (long) throw usageError(`'${truncate(visible(long), 40)}' has ${long.length} characters`)
  return { ...surroundings, words, firstWord, flags: readFlags(given) }
}

function readFlags(given: Given): FlagValues<FlagName> {
  const values = Object.entries<Flag>(flags).map(([name, { value, repeats, optional: mayHaveValue }]) => {
    const texts = given.get(name as FlagName)
    if (Object.hasOwn(readers, name)) return [name, readers[name as keyof typeof readers](texts ?? [])]
    if (repeats) return [name, texts ?? []]
    if (mayHaveValue) return [name, texts?.at(-1) ?? texts !== undefined]
    return [name, value === undefined ? texts !== undefined : texts?.at(-1)]
  })
  return Object.fromEntries(values) as FlagValues<FlagName>
}

type Asking = Pick<Invocation, 'firstWord' | 'folder' | 'project'> & {
  readonly flags: Partial<FlagValues<MeasuringFlag | 'within' | 'shard'>>
}

/** The request of a command that measures; `filters`: what follows it. */
export function requestOf(
  { flags: given, firstWord, project, folder }: Asking,
  filters: readonly string[] = [],
): Request {
  const { seed, time, within, forks, shard, filter = [], runtime = [] } = given
  // A path to another package is meant from where the person stands.
  const begin = project && `${project.folder}/`
  const own = (text: string) => (begin && `${text}/`.startsWith(begin) ? text.slice(begin.length) : text)
  return {
    ...{ seed, time, within, forks, shard },
    ...(runtime.length > 0 && { runtimes: runtime.map((one) => runtimeFrom(one, folder)) }),
    filters: [...filters, ...filter].map(own),
    firstWord: firstWord && { ...firstWord, word: own(firstWord.word) },
  }
}

/** A path is meant from where the person stands. */
function runtimeFrom(text: string, folder: string): string {
  const request = parseRuntime(text)
  if (request === undefined)
    throw usageError(
      `--runtime '${truncate(visible(text), 40)}' is no runtime`,
      "Write --runtime node@22, --runtime bun, --runtime deno, or the path of one such as './tools/bun'.",
    )
  return 'path' in request ? resolve(folder, request.path) : text
}

/** What a command that measures can be asked. */
export type MeasuringFlag = 'filter' | 'seed' | 'time' | 'forks' | 'runtime'

function optional<T>(text: string | undefined, read: (text: string) => T): T | undefined {
  return text === undefined ? undefined : read(text)
}

function namesOf(texts: readonly string[]): readonly string[] {
  return texts.flatMap((names) => names.split(','))
}

/** ns. */
function durationOf(text: string, flag: 'time' | 'within' | 'timeout'): number {
  const value = parseQuantity(text, 'ns')
  if (value !== undefined && value > 0) return value
  throw usageError(`--${flag} '${text}' is no duration such as '3 s' or '500ms'`, `Write --${flag} '3 s'.`)
}

function forkCountOf(text: string): number {
  // `0x10` and `1e1` are numbers to a program, and slips to a person.
  const value = /^[0-9]+$/u.test(text) ? Number(text) : Number.NaN
  if (value >= 2 && value <= 1000) return value
  throw usageError(`--forks '${text}' is no number from 2 to 1000`, 'Write --forks 8.')
}

function countOf(text: string, flag: string, least: number): number {
  const value = /^[0-9]+$/u.test(text) ? Number(text) : Number.NaN
  if (value >= least && value <= 1000) return value
  throw usageError(`--${flag} '${text}' is no number from ${least} to 1000`, `Write --${flag} 10.`)
}

function shardOf(text: string): ShardNumber {
  const [, index = '', of = ''] = /^([0-9]{1,4})\/([0-9]{1,4})$/u.exec(text) ?? []
  const shard = { index: Number(index), of: Number(of) }
  if (shard.index >= 1 && shard.index <= shard.of) return shard
  const what = shard.of < 1 ? 'is no part such as 2/4' : `is none of 1/${shard.of} to ${shard.of}/${shard.of}`
  throw usageError(`--shard '${text}' ${what}`, 'Write --shard 2/4 for the second of four parts.')
}

/** As it was written: a day is not the time at which it ends. */
function timeOf(text: string): string {
  if (dayOrTimeSchema.safeParse(text).success) return text
  throw usageError(
    `--at '${text}' is no day such as 2026-11-30, and no time such as 2026-11-30T08:15:00Z.`,
    'Write --at 2026-11-30: the certificate is checked as of the end of that day (UTC).',
  )
}
