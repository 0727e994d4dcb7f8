import { callerLine } from './caller-lines.ts'
import {
  checkGivenName,
  checkOptions,
  isRecord,
  isText,
  type OptionForm,
  type Refuse,
} from './check-options.ts'
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
  checkGivenName(name, refuse)
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
  checkGivenName(name, refuse)
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
  checkOptions(options, known, forms, refuse)
  const [subject = ''] = Object.values(what)
  if (subject.includes('\0')) refuse('a path has no NUL character')
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

const isTexts = (value: unknown) =>
  Array.isArray(value) && value.every((one) => isText(one) && !one.includes('\0'))

/** What each option must be, where it is given: a mistake is told in its file, with its line. */
const forms: Readonly<Record<string, OptionForm>> = {
  args: [isTexts, "a list of texts such as ['--help']"],
  flags: [isTexts, "a list of options of Node such as ['--conditions=development']"],
  cache: [(value) => value === 'off' || value === 'on' || value === 'both', "'off', 'on' or 'both'"],
  budget: [isRecord, "an object such as { time: '120 ms', imports: 40 }"],
}
