import type { SystemFiles } from '../process/system-files.ts'

const cpuFolder = '/sys/devices/system/cpu'

/**
 * How often each CPU's core and package slowed down because they were too hot, since boot, by file. Intel only.
 * Source: Linux drivers/thermal/intel/therm_throt.c.
 */
export function throttleCounts(files: SystemFiles): Map<string, number> {
  const counts = new Map<string, number>()
  for (const folder of cpus(files).map((cpu) => `${cpuFolder}/${cpu}/thermal_throttle`)) {
    for (const name of files.list(folder).filter((file) => file.endsWith('_throttle_count'))) {
      const count = Number(files.read(`${folder}/${name}`) || Number.NaN)
      if (count >= 0) counts.set(`${folder}/${name}`, count)
    }
  }
  return counts
}

/** What every CPU runs at now, Hz; empty where nobody governs the frequency, as in most virtual machines. */
export function frequencies(files: SystemFiles): number[] {
  return cpus(files)
    .map((cpu) => Number(files.read(`${cpuFolder}/${cpu}/cpufreq/scaling_cur_freq`) || Number.NaN) * 1e3)
    .filter((frequency) => frequency > 0)
}

function cpus(files: SystemFiles): string[] {
  return files.list(cpuFolder).filter((name) => /^cpu\d+$/u.test(name))
}
