import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/**
 * Keeps the measuring threads of processes that are compared on one CPU. On two, they meet two neighbours for as long
 * as they live, and on a virtual machine each CPU may share its core with somebody else's work: of identical forks in
 * turns, ln(head ÷ base) had an SD of 9 % on two CPUs and of 1.3 % on one. Their other threads, which collect and
 * compile, stay free.
 *
 * On Linux, with `taskset` of util-linux or BusyBox; elsewhere, and where it is refused, nothing happens.
 *
 * @param draw chooses the CPU, among those that this process may use and that no others are kept on
 * @returns gives it back, once they have been measured
 */
export async function shareCpu(pids: readonly (number | undefined)[], draw: number): Promise<() => void> {
  const drawn = await drawCpu(draw)
  if (!drawn) return () => {}
  await Promise.all(pids.map((pid) => (pid === undefined ? undefined : keepOn(drawn.cpu, pid))))
  return drawn.giveBack
}

/** One of the CPUs that this process may use and that no others are kept on; nothing where there is no choice. */
export async function drawCpu(
  draw: number,
): Promise<{ readonly cpu: number; readonly giveBack: () => void } | undefined> {
  if (process.platform !== 'linux') return undefined
  const allowed = cpusOf(await readFile('/proc/self/status', 'utf8').catch(() => ''))
  const free = allowed.filter((cpu) => !taken.has(cpu))
  const cpus = free.length > 0 ? free : allowed
  const cpu = cpus[draw % cpus.length]
  if (allowed.length < 2 || cpu === undefined) return undefined
  taken.add(cpu)
  return { cpu, giveBack: () => taken.delete(cpu) }
}

/** CPUs that others are kept on, who are measured at the same time. */
const taken = new Set<number>()

/** CPUs that a process may run on, from its `/proc/…/status`: `Cpus_allowed_list: 0-2,5` is 0, 1, 2 and 5. */
export function cpusOf(status: string): number[] {
  const list = /^Cpus_allowed_list:\s*([\d,-]+)$/mu.exec(status)?.[1] ?? ''
  return list.split(',').flatMap((part) => {
    const [first, last = first] = part.split('-').map(Number)
    if (part === '' || first === undefined || last === undefined) return []
    return Array.from({ length: last - first + 1 }, (_, index) => first + index)
  })
}

/** Keeps a whole process on some CPUs: its threads, and what it starts from now on. How it ends does not matter. */
export function keepProcessOn(cpus: readonly number[], pid: number): Promise<unknown> {
  return runTaskset(['-a', '-p', '-c', cpus.join(','), String(pid)])
}

/** Words that start a program on one CPU, and all that it starts; as they are where that cannot be. */
export async function startingOn(cpu: number, words: readonly string[]): Promise<readonly string[]> {
  canStart ??= runTaskset(['-p', String(process.pid)])
  return (await canStart) === undefined ? words : ['taskset', '-c', String(cpu), ...words]
}

let canStart: Promise<unknown> | undefined

/** CPUs that this process may use but for one; none where that is the only one, or they are not told. */
export async function cpusBeside(than: number): Promise<number[]> {
  const allowed = cpusOf(await readFile('/proc/self/status', 'utf8').catch(() => ''))
  return allowed.filter((cpu) => cpu !== than)
}

/** Of one thread only: a process is known by its main one. How it ends does not matter. */
function keepOn(cpu: number, pid: number): Promise<unknown> {
  return runTaskset(['-p', '-c', String(cpu), String(pid)])
}

function runTaskset(words: readonly string[]): Promise<unknown> {
  return promisify(execFile)('taskset', words, { timeout: 1000 }).catch(() => undefined)
}
