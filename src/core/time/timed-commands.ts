import { fillIn, fillInForShell } from '../../api/fill-in.ts'
import { AssayError } from '../../model/assay-error.ts'
import type { Benchmark } from '../../model/benchmark.ts'
import { type CommandSpec, commandSpecSchema } from '../../model/command.ts'
import { splitWords } from './split-words.ts'

/** What `assay time` was asked, as texts: `{name}` stands for a parameter. */
export type TimeOptions = {
  readonly commands: readonly string[]
  /** Names in place of their texts: of the first, the second and so on. */
  readonly names: readonly string[]
  /** Compared with all others; otherwise the first is. */
  readonly reference?: string | undefined
  readonly params: readonly { readonly name: string; readonly values: readonly string[] }[]
  /** A program that is given each as a text; otherwise none is. */
  readonly shell?: string | undefined
  /** Of all, or one for each. */
  readonly prepare: readonly string[]
  readonly conclude: readonly string[]
  readonly setup?: string | undefined
  readonly cleanup?: string | undefined
  readonly exitCodes: CommandSpec['exitCodes']
  /** A file to read, absolute or relative to `cwd`; where what is printed goes. */
  readonly input?: string | undefined
  readonly output?: string | undefined
  readonly warmup?: number | undefined
  /** Whether all must print the same. */
  readonly agree: boolean
  readonly interleave?: CommandSpec['interleave']
  /** Whether each is also measured with its files out of memory, and its system calls are counted. */
  readonly evict?: boolean
  readonly calls?: boolean
  /** The folder that they run in. */
  readonly cwd: string
}

/** The file that stands in ids of commands that no file registers. */
export const timedFile = 'command line'

/**
 * A benchmark of each command and each combination of parameters; the reference is the first.
 *
 * @throws AssayError `usage` where a command cannot be read, or two are the same
 */
export function readTimedCommands(options: TimeOptions): Benchmark[] {
  const { reference, commands, names } = options
  const texts = reference === undefined ? [...commands] : [reference, ...commands]
  const given = reference === undefined ? names : [undefined, ...names]
  checkCount('--prepare', options.prepare, texts)
  checkCount('--conclude', options.conclude, texts)
  if (names.length > commands.length)
    throw new AssayError(
      'usage',
      `${names.length} names for ${commands.length} commands`,
      'Leave out some of --command-name.',
    )
  checkParameters(options.params, texts)
  const all = texts.flatMap((text, place) => {
    const used = options.params.filter(({ name }) => text.includes(`{${name}}`))
    return combine(used).map((params) => benchmarkOf(text, place, given[place], params, options))
  })
  const twice = all.find(({ id }, place) => all.findIndex((one) => one.id === id) !== place)
  if (twice)
    throw new AssayError(
      'usage',
      `'${twice.name}' is there twice`,
      'Give each another name (--command-name), or leave one out.',
    )
  return all
}

function benchmarkOf(
  text: string,
  place: number,
  given: string | undefined,
  params: Readonly<Record<string, string>>,
  {
    shell,
    prepare,
    conclude,
    setup,
    cleanup,
    exitCodes,
    input,
    output,
    warmup,
    agree,
    interleave,
    evict = false,
    calls = false,
    cwd,
  }: TimeOptions,
): Benchmark {
  const name = fillIn(given ?? text, params)
  const hooks = {
    prepare: prepare.length > 1 ? prepare[place] : prepare[0],
    conclude: conclude.length > 1 ? conclude[place] : conclude[0],
    ...{ setup, cleanup },
  }
  const command = commandSpecSchema.parse({
    line:
      shell === undefined
        ? splitWords(text).map((word) => fillIn(word, params))
        : fillInForShell(text, params),
    ...(shell !== undefined && { shell }),
    ...Object.fromEntries(
      Object.entries(hooks).flatMap(([hook, line]) =>
        line === undefined ? [] : [[hook, fillInForShell(line, params)]],
      ),
    ),
    ...{ cwd, exitCodes, agree: { stdout: true, stderr: false, files: [] } },
    ...(input !== undefined && { stdin: { file: input } }),
    ...(output !== undefined && {
      output: output === 'null' || output === 'pipe' ? output : { file: output },
    }),
    ...(warmup !== undefined && { warmup }),
    ...(interleave !== undefined && { interleave }),
    ...(evict && { evict }),
    ...(calls && { calls }),
  })
  return {
    ...{ kind: 'command', file: timedFile, id: `${timedFile} › ${name}`, key: name, group: [], name, params },
    ...{ agree, command, ...(!agree && { mayDiffer: true }) },
  }
}

function checkParameters(params: TimeOptions['params'], texts: readonly string[]): void {
  for (const [place, { name }] of params.entries()) {
    if (params.findIndex((one) => one.name === name) !== place)
      throw new AssayError(
        'usage',
        `the parameter '${name}' is there twice`,
        `Name all its values at once: -L ${name} 1,2,3.`,
      )
    if (!texts.some((text) => text.includes(`{${name}}`)))
      throw new AssayError(
        'usage',
        `no command has the parameter '${name}'`,
        `Write {${name}} where it belongs, or leave it out.`,
      )
  }
}

function combine(params: TimeOptions['params']): Readonly<Record<string, string>>[] {
  return params.reduce<Record<string, string>[]>(
    (all, { name, values }) => all.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  )
}

function checkCount(flag: string, given: readonly string[], texts: readonly string[]): void {
  if (given.length <= 1 || given.length === texts.length) return
  throw new AssayError(
    'usage',
    `${flag} is there ${given.length} times for ${texts.length} commands`,
    `Give one ${flag} for all, or one for each (the reference first).`,
  )
}
