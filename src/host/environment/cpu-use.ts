import { statFields } from '../process/process-stat.ts'
import type { SystemFiles } from '../process/system-files.ts'
import { cpuFields } from './steal.ts'

/** CPU time since boot in ticks, which cancel out: of all that ran, of this process and its children, of one CPU. */
export type CpuUse = { readonly busy: number; readonly own: number; readonly perCpu: number }

/** Source: proc_stat(5), proc_pid_stat(5). `undefined` outside Linux. */
export function readCpuUse(files: SystemFiles): CpuUse | undefined {
  const stat = files.read('/proc/stat')
  const own = ownTicks(files.read('/proc/self/stat'))
  const [user, nice, system, idle, wait, interrupt, soft, steal = 0] = cpuFields(stat) ?? []
  if (own === undefined || soft === undefined) return undefined
  const busy = user! + nice! + system! + interrupt! + soft
  const cpus = stat?.match(/^cpu\d/gmu)?.length ?? 0
  return cpus > 0 ? { busy, own, perCpu: (busy + idle! + wait! + steal) / cpus } : undefined
}

/** How many CPUs other processes kept busy between two readings, on average. */
export function otherCpus(before: CpuUse, after: CpuUse): number | undefined {
  const passed = after.perCpu - before.perCpu
  if (passed <= 0) return undefined
  return Math.max(0, (after.busy - before.busy - (after.own - before.own)) / passed)
}

/** utime, stime, cutime and cstime: of the process, and of the children that it has waited for, which are the forks. */
function ownTicks(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const ticks = [14, 15, 16, 17].map(statFields(text)).map(Number)
  return ticks.some(Number.isNaN) ? undefined : ticks.reduce((sum, one) => sum + one, 0)
}
