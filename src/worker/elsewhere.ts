import { readdirSync, readFileSync } from 'node:fs'

/** CPU time, ns, that a benchmark's work took in other threads than its own, and in other processes. */
export type Elsewhere = { readonly pool: number; readonly workers: number; readonly children: number }

/** What is running, by CPU time in ns. */
type Account = {
  /** All threads together, those that have ended included. */
  readonly process: number
  /** The measuring thread, and those of the engine: compiler, collector, profiler. */
  readonly own: number
  readonly pool: number
  readonly children: number
}

/** Node's names of the threads that do what any benchmark needs; its main thread is known by its number. */
const engine: ReadonlySet<string> = new Set([
  'V8Worker',
  'DelayedTaskSche',
  'SignalInspector',
  'v8:ProfEvntProc',
])
const poolName = 'libuv-worker'
/** ns of a tick in which Linux tells the time of children (USER_HZ). */
const tick = 10e6

const processCpu = process.cpuUsage.bind(process)

/**
 * Tells what has been done elsewhere since; absent where the system does not tell (Linux does, of a Node that names
 * its threads). Whatever the process spent and none of the engine's threads did was done by workers, also by such
 * that have ended.
 */
export function watchElsewhere(): () => Elsewhere | undefined {
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

function account(): Account | undefined {
  try {
    let [own, pool, children, named] = [0, 0, childrenThatEnded(), false]
    for (const thread of readdirSync('/proc/self/task')) {
      const place = `/proc/self/task/${thread}`
      const name = read(`${place}/comm`).trim()
      if (engine.has(name)) named = true
      if (thread === String(process.pid) || engine.has(name)) own += cpuOf(place)
      else if (name === poolName) pool += cpuOf(place)
      for (const child of read(`${place}/children`).split(' ').filter(Boolean)) {
        children += cpuOf(`/proc/${child}`)
      }
    }
    const { user, system } = processCpu()
    return named ? { process: (user + system) * 1_000, own, pool, children } : undefined
  } catch {
    return undefined
  }
}

function cpuOf(place: string): number {
  return Number(read(`${place}/schedstat`).split(' ')[0] ?? 0)
}

/** User and system time of children that have ended: after the name in brackets, the 14th and 15th field. */
function childrenThatEnded(): number {
  const stat = read('/proc/self/stat')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[13]) + Number(fields[14])) * tick
}

/** Nothing where it has ended meanwhile. */
function read(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}
