import { callerLine } from './caller-lines.ts'
import { combinations, keyOf } from './identity.ts'
import { currentScope, registerBenchmark } from './registry.ts'

export type ColdOptions = {
  /** What the program is given: `['--help']`. */
  args?: readonly string[]
  /** Options of Node: `['--conditions=development']`. */
  flags?: readonly string[]
  /** The folder that it runs in, relative to the project. */
  cwd?: string
  /** What is added to the environment. */
  env?: Readonly<Record<string, string>>
  /** Exit codes of success: `[0]` by default. */
  exitCodes?: readonly number[] | 'any'
  /** A run that takes longer is ended, and has failed: `'30 s'`. */
  timeout?: string
  /**
   * Whether it has a compile cache that an earlier run has filled. `'both'`: a benchmark of each. By default it has none, and
   * its time with one is told beside.
   */
  cache?: 'off' | 'on' | 'both'
  /** Absolute limits, held against the upper bound: `{ time: '120 ms', imports: 40 }`. */
  budget?: Readonly<Record<string, string | number>>
}

export type ColdImportOptions = Omit<ColdOptions, 'args' | 'exitCodes'> & {
  /** What it is called; `import zod` by default. */
  name?: string
}

/**
 * Registers the start of a program of the project as a benchmark: a process per sample. What each option does:
 * docs/guide/cold-start.md.
 */
export function cold(name: string, file: string, options: ColdOptions = {}): void {
  const refuse: Refuse = (what) => {
    throw new TypeError(`cold('${String(name)}'): ${what}`)
  }
  if (!isText(name) || name.trim() === '') refuse('the name must be a text that is not empty')
  if (!isText(file) || file.trim() === '') refuse("give the file that is started, such as 'dist/main.js'")
  register({ name, line: callerLine() }, { file }, options, ownOptions, refuse)
}

/** The same of something that is imported: a package by its name, or a file as a path that begins with a dot. */
cold.import = function importCold(specifier: string, options: ColdImportOptions = {}): void {
  const refuse: Refuse = (what) => {
    throw new TypeError(`cold.import of '${String(specifier)}': ${what}`)
  }
  if (!isText(specifier) || specifier.trim() === '') refuse("give what is imported, such as 'zod'")
  const { name = `import ${specifier}`, ...rest } = options ?? {}
  if (!isText(name) || name.trim() === '') refuse('the name must be a text that is not empty')
  register(
    { name, line: callerLine() },
    { specifier },
    options === null ? options : rest,
    importOptions,
    refuse,
  )
}

const importOptions = ['flags', 'cwd', 'env', 'timeout', 'cache', 'budget']
const ownOptions = ['args', ...importOptions.slice(0, 3), 'exitCodes', ...importOptions.slice(3)]

function register(
  { name, line }: { readonly name: string; readonly line: number | undefined },
  what: { readonly file: string } | { readonly specifier: string },
  options: ColdOptions,
  known: readonly string[],
  refuse: Refuse,
): void {
  if (typeof options !== 'object' || options === null) refuse('the options must be an object')
  for (const option of Object.keys(options)) {
    if (!known.includes(option)) refuse(`'${option}' is no option; there are ${known.join(', ')}`)
  }
  const [subject = ''] = Object.values(what)
  if (subject.includes('\0')) refuse('a path has no NUL character')
  for (const [option, [isSo, words]] of Object.entries(forms)) {
    const value = (options as Readonly<Record<string, unknown>>)[option]
    if (value !== undefined && !isSo(value)) refuse(`${option} must be ${words}`)
  }
  const { cache = 'off', budget, ...given } = options
  const scope = currentScope()
  const lists = cache === 'both' ? { cache: ['off', 'on'] } : {}
  for (const params of combinations(lists)) {
    registerBenchmark({
      key: keyOf(scope.path, name, params),
      ...{ group: scope.path, name, params, line, agree: scope.agree },
      cold: { ...given, ...what, cache: cache === 'both' ? params.cache : cache },
      spec: { run: notCallable, ...(budget && { budget }) },
    })
  }
}

function notCallable(): never {
  throw new TypeError('a cold start is a process of its own, and cannot be called')
}

type Refuse = (what: string) => never

const isText = (value: unknown): value is string => typeof value === 'string'
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isTexts = (value: unknown) =>
  Array.isArray(value) && value.every((one) => isText(one) && !one.includes('\0'))
const isExitCode = (value: unknown) => Number.isInteger(value) && Number(value) >= 0 && Number(value) < 256

/** What each option must be, where it is given: a mistake is told in its file, with its line. */
const forms: Readonly<Record<string, readonly [isSo: (value: unknown) => boolean, words: string]>> = {
  args: [isTexts, "a list of texts such as ['--help']"],
  flags: [isTexts, "a list of options of Node such as ['--conditions=development']"],
  cwd: [isText, 'a text'],
  env: [(value) => isRecord(value) && Object.values(value).every(isText), 'an object of texts'],
  exitCodes: [
    (value) => value === 'any' || (Array.isArray(value) && value.length > 0 && value.every(isExitCode)),
    "a list of numbers from 0 to 255, or 'any'",
  ],
  // The host reads the unit.
  timeout: [
    (value) => isText(value) && /^\s*\d+(?:\.\d+)?\s*[a-zµ]+\s*$/u.test(value),
    "a duration such as '30 s'",
  ],
  cache: [(value) => value === 'off' || value === 'on' || value === 'both', "'off', 'on' or 'both'"],
  budget: [isRecord, "an object such as { time: '120 ms', imports: 40 }"],
}
