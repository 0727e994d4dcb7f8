import { readdirSync, readFileSync } from 'node:fs'

/** CPU time so far, ns: of its own threads, and of those in which its engine compiles and collects. */
export type GroupCpu = { readonly own: number; readonly helpers: number }

/**
 * Threads of engines, by name (V8 in Node, V8 in Deno, JavaScriptCore in Bun). When they compile is a matter of chance: of equal
 * servers, ln(head ÷ base) of a trial had an SD of 6 % with them and of 2.5 % without.
 */
const engineThread = /^(?:V8|DelayedTask|HeapHelper|JIT|JSC)/u

/**
 * CPU time of all processes of a group, by the scheduler's own count. `undefined` where the system does not tell. A thread or a
 * process that has ended is not in it.
 */
export function cpuOfGroup(group: number): GroupCpu | undefined {
  let [own, helpers, found] = [0, 0, false]
  for (const name of namesIn('/proc')) {
    if (!/^[0-9]+$/u.test(name) || groupOf(name) !== group) continue
    for (const thread of namesIn(`/proc/${name}/task`)) {
      const folder = `/proc/${name}/task/${thread}`
      const told = Number(readText(`${folder}/schedstat`)?.split(' ')[0])
      if (!Number.isFinite(told)) continue
      if (engineThread.test(readText(`${folder}/comm`) ?? '')) helpers += told
      else own += told
      found = true
    }
  }
  return found ? { own, helpers } : undefined
}

/** The process of a group whose main thread has used most CPU time; `undefined` where the system does not tell. */
export function busiestOf(group: number): string | undefined {
  let [most, found] = [-1, undefined as string | undefined]
  for (const name of namesIn('/proc')) {
    if (!/^[0-9]+$/u.test(name) || groupOf(name) !== group) continue
    const told = Number(readText(`/proc/${name}/schedstat`)?.split(' ')[0])
    if (told > most) [most, found] = [told, name]
  }
  return found
}

/** The fifth field of `stat`, after a name that may have anything in it. */
function groupOf(process: string): number {
  const stat = readText(`/proc/${process}/stat`) ?? ''
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2])
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return undefined
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
