import { access, constants, stat } from 'node:fs/promises'
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path'
import { hyperfineJson } from '../core/report/machine/hyperfine.ts'
import { json } from '../core/report/machine/json.ts'
import { alternativesText } from '../core/report/terminal/alternatives.ts'
import type { TimeOptions } from '../core/time/timed-commands.ts'
import { type TimeRequest, timeCommands } from '../flow/time.ts'
import { writeFileAtomically } from '../host/files/files.ts'
import { findRoot } from '../host/project/project.ts'
import { AssayError } from '../model/assay-error.ts'
import type { Run } from '../model/run.ts'
import type { Invocation } from './invocation.ts'
import { loudnessOf, showProgress } from './progress.ts'
import { usageError } from './usage-error.ts'
import { withHost } from './with-host.ts'

type TimeFlag =
  | (
      | 'json'
      | 'time'
      | 'seed'
      | 'warmup'
      | 'runs'
      | 'min-runs'
      | 'max-runs'
      | 'setup'
      | 'prepare'
      | 'conclude'
    )
  | ('cleanup' | 'parameter-list' | 'parameter-scan' | 'no-shell' | 'shell' | 'ignore-failure' | 'reference')
  | (
      | 'command-name'
      | 'input'
      | 'output'
      | 'agree'
      | 'interleave'
      | 'evict'
      | 'calls'
      | 'timeout'
      | 'export-json'
    )

/** `assay time 'a' 'b'`: which is faster, and by how much. */
export async function executeTime(invocation: Invocation<TimeFlag>): Promise<number> {
  const { flags, console, folder } = invocation
  const target = flags['export-json'] === undefined ? undefined : resolve(folder, flags['export-json'])
  // Before anything is measured, which may take long.
  if (target !== undefined) await checkTarget(target)
  const request = readRequest(invocation)
  const show = showProgress(console, loudnessOf(flags))
  const run = await withHost(
    invocation,
    (host) => timeCommands(host, request),
    (moment) => {
      if (moment.type !== 'listed') show(moment)
    },
  )
  if (flags.json) for (const { text } of json(run)) console.out(text)
  else console.out(alternativesText(run, console))
  // Last: what was measured is shown whatever becomes of the file.
  if (target !== undefined) await writeExport(target, hyperfineJson(run))
  return exitCodeOf(run)
}

function exitCodeOf({ partial, benchmarks }: Run): number {
  if (partial) return 130
  return benchmarks.some(({ state }) => state === 'failed') ? 1 : 0
}

async function checkTarget(path: string): Promise<void> {
  const place = await stat(path).catch(() => undefined)
  if (place?.isDirectory()) throw usageError(`--export-json '${path}' is a folder`, 'Name a file in it.')
  await access(place ? path : dirname(path), constants.W_OK).catch(() => {
    throw usageError(`--export-json '${path}' cannot be written`, 'Name a file in a folder that is there.')
  })
}

/** A folder that a command has removed is not made again: nobody would look for it there. */
async function writeExport(path: string, text: string): Promise<void> {
  const folder = dirname(path)
  const place = await stat(folder).catch(() => undefined)
  if (place === undefined)
    throw new AssayError(
      'not-writable',
      `${path} cannot be written: the folder ${folder} is gone.`,
      'A command has removed it while it was timed: name a file elsewhere.',
    )
  await writeFileAtomically(path, text)
}

/** What names a command, a file or a shell, and names nothing where it is empty. */
const named = [
  ...(['setup', 'prepare', 'conclude', 'cleanup', 'shell', 'reference', 'command-name'] as const),
  ...(['input', 'output', 'export-json'] as const),
]

function refuseEmpty(flags: Invocation<TimeFlag>['flags']): void {
  const empty = named.find((name) => [flags[name]].flat().some((value) => value?.trim() === ''))
  if (empty !== undefined) throw usageError(`--${empty} is empty`, 'Give it a value, or leave it out.')
}

function readRequest({ flags, words, folder }: Invocation<TimeFlag>): TimeRequest {
  refuseEmpty(flags)
  const root = findRoot(folder)
  const inProject = (path: string) => relative(root, resolve(folder, path)).split(sep).join('/') || '.'
  const { runs, output, interleave } = flags
  const [min, max] = [flags['min-runs'], flags['max-runs']]
  if (min !== undefined && max !== undefined && min > max)
    throw usageError(`--min-runs ${min} is more than --max-runs ${max}`, 'Exchange the two.')
  if (interleave !== undefined && interleave !== 'slices' && interleave !== 'runs')
    throw usageError(`--interleave '${interleave}' is neither slices nor runs`, 'Write --interleave runs.')
  const isPlain = output === undefined || output === 'null' || output === 'pipe'
  if (output === 'inherit')
    throw usageError(
      '--output inherit is not possible: what commands print is not shown',
      'Write --output FILE.',
    )
  return {
    commands: words,
    names: flags['command-name'],
    reference: flags.reference,
    params: [...flags['parameter-list'].map(listOf), ...flags['parameter-scan'].map(scanOf)],
    shell: shellOf(flags.shell, flags['no-shell']),
    prepare: flags.prepare,
    conclude: flags.conclude,
    setup: flags.setup,
    cleanup: flags.cleanup,
    exitCodes: exitCodesOf(flags['ignore-failure']),
    input: flags.input === undefined || isAbsolute(flags.input) ? flags.input : inProject(flags.input),
    output: isPlain || isAbsolute(output) ? output : inProject(output),
    warmup: flags.warmup,
    agree: flags.agree,
    interleave,
    ...{ evict: flags.evict, calls: flags.calls },
    cwd: inProject('.'),
    time: flags.time,
    timeout: flags.timeout,
    seed: flags.seed,
    ...runsOf(runs, min, max),
  }
}

function runsOf(
  runs: number | undefined,
  min: number | undefined,
  max: number | undefined,
): Pick<TimeRequest, 'runs'> {
  if (runs !== undefined) return { runs: { min: runs, max: runs } }
  if (min === undefined && max === undefined) return {}
  return { runs: { min: min ?? Math.min(10, max!), max: Math.max(max ?? 1000, min ?? 2) } }
}

function listOf(text: string): TimeOptions['params'][number] {
  const [name = '', values] = text.split(/ (.*)/su)
  if (name !== '' && values !== undefined && values !== '') return { name, values: values.split(',') }
  throw usageError(`--parameter-list '${text}' has no values`, 'Write --parameter-list n 1,2,3.')
}

const mostValues = 1000

function scanOf(text: string): TimeOptions['params'][number] {
  const [name = '', from = '', to = ''] = text.split(' ')
  const [first, last] = [Number(from), Number(to)]
  const isRange =
    from !== '' && to !== '' && Number.isInteger(first) && Number.isInteger(last) && first <= last
  if (name === '' || !isRange || last - first >= mostValues)
    throw usageError(
      `--parameter-scan '${text}' is no range of whole numbers`,
      'Write --parameter-scan n 1 8.',
    )
  return { name, values: Array.from({ length: last - first + 1 }, (_, place) => String(first + place)) }
}

/** hyperfine's words for a shell are understood, too. */
function shellOf(text: string | undefined, isWithout: boolean): string | undefined {
  if (isWithout && text !== undefined && text !== 'none')
    throw usageError(`--no-shell and --shell ${text} exclude each other`, 'Leave one out.')
  if (text === undefined || text === 'none') return undefined
  return text === 'default' ? '/bin/sh' : text
}

function exitCodesOf(given: string | boolean): TimeOptions['exitCodes'] {
  if (given === false) return [0]
  if (given === true || given === 'all-non-zero') return 'any'
  const codes = given.split(',').map(Number)
  if (codes.every((code) => Number.isInteger(code) && code >= 0 && code < 256)) return [0, ...codes]
  throw usageError(`--ignore-failure=${given} has no exit codes from 0 to 255`, 'Write --ignore-failure=1,2.')
}
