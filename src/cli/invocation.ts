import { parseArgs } from 'node:util'
import { truncate } from '../core/wording/display-width.ts'
import { visible } from '../core/wording/plain.ts'
import type { Request } from '../flow/request.ts'
import { AssayError } from '../model/assay-error.ts'
import { type CollectorName, collectorNames } from '../model/collector-name.ts'
import { longestWord } from '../model/config.ts'
import { parseQuantity } from '../model/unit.ts'
import type { Console } from './console.ts'
import { joinTarget, type LogFlags, logFlags } from './log-flags.ts'
import type { Loudness } from './progress.ts'

/** A command line, understood. */
export type Arguments = {
  readonly command: string
  /** What follows the command: filters, or a sub-command and filters. */
  readonly rest: readonly string[]
  readonly help: boolean
  readonly version: boolean
  readonly json: boolean
  readonly color: boolean
  readonly force: boolean
  readonly why: string | undefined
  readonly configFile: string | undefined
  /** A revision that a gate compares with, or that is profiled beside the working tree. */
  readonly against: string | undefined
  /** Programs of others to ask besides. */
  readonly collectors: readonly CollectorName[]
  /** What commands of their own read as they need it. */
  readonly given: Readonly<Partial<Record<Given, string>>>
  /** Names of formats to render a run in. */
  readonly formats: readonly string[]
  /** What `assay log` is told. */
  readonly log: LogFlags
  /** A service to set up, and whether to write a hook of git. */
  readonly ci: string | undefined
  readonly hook: boolean
  readonly loudness: Loudness
  readonly request: Omit<Request, 'filters'>
  readonly filters: readonly string[]
}

/** What a command is given. */
export type Invocation = {
  readonly arguments: Arguments
  readonly console: Console
  readonly folder: string
  readonly signal: AbortSignal
}

/** Options that hold a text for one command or two. */
const texts = ['kind', 'key', 'name', 'out', 'as', 'for', 'require', 'repo', 'evidence', 'trust'] as const
type Given = (typeof texts)[number]

const options = {
  ...(Object.fromEntries(texts.map((name) => [name, { type: 'string' }])) as Record<
    Given,
    { type: 'string' }
  >),
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
  json: { type: 'boolean' },
  config: { type: 'string' },
  filter: { type: 'string', multiple: true },
  time: { type: 'string' },
  forks: { type: 'string' },
  seed: { type: 'string' },
  why: { type: 'string' },
  against: { type: 'string' },
  with: { type: 'string', multiple: true },
  format: { type: 'string', multiple: true },
  ci: { type: 'string' },
  hook: { type: 'boolean' },
  force: { type: 'boolean' },
  ...logFlags,
  quiet: { type: 'boolean' },
  verbose: { type: 'boolean' },
  'no-color': { type: 'boolean' },
} as const

/** Reads a command line. The command may be left out: `assay sort` runs what fits `sort`. */
export function parseArguments(args: readonly string[], known: readonly string[]): Arguments {
  const { values, positionals } = parse(args)
  // What the logbook is told has bounds of its own.
  const words = positionals[0] === 'log' ? [] : positionals
  const long = [...words, ...(values.filter ?? [])].find(({ length }) => length > longestWord)
  if (long) throw usage(`'${truncate(visible(long), 40)}' has ${long.length} characters`)
  const named = known.includes(positionals[0] ?? '')
  return {
    command: named ? positionals[0]! : 'run',
    rest: named ? positionals.slice(1) : positionals,
    help: values.help === true,
    version: values.version === true,
    json: values.json === true,
    color: values['no-color'] !== true,
    force: values.force === true,
    why: values.why,
    configFile: values.config,
    against: values.against,
    collectors: (values.with ?? []).flatMap((names) => names.split(',')).map(collector),
    given: Object.fromEntries(
      texts.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])),
    ),
    formats: (values.format ?? []).flatMap((names) => names.split(',')),
    log: values,
    ci: values.ci,
    hook: values.hook === true,
    loudness: values.quiet ? 'quiet' : values.verbose ? 'verbose' : 'normal',
    filters: values.filter ?? [],
    request: { seed: values.seed, time: time(values.time), forks: forks(values.forks) },
  }
}

/** The request with what follows the command as filters. */
export function requestOf({ request, filters }: Arguments, rest: readonly string[]): Request {
  return { ...request, filters: [...rest, ...filters] }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: joinTarget(args), options, allowPositionals: true })
  } catch (error) {
    const [message = ''] = (error as Error).message.split('. ')
    throw usage(message.charAt(0).toLowerCase() + message.slice(1))
  }
}

function time(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const value = parseQuantity(text, 'ns')
  if (value === undefined || value <= 0)
    throw usage(`--time '${text}' is no duration such as '3 s' or '500ms'`)
  return value
}

function collector(text: string): CollectorName {
  const found = collectorNames.find((name) => name === text)
  if (found) return found
  throw usage(`--with '${text}' is none of ${collectorNames.join(', ')}`)
}

function forks(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  // `0x10` and `1e1` are numbers to a program, and slips to a person.
  const value = /^[0-9]+$/u.test(text) ? Number(text) : Number.NaN
  if (!Number.isInteger(value) || value < 2 || value > 1000)
    throw usage(`--forks '${text}' is no number from 2 to 1000`)
  return value
}

function usage(message: string): AssayError {
  return new AssayError('usage', message, "'assay --help' shows the commands and their options.")
}
