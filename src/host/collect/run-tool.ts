import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { mkdir, readdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { makeTemporaryFolder } from '../files/temporary.ts'
import { endRest, holdGroup, ownGroup, signalGroup } from '../process/process-group.ts'

/** A program of others to run, without a shell. */
export type Tool = {
  readonly program: string
  readonly args: readonly string[]
  /** A file that takes what it prints on stdout. */
  readonly output?: string
  /** ms until it is asked to end, and ms more until it is made to. */
  readonly timeout: number
  readonly grace: number
}

/** How it ended; its exit code says little: profilers end with 0 when what they profile has failed. */
export type ToolEnd = { readonly printed: string; readonly isLate: boolean }

const tail = 4_000

/**
 * Gives the body a folder of its own, which is gone afterwards whatever happens: profilers write into the working
 * folder, and delete what others wrote there.
 */
export async function inPrivateFolder<T>(body: (folder: string) => Promise<T>): Promise<T> {
  const { folder, remove } = await makeTemporaryFolder()
  try {
    return await body(folder)
  } finally {
    remove()
  }
}

/** What profilers write into the folder that they are started in: of such names nothing may be there to overwrite. */
const theirs = /^(?:node_trace|isolate-|perf\.data|\.clinic)/u

/**
 * A folder below this one that has links to everything in the project: what a benchmark reads by a path relative to the
 * project is there, and what profilers leave in the folder that they are started in is not left in the project.
 */
export async function makeStandIn(root: string, folder: string): Promise<string> {
  const made = join(folder, 'project')
  await mkdir(made)
  for (const entry of await readdir(root, { withFileTypes: true })) {
    if (theirs.test(entry.name)) continue
    // Windows lets everybody link to folders in this way, and to files not at all.
    const linked = symlink(join(root, entry.name), join(made, entry.name), 'junction')
    await linked.catch(() => {})
  }
  return made
}

/** Runs it in a process group of its own in this folder; nobody of the group is left when this resolves. */
export function runTool(folder: string, tool: Tool): Promise<ToolEnd> {
  return startTool(folder, tool).ended
}

/** The same, for who does something else meanwhile. `ended` never rejects; `end` ends it now, with everything that it started. */
export function startTool(folder: string, { program, args, output, timeout, grace }: Tool) {
  const taking = output === undefined ? undefined : openSync(output, 'w')
  const child = spawn(program, [...args], {
    cwd: folder,
    detached: ownGroup,
    stdio: ['ignore', taking ?? 'pipe', 'pipe'],
    env: { ...process.env, ...quiet(folder) },
  })
  let printed = ''
  const keep = (chunk: Buffer) => {
    printed = (printed + chunk.toString('utf8')).slice(-tail)
  }
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  const endNow = () => signalGroup(child.pid, 'SIGKILL')
  const release = holdGroup(child.pid, 'program')
  let isLate = false
  // The group is asked as a terminal would ask it: most profilers then write what they have.
  const asked = setTimeout(() => {
    isLate = true
    signalGroup(child.pid, 'SIGINT')
  }, timeout)
  const made = setTimeout(endNow, timeout + grace)
  const ended = once(child, 'exit')
    .catch((error: Error) => {
      printed += error.message
    })
    .then(() => {
      clearTimeout(asked)
      clearTimeout(made)
      endRest(child.pid)
      release()
      // Who is in no group of ours any more may hold them, and would keep this process from ending.
      for (const stream of [child.stdout, child.stderr]) stream?.destroy()
      if (taking !== undefined) closeSync(taking)
      return { printed: stripVTControlCharacters(printed).trim(), isLate }
    })
  return { ended, end: endNow }
}

/** No browser, no update notes, no telemetry, and no file in the home folder. */
function quiet(folder: string): NodeJS.ProcessEnv {
  return { CI: '1', BROWSER: 'none', NO_INSIGHT: '1', NO_UPDATE_NOTIFIER: '1', XDG_CONFIG_HOME: folder }
}
