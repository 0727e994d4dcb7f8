import type { SystemFiles } from '../process/system-files.ts'
import { cpuFolder, listCpus } from './processors.ts'

/** Files that say whether the CPU may run above its nominal frequency, and the text that means yes. */
const turboFiles = [
  { path: `${cpuFolder}/intel_pstate/no_turbo`, on: '0', off: '1' },
  { path: `${cpuFolder}/cpufreq/boost`, on: '1', off: '0' },
  { path: `${cpuFolder}/cpu0/cpufreq/boost`, on: '1', off: '0' },
] as const

/** Who chooses the frequency: `performance`, `powersave`, `ondemand`, `schedutil` … */
export function governor(files: SystemFiles): string | undefined {
  return files.read(`${cpuFolder}/cpu0/cpufreq/scaling_governor`) || undefined
}

/** Whether turbo (Intel) or boost (AMD and others) is allowed; `undefined` where the kernel does not say. */
export function turbo(files: SystemFiles): boolean | undefined {
  for (const { path, on, off } of turboFiles) {
    const text = files.read(path)
    if (text === on) return true
    if (text === off) return false
  }
  return undefined
}

/** What the CPU itself prefers where it chooses the frequency. Source: Linux admin-guide/pm/intel_pstate.rst, amd-pstate.rst. */
export function preference(files: SystemFiles): string | undefined {
  const text = files.read(`${cpuFolder}/cpu0/cpufreq/energy_performance_preference`) ?? ''
  return /^[\w-]{1,40}$/u.test(text) ? text : undefined
}

/** Highest frequency that somebody allows the first CPU, Hz. */
export function frequencyLimit(files: SystemFiles): number | undefined {
  const limit = Number(files.read(`${cpuFolder}/cpu0/cpufreq/scaling_max_freq`) || Number.NaN) * 1e3
  return limit > 0 ? limit : undefined
}

/**
 * How often each CPU's core and package slowed down because they were too hot, since boot, by file. Intel only.
 * Source: Linux drivers/thermal/intel/therm_throt.c.
 */
export function throttleCounts(files: SystemFiles): Map<string, number> {
  const counts = new Map<string, number>()
  for (const folder of listCpus(files).map((cpu) => `${cpu}/thermal_throttle`)) {
    for (const name of files.list(folder).filter((file) => file.endsWith('_throttle_count'))) {
      const count = Number(files.read(`${folder}/${name}`) || Number.NaN)
      if (count >= 0) counts.set(`${folder}/${name}`, count)
    }
  }
  return counts
}

/** What every CPU runs at now, Hz; empty where nobody governs the frequency, as in most virtual machines. */
export function frequencies(files: SystemFiles): number[] {
  return listCpus(files)
    .map((cpu) => Number(files.read(`${cpu}/cpufreq/scaling_cur_freq`) || Number.NaN) * 1e3)
    .filter((frequency) => frequency > 0)
}
