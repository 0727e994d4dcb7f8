import { readdirSync, readFileSync } from 'node:fs'
import { engine } from '../engine/engine.ts'

/** CPU time, ns, that a benchmark's work took in other threads than its own, and in other processes. */
export type Elsewhere = { readonly pool: number; readonly workers: number; readonly children: number }

/** What has been running, by CPU time in ns. */
type Account = {
  /** All threads together, those that have ended included. */
  readonly process: number
  /** The measuring thread, and those of the engine: compiler, collector, profiler. */
  readonly own: number
  readonly pool: number
  readonly children: number
}

/** Names of threads; the main one is known by its number. */
const { threads } = engine
/** ns of a tick in which Linux tells the time of children (USER_HZ). */
const tick = 10e6

const usage = process.cpuUsage.bind(process)
function cpuOfProcess(): number {
  const { user, system } = usage()
  return (user + system) * 1_000
}

/**
 * Reports what has been done elsewhere since; absent if the system does not say (Linux does, where the engine names
 * its threads). Whatever the process spent and none of the engine's threads did was done by workers, also by such
 * that have ended.
 */
export function watchElsewhere(): () => Elsewhere | undefined {
  const account = () => accountOf(process.pid, cpuOfProcess, systemFiles)
  const before = account()
  return () => {
    const after = before && account()
    return after && difference(before, after)
  }
}

export function difference(before: Account, after: Account): Elsewhere {
  const since = (of: (account: Account) => number) => Math.max(0, of(after) - of(before))
  return {
    pool: since(({ pool }) => pool),
    workers: since(({ process: all, own, pool }) => all - own - pool),
    children: since(({ children }) => children),
  }
}

/**
 * What is running in a process, and what it has started, by the files of the system. Absent where these do not tell what
 * its own thread computed, or whom it has started: all of that would seem to be done elsewhere, or by nobody.
 *
 * `processCpu` in ns, asked for last: what is in no thread's account yet would be a worker's.
 */
export function accountOf(
  pid: number,
  processCpu: () => number,
  { list, read }: ProcessFiles,
): Account | undefined {
  const main = `/proc/self/task/${pid}`
  if (!read(`${main}/schedstat`) || read(`${main}/children`) === undefined) return undefined
  let [own, pool, named] = [0, 0, false]
  for (const thread of list('/proc/self/task')) {
    const place = `/proc/self/task/${thread}`
    const name = read(`${place}/comm`)?.trim() ?? ''
    if (threads.sign.test(name)) named = true
    if (thread === String(pid) || threads.own.test(name)) own += timeOf(read(`${place}/schedstat`))
    else if (threads.pool.test(name)) pool += timeOf(read(`${place}/schedstat`))
  }
  const children = ticksOf(read('/proc/self/stat')).children + startedBy('self', { list, read })
  return named ? { process: processCpu(), own, pool, children } : undefined
}

/** Of all that is alive and was started by a process, or by those that it started. */
function startedBy(process: string, { list, read }: ProcessFiles): number {
  let sum = 0
  for (const thread of list(`/proc/${process}/task`)) {
    const children = read(`/proc/${process}/task/${thread}/children`) ?? ''
    for (const child of children.split(' ').filter(Boolean)) {
      let threads = 0
      for (const one of list(`/proc/${child}/task`))
        threads += timeOf(read(`/proc/${child}/task/${one}/schedstat`))
      // Threads that have ended are in the ticks only, which are coarse.
      const ticks = ticksOf(read(`/proc/${child}/stat`))
      sum += Math.max(threads, ticks.own) + ticks.children + startedBy(child, { list, read })
    }
  }
  return sum
}

/** The first number of `schedstat`: ns on a CPU. */
function timeOf(schedstat: string | undefined): number {
  return Number(schedstat?.split(' ')[0] ?? 0)
}

/**
 * User and system time from `stat`, in ns: of a process, and of its children that have ended. After the name in brackets,
 * which may hold anything, the 12th to the 15th field.
 */
function ticksOf(stat: string | undefined): { own: number; children: number } {
  if (stat === undefined) return { own: 0, children: 0 }
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const ticks = (field: number) => (Number(fields[field]) + Number(fields[field + 1])) * tick
  return { own: ticks(11), children: ticks(13) }
}

/** The system's own; nothing where somebody has ended meanwhile. */
export type ProcessFiles = {
  readonly list: (folder: string) => readonly string[]
  readonly read: (file: string) => string | undefined
}

const systemFiles: ProcessFiles = {
  list(folder) {
    try {
      return readdirSync(folder)
    } catch {
      return []
    }
  },
  read(file) {
    try {
      return readFileSync(file, 'latin1')
    } catch {
      return undefined
    }
  },
}
