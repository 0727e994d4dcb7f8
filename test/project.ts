import { execFileSync, spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'
import { declareOwnMetrics } from '../src/core/kind/own-metrics.ts'
import type { OwnMetrics } from '../src/model/own-metric.ts'
import { type Run, runSchema } from '../src/model/run.ts'
import { main } from './built.ts'

/** Real projects in temporary folders, and the real program run in them. */

const made: string[] = []

/** Removes the projects that a file of tests has made, once it is done with them (clean-up.ts). */
export function removeProjects(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
}

export type Result = { readonly code: number | null; readonly stdout: string; readonly stderr: string }

export type Project = {
  readonly folder: string
  readonly write: (file: string, text: string) => void
  readonly read: (file: string) => string
  /** Paths of all files below a folder of the project. */
  readonly files: (folder: string) => string[]
  readonly run: (...args: string[]) => Promise<Result>
  /** The same from a folder below the project, by another program than the sources, or with more environment. */
  readonly runFrom: (
    from: { below?: string; program?: string; env?: NodeJS.ProcessEnv },
    ...args: string[]
  ) => Promise<Result>
  /** The same, with something done as soon as stderr shows a text. */
  readonly runUntil: (shown: string, act: (pid: number) => void, ...args: string[]) => Promise<Result>
  /** The same, with something done as soon as a file of the project is there. */
  readonly runUntilFile: (file: string, act: (pid: number) => void, ...args: string[]) => Promise<Result>
  readonly latest: () => Run
  /** Processes that still work in the project's folder. */
  readonly processes: () => number[]
}

/** How long to look for processes: one that was killed takes a moment to be gone. */
export const gone = { timeout: 10_000 }

/** As short as measuring can be: these tests are about what happens, not about numbers. */
export const quick = `
  time: { perBenchmark: '20 ms', forks: { min: 2, max: 2 }, batch: '10 us', timeout: '20 s' },
  collect: { memory: false, controls: false },`

/** A comparison that is measured, and no more: for what is not about the verdict. */
export const twoPairs = ['--forks', '2']

/** All the findings that two pairs can have where nothing is wrong. */
export const undecided = [expect.objectContaining({ code: 'undecided' })]

/**
 * A project with the given files; a package of ECMAScript modules, and measured quickly, unless it brings its own package.json
 * and configuration. In JavaScript: taking types off costs each process as much as all the rest of its start.
 */
export function project(files: Readonly<Record<string, string>>, name = 'project'): Project {
  const parent = realpathSync(mkdtempSync(join(tmpdir(), 'assay-test-')))
  made.push(parent)
  const folder = join(parent, name)
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  const isConfigured = Object.keys(files).some((file) => file.startsWith('perf.config.'))
  const all = {
    'package.json': '{ "name": "@scope/example", "type": "module" }',
    ...(isConfigured ? {} : { 'perf.config.js': `export default {${quick} }` }),
    ...files,
  }
  for (const [file, text] of Object.entries(all)) write(file, text)
  const read = (file: string) => readFileSync(join(folder, file), 'utf8')
  return {
    folder,
    write,
    read,
    files: (below) =>
      readdirSync(join(folder, below), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
        .sort(),
    run: (...args) => execute(main, folder, args),
    runFrom: ({ below = '.', program = main, env }, ...args) =>
      execute(program, join(folder, below), args, { env }),
    runUntil: (shown, act, ...args) => execute(main, folder, args, { until: { shown, act } }),
    runUntilFile: (file, act, ...args) =>
      execute(main, folder, args, { untilFile: { file: join(folder, file), act } }),
    latest: () => readRun(read('reports/latest/run.json')),
    processes: () => processesIn(folder),
  }
}

/** git in a project, as nobody in particular: what the machine's own configuration says does not count. */
export function git({ folder }: Pick<Project, 'folder'>, ...args: string[]): string {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org']
  return execFileSync('git', ['-C', folder, ...identity, ...args], {
    encoding: 'utf8',
    env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** What the program finds in its environment, beside what is this machine's. Nobody's own key signs here. */
export function environmentOf(folder: string): NodeJS.ProcessEnv {
  return {
    NO_COLOR: '1',
    CI: 'true',
    XDG_CONFIG_HOME: `${folder}-config`,
    ASSAY_SIGNING_KEY: undefined,
    ASSAY_SIGNING_KEY_FILE: undefined,
  }
}

function execute(
  program: string,
  folder: string,
  args: readonly string[],
  {
    until,
    untilFile,
    env,
  }: {
    until?: { shown: string; act: (pid: number) => void }
    untilFile?: { file: string; act: (pid: number) => void }
    env?: NodeJS.ProcessEnv | undefined
  } = {},
): Promise<Result> {
  const { promise, resolve } = Promise.withResolvers<Result>()
  const child = spawn(process.execPath, [program, ...args], {
    cwd: folder,
    env: { ...process.env, ...environmentOf(folder), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  let waiting = until
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk)
  })
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk)
    if (waiting && stderr.includes(waiting.shown)) {
      waiting.act(child.pid!)
      waiting = undefined
    }
  })
  if (untilFile) {
    const looking = setInterval(() => {
      if (!existsSync(untilFile.file)) return
      clearInterval(looking)
      untilFile.act(child.pid!)
    }, 20)
    child.once('exit', () => clearInterval(looking))
  }
  child.on('close', (code) => resolve({ code, stdout, stderr }))
  return promise
}

/** By their working folder, as Linux tells it; elsewhere nothing is known. */
function processesIn(folder: string): number[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .filter((entry) => /^[0-9]+$/u.test(entry))
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`).startsWith(folder)
      } catch {
        return false
      }
    })
    .map(Number)
}

/** A Run document. Metrics of its project are known while it is read, and to no other test. */
export function readRun(text: string): Run {
  const document = JSON.parse(text) as { metrics?: OwnMetrics }
  const withdraw = declareOwnMetrics(document.metrics ?? {})
  try {
    return runSchema.parse(document)
  } finally {
    withdraw()
  }
}
