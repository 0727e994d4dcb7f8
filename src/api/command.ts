import type { ParamLists, ParamsOf } from './bench.ts'
import { callerLine } from './caller-lines.ts'
import {
  checkGivenName,
  checkOptions,
  checkParams,
  isList,
  isRecord,
  isText,
  type OptionForm,
  type Refuse,
} from './check-options.ts'
import { fillIn, fillInForShell } from './fill-in.ts'
import { type Grows, growthOf } from './growth.ts'
import { combinations, keyOf, type ParamValues } from './identity.ts'
import type { MeasureStatement } from './measure.ts'
import { currentScope, registerBenchmark } from './registry.ts'

/** A program with its arguments, started as it is; or a text for a shell (`/bin/sh -c`), whose own start is subtracted. */
export type CommandWords = string | readonly [program: string, ...args: string[]]

/** `{n}` in any text stands for the value of the parameter `n`. */
export type CommandOptions<P extends ParamLists = ParamLists> = {
  /** The folder that it runs in, relative to the project. */
  cwd?: string
  /** What is added to the environment. */
  env?: Readonly<Record<string, string>>
  /** A text, or a file of the project; otherwise there is nothing to read. */
  stdin?: string | { readonly file: string }
  /** Before the first run and after the last one of every trial; not timed. */
  setup?: CommandWords
  cleanup?: CommandWords
  /** Before and after every run; not timed. */
  prepare?: CommandWords
  conclude?: CommandWords
  /** Exit codes of success: `[0]` by default. */
  exitCodes?: readonly number[] | 'any'
  /** What revisions and alternatives must agree about: stdout by default. `false`: nothing. */
  agree?:
    | boolean
    | { readonly stdout?: boolean; readonly stderr?: boolean; readonly files?: readonly string[] }
  /** Replaced in what it prints before that is compared, in order. */
  normalize?: readonly (readonly [pattern: RegExp | string, replace: string])[]
  /**
   * Metrics of your own that it tells by lines `ASSAY_METRIC name=value unit`: `{ queries: {} }`; or by a pattern, of which the
   * first group is the number, and the second one its unit.
   */
  measure?: Readonly<Record<string, MeasureStatement & { readonly pattern?: RegExp }>>
  /** Every combination of the values is a benchmark of its own. */
  params?: P
  /** How it may grow with a parameter, n: `'n log n'`, or `{ by: 'rows', as: 'n²' }`. Faster growth is found. */
  grows?: Grows<P>
  /** A run that takes longer is ended, and has failed: `'30 s'`. */
  timeout?: string
  /** Also measure it with the files that it opens out of the page cache: the metric `uncachedTime`. */
  evict?: boolean
  /** Also count its system calls, and the bytes that it writes by them: `systemCalls`, `writtenByCalls`. */
  calls?: boolean
  /** How two are interleaved: in slices of milliseconds, or run by run. */
  interleave?: 'slices' | 'runs'
  /** Absolute limits, held against the upper bound: `{ time: '2 s', peakMemory: '100 MB' }`. */
  budget?: Readonly<Record<string, string>>
  /** What one run does, for rates. */
  work?: (params: ParamsOf<P>) => { items?: number; bytes?: number; flops?: number }
}

const names = [
  ...['cwd', 'env', 'stdin', 'setup', 'cleanup', 'prepare', 'conclude', 'exitCodes', 'agree', 'normalize'],
  ...['measure', 'params', 'grows', 'timeout', 'interleave', 'evict', 'calls', 'budget', 'work'],
]

/** Registers a command as a benchmark. What each option does: docs/guide/commands.md. */
export function command<const P extends ParamLists>(
  name: string,
  line: CommandWords,
  options: CommandOptions<P> = {},
): void {
  const refuse: Refuse = (what) => {
    throw new TypeError(`command('${String(name)}'): ${what}`)
  }
  checkGivenName(name, refuse)
  checkOptions(options, names, forms, refuse)
  checkLine('the command', line, refuse)
  for (const part of ['setup', 'cleanup', 'prepare', 'conclude'] as const) {
    if (options[part] !== undefined) checkLine(part, options[part], refuse)
  }
  const { params = {} as P, work, budget } = options
  checkParams(params, refuse)
  const grows = growthOf(`command('${name}')`, options.grows, params)
  const place = callerLine()
  const scope = currentScope()
  for (const combination of combinations(params)) {
    registerBenchmark({
      key: keyOf(scope.path, name, combination),
      group: scope.path,
      name,
      params: combination,
      line: place,
      agree: options.agree === false ? undefined : scope.agree,
      ...(grows && { grows }),
      command: specOf(line, options, combination),
      ...(options.measure && { stated: statementsOf(options.measure) }),
      spec: {
        run: notCallable,
        ...(options.agree === false && { mayDiffer: true }),
        ...(budget && { budget }),
        ...(work && { work: work as (params: unknown) => { items?: number } }),
      },
    })
  }
}

function statementsOf(measure: NonNullable<CommandOptions['measure']>) {
  const entries = Object.entries(measure).map(([name, { pattern: _, ...stated }]) => [name, stated] as const)
  return Object.fromEntries(entries)
}

function notCallable(): never {
  throw new TypeError('a command is run by Assay in a process of its own, and cannot be called')
}

function checkLine(what: string, line: unknown, refuse: Refuse): void {
  const parts = typeof line === 'string' ? [line] : line
  if (!Array.isArray(parts) || parts.length === 0 || !parts.every((part) => typeof part === 'string'))
    refuse(`${what} must be a list of texts such as ['tsc', '-p', '.'], or a text for a shell`)
  if ((parts as string[])[0]?.trim() === '') refuse(`${what} is empty`)
  if ((parts as string[]).some((part) => part.includes('\0'))) refuse(`${what} has a NUL character`)
}

const isFlagOrNothing = (value: unknown) => value === undefined || typeof value === 'boolean'

/** What each option must be, where it is given: a mistake is told in its file, with its line. */
const forms: Readonly<Record<string, OptionForm>> = {
  stdin: [(value) => isText(value) || (isRecord(value) && isText(value.file)), 'a text, or { file }'],
  agree: [
    (value) =>
      typeof value === 'boolean' ||
      (isRecord(value) &&
        isFlagOrNothing(value.stdout) &&
        isFlagOrNothing(value.stderr) &&
        (value.files === undefined || isList(value.files, isText))),
    'true, false or { stdout, stderr, files: [...] }',
  ],
  normalize: [
    (value) =>
      isList(
        value,
        (rule) =>
          Array.isArray(rule) &&
          (isText(rule[0]) || rule[0] instanceof RegExp) &&
          isText(rule[1]) &&
          rule[0] !== '',
      ),
    'a list of [pattern, replacement]',
  ],
  measure: [
    (value) =>
      isRecord(value) &&
      Object.entries(value).every(
        ([name, one]) =>
          /^[a-z][A-Za-z0-9]{0,39}$/u.test(name) &&
          isRecord(one) &&
          (one.pattern === undefined || one.pattern instanceof RegExp),
      ),
    'an object such as { queries: { pattern: /queries: (\\d+)/ } }, whose names have letters and digits, 40 at the most',
  ],
  evict: [isFlagOrNothing, 'true or false'],
  calls: [isFlagOrNothing, 'true or false'],
  interleave: [(value) => value === 'slices' || value === 'runs', "'slices' or 'runs'"],
}

/** What crosses to the host: texts and lists, with the parameters in their places. */
function specOf(
  line: CommandWords,
  {
    agree = true,
    normalize = [],
    exitCodes = [0],
    measure = {},
    ...options
  }: Omit<CommandOptions, 'params' | 'grows' | 'work'>,
  params: ParamValues,
): Record<string, unknown> {
  const fill = (text: string) => fillIn(text, params)
  const fillLine = (one: CommandWords) =>
    typeof one === 'string' ? fillInForShell(one, params) : one.map(fill)
  const { cwd, env, stdin, timeout, interleave, evict, calls } = options
  const spec: Record<string, unknown> = { line: fillLine(line), exitCodes }
  for (const part of ['setup', 'cleanup', 'prepare', 'conclude'] as const) {
    const one = options[part]
    if (one !== undefined) spec[part] = fillLine(one)
  }
  if (cwd !== undefined) spec.cwd = fill(cwd)
  if (env !== undefined)
    spec.env = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, fill(String(value))]))
  if (stdin !== undefined) spec.stdin = typeof stdin === 'string' ? fill(stdin) : { file: fill(stdin.file) }
  if (timeout !== undefined) spec.timeout = timeout
  if (interleave !== undefined) spec.interleave = interleave
  if (evict) spec.evict = true
  if (calls) spec.calls = true
  const isAsked = typeof agree === 'object'
  spec.agree = {
    stdout: isAsked ? (agree.stdout ?? true) : agree,
    stderr: isAsked ? (agree.stderr ?? false) : false,
    files: isAsked ? (agree.files ?? []).map(fill) : [],
  }
  spec.metrics = Object.fromEntries(
    Object.entries(measure).map(([name, { pattern }]) => [
      name,
      pattern ? { pattern: pattern.source, flags: pattern.flags } : {},
    ]),
  )
  spec.normalize = normalize.map(([pattern, replace]) =>
    typeof pattern === 'string'
      ? { pattern: escapePattern(pattern), flags: 'g', replace }
      : { pattern: pattern.source, flags: pattern.flags, replace },
  )
  return spec
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&')
}
