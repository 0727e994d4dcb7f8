import { join } from 'node:path'
import { main as program } from './built.ts'
import { environmentOf, type Result } from './project.ts'

/**
 * The command line in this process, which saves starting one, and compiling it: that is most of what a command costs which
 * measures little. For everything but what is of the process itself: signals, standard streams, an end by itself, several
 * at a time. That has to be asked of the real program, as it is of each command that measures, somewhere. It is the one that
 * people have (`built.ts`), which starts compiled children.
 */
export function runHere(folder: string, ...args: readonly string[]): Promise<Result> {
  return runHereWith({}, folder, ...args)
}

/** The same, with more environment. A key has to be asked of the real program: a process remembers what it took of it. */
export async function runHereWith(
  env: NodeJS.ProcessEnv,
  folder: string,
  ...args: readonly string[]
): Promise<Result> {
  const { main } = (await import(join(program, '../cli.js'))) as typeof import('../src/cli/cli.ts')
  let [stdout, stderr] = ['', '']
  const written = (write: (text: string) => void) => ({ isTTY: false, columns: 100, write })
  const putBack = beginIn({ ...environmentOf(folder), ...env })
  try {
    const code = await main({
      argv: ['node', 'assay', ...args],
      cwd: () => folder,
      env: {},
      stdout: written((text) => {
        stdout += text
      }),
      stderr: written((text) => {
        stderr += text
      }),
      on: () => undefined,
      off: () => undefined,
      exit: () => undefined,
    })
    return { code, stdout, stderr }
  } finally {
    putBack()
  }
}

let isRunning = false

/** Makes this process look like one that was started with this environment, and no flags. Returns what puts all back. */
function beginIn(env: NodeJS.ProcessEnv): () => void {
  if (isRunning) throw new Error('one command at a time: they share the environment of this process')
  isRunning = true
  const { execArgv } = process
  const before = Object.keys(env).map((name) => [name, process.env[name]] as const)
  process.execArgv = []
  setEnvironment(Object.entries(env))
  return () => {
    isRunning = false
    process.execArgv = execArgv
    setEnvironment(before)
  }
}

function setEnvironment(entries: Iterable<readonly [name: string, value: string | undefined]>): void {
  for (const [name, value] of entries) {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
}
