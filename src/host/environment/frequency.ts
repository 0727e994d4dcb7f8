import type { SystemFiles } from '../process/system-files.ts'

const cpuFolder = '/sys/devices/system/cpu'

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
