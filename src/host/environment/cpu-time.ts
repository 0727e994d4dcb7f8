import { setTimeout as wait } from 'node:timers/promises'
import { statFields } from '../process/process-stat.ts'
import type { SystemFiles } from '../process/system-files.ts'

/** Time between the two readings, in ms. */
const windowLength = 200

/** CPU time since boot, in ticks (10 ms nearly everywhere), summed over all CPUs. */
export type CpuTimes = { total: number; steal: number }

/** Share of CPU time, 0–1, that the hypervisor gave to others while this function waited. */
export async function readSteal(files: SystemFiles): Promise<number | undefined> {
  const before = parseCpuTimes(files.read('/proc/stat'))
  if (!before) return undefined
  await wait(windowLength)
  const after = parseCpuTimes(files.read('/proc/stat'))
  return after && stealShare(before, after)
}

/**
 * The first line of /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal, guest, guest_nice.
 * Guest time is left out, because user and nice already hold it. Source: proc_stat(5).
 */
export function parseCpuTimes(text: string | undefined): CpuTimes | undefined {
  const fields = cpuFields(text)
  const steal = fields?.[7]
  if (!fields || steal === undefined) return undefined
  return { total: fields.slice(0, 8).reduce((sum, value) => sum + value, 0), steal }
}

/** The numbers of that line, in its order. */
function cpuFields(text: string | undefined): number[] | undefined {
  return /^cpu +([\d ]+)$/mu
    .exec(text ?? '')?.[1]
    ?.trim()
    .split(/ +/u)
    .map(Number)
}

/**
 * The share between two readings. One tick alone counts as none: it may have filled up since boot,
 * and on two CPUs it would already read as 2.5 %.
 */
export function stealShare(before: CpuTimes, after: CpuTimes): number | undefined {
  const total = after.total - before.total
  if (total <= 0) return undefined
  const stolen = after.steal - before.steal
  return stolen <= 1 ? 0 : Math.min(1, stolen / total)
}

/**
 * CPU time since boot in ticks, which cancel out: of all that ran, of all that nobody used, of this process and its children,
 * and of one CPU.
 */
export type CpuUse = {
  readonly busy: number
  readonly idle: number
  readonly own: number
  readonly perCpu: number
}

/**
 * Source: proc_stat(5), proc_pid_stat(5). `undefined` outside Linux.
 *
 * @param alive children that have not ended yet, by their numbers: this process is told of their time when they have
 */
export function readCpuUse(files: SystemFiles, alive: readonly number[] = []): CpuUse | undefined {
  const stat = files.read('/proc/stat')
  const self = ownTicks(files.read('/proc/self/stat'))
  const [user, nice, system, idle, wait, interrupt, soft, steal = 0] = cpuFields(stat) ?? []
  if (self === undefined || soft === undefined) return undefined
  const busy = user! + nice! + system! + interrupt! + soft
  const unused = idle! + wait!
  const cpus = stat?.match(/^cpu\d/gmu)?.length ?? 0
  // One that has just ended is one of those that this process is told of.
  const own = alive.reduce((sum, pid) => sum + (ownTicks(files.read(`/proc/${pid}/stat`)) ?? 0), self)
  return cpus > 0 ? { busy, idle: unused, own, perCpu: (busy + unused + steal) / cpus } : undefined
}

/** How many CPUs other processes kept busy between two readings, on average. */
export function otherCpus(before: CpuUse, after: CpuUse): number | undefined {
  const passed = after.perCpu - before.perCpu
  if (passed <= 0) return undefined
  return Math.max(0, (after.busy - before.busy - (after.own - before.own)) / passed)
}

/** How many CPUs this process and its children could have had between two readings, on average: those that nobody else used. */
export function ownCpus(before: CpuUse, after: CpuUse): number | undefined {
  const passed = after.perCpu - before.perCpu
  if (passed <= 0) return undefined
  return Math.max(0, (after.idle - before.idle + after.own - before.own) / passed)
}

/** utime, stime, cutime and cstime: of the process, and of the children that it has waited for, which are the forks. */
function ownTicks(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const ticks = [14, 15, 16, 17].map(statFields(text)).map(Number)
  return ticks.some(Number.isNaN) ? undefined : ticks.reduce((sum, one) => sum + one, 0)
}
