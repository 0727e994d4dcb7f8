import { resolve } from 'node:path'
import { AssayError } from '../../model/assay-error.ts'
import {
  type ChosenRuntime,
  parseRuntime,
  type RuntimeIdentity,
  type RuntimeName,
  runtimeTitles,
  significantVersion,
} from '../../model/runtime.ts'
import type { Executable } from '../process/child.ts'
import { runToEnd } from '../process/program.ts'
import { candidatesFor, isFile, type Surroundings } from './find-executable.ts'
import type { Runtime } from './runtime.ts'
import { runtimes } from './runtimes.ts'

/** One that was found, and how its programs are started. */
export type FoundRuntime = ChosenRuntime & {
  /** Absent: it is the one that runs Assay, and is started as that is. */
  readonly start?: ((flags: readonly string[]) => Executable) | undefined
  /** Flags that reach it through the environment. */
  readonly flags: readonly string[]
}

const here: Surroundings = {
  environment: process.env,
  platform: process.platform,
  arch: process.arch,
  own: process.execPath,
  patience: 20_000,
}

/**
 * The runtime that is meant by `node@22`, `bun`, or a path: among the packages of the project and the folders above it, then
 * on PATH. For Node the one that runs Assay comes first.
 *
 * @param root the project's folder, from which paths are meant
 * @throws AssayError `no-runtime`, `broken-runtime`
 */
export async function findRuntime(
  root: string,
  asked: string,
  surroundings: Surroundings = here,
): Promise<FoundRuntime> {
  const request = parseRuntime(asked)
  if (request === undefined) throw notUnderstood(asked)
  if ('path' in request) {
    const executable = resolve(root, request.path)
    if (!isFile(executable)) throw notAt(asked, executable)
    return identifyAny(root, asked, executable, surroundings)
  }
  const { name, version } = request
  if (version !== undefined && isOlder(latestOf(version), runtimes[name].least))
    throw tooOld(`${runtimeTitles[name]} ${version}`, runtimes[name])
  const passed: string[] = []
  for (const executable of candidatesFor(root, name, surroundings)) {
    const identity = await identify(root, executable, runtimes[name], surroundings)
    if (typeof identity === 'string') throw broken(asked, executable, identity, runtimes[name], version)
    if (fits(identity.version, version)) return found(asked, executable, identity, surroundings)
    passed.push(`${identity.version} in ${executable}`)
  }
  throw missing(asked, name, version, passed)
}

/** Of a path nobody said what it is: each is asked in its own way. */
async function identifyAny(
  root: string,
  asked: string,
  executable: string,
  surroundings: Surroundings,
): Promise<FoundRuntime> {
  const problems: string[] = []
  for (const runtime of Object.values<Runtime>(runtimes)) {
    const identity = await identify(root, executable, runtime, surroundings)
    if (typeof identity !== 'string') return found(asked, executable, identity, surroundings)
    problems.push(identity)
    // What hangs would hang each time.
    if (identity === lateAfter(surroundings)) break
  }
  throw broken(asked, executable, problems[0]!)
}

function lateAfter({ patience }: Surroundings): string {
  return `it did not say its version within ${patience / 1_000} s`
}

/** What it is, or why nobody knows. */
async function identify(
  root: string,
  executable: string,
  { ask, identify }: Runtime,
  surroundings: Surroundings,
) {
  const { failed, isLate, exitCode, stdout, stderr } = await runToEnd({
    program: executable,
    args: ask,
    folder: root,
    // A debugger that is asked for there would take the port, or wait.
    env: { NODE_OPTIONS: undefined },
    timeout: surroundings.patience,
  })
  if (isLate) return lateAfter(surroundings)
  if (failed) {
    const said = stderr.trim().split('\n').at(-1)?.trim().slice(0, 200) ?? ''
    const how =
      exitCode === undefined
        ? 'it could not be started, or a signal ended it'
        : `it ended with code ${exitCode}`
    return said === '' ? how : `${how}: ${said}`
  }
  try {
    const identity = identify(JSON.parse(stdout) as Record<string, string>)
    if (identity && /^\d+\.\d+\.\d+/u.test(identity.version)) return identity
  } catch {
    // It printed something else.
  }
  return 'it did not say which version it is'
}

function found(
  asked: string,
  executable: string,
  identity: RuntimeIdentity,
  { environment, own }: Surroundings,
): FoundRuntime {
  const runtime: Runtime = runtimes[identity.name]
  const title = runtimeTitles[identity.name]
  if (isOlder(identity.version, runtime.least))
    throw tooOld(`${title} ${identity.version} (${executable})`, runtime)
  const isPath = 'path' in parseRuntime(asked)!
  return {
    label: isPath ? `${identity.name}@${significantVersion(identity)}` : asked,
    ...{ identity, lacks: runtime.lacks, flags: runtime.flagsIn(environment) },
    ...(executable !== own && {
      start: (flags) => ({
        ...{ file: executable, args: runtime.args(flags) },
        ...(runtime.env && { env: runtime.env }),
      }),
    }),
  }
}

/** Whether a version is the one that was asked for, or begins like it. */
function fits(version: string, wanted: string | undefined): boolean {
  return wanted === undefined || version === wanted || version.startsWith(`${wanted}.`)
}

function isOlder(version: string, least: string): boolean {
  return version.localeCompare(least, 'en', { numeric: true }) < 0
}

/** The last version that could begin like that. */
function latestOf(wanted: string): string {
  return [...wanted.split('.'), '999999', '999999'].slice(0, 3).join('.')
}

function tooOld(what: string, { least, install }: Runtime): AssayError {
  return new AssayError(
    'no-runtime',
    `${what} is too old to measure on: it takes ${least} or later`,
    `Run \`npm install --save-dev ${install(undefined)}\`, or give the path of a newer one.`,
  )
}

function notUnderstood(asked: string): AssayError {
  return new AssayError(
    'no-runtime',
    `'${asked.slice(0, 80)}' is no runtime`,
    "Write 'node@22', 'bun', 'deno', or the path of one such as './tools/bun'.",
  )
}

function notAt(asked: string, executable: string): AssayError {
  const message = `the runtime '${asked}' is not there: no file ${executable}`
  return new AssayError(
    'no-runtime',
    message,
    'Fix the path: in the configuration it is meant from the folder of package.json, after --runtime from where you stand.',
  )
}

function missing(
  asked: string,
  name: RuntimeName,
  version: string | undefined,
  passed: readonly string[],
): AssayError {
  const others = passed.length === 0 ? '' : `; there is ${passed.join(', and ')}`
  return new AssayError(
    'no-runtime',
    `the runtime '${asked}' is not installed: looked for its package in node_modules of the project and above, and for ${name} on PATH${others}`,
    `Run \`npm install --save-dev ${runtimes[name].install(version)}\`, or give the path of its executable.`,
  )
}

function broken(
  asked: string,
  executable: string,
  why: string,
  runtime?: Runtime,
  version?: string,
): AssayError {
  const again = runtime ? `, or run \`npm install --save-dev ${runtime.install(version)}\`` : ''
  return new AssayError(
    'broken-runtime',
    `the runtime '${asked}' (${executable}) does not run: ${why}`,
    `Run \`${executable} --version\` to see why${again}.`,
  )
}
