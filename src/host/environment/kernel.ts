import type { SystemFiles } from '../process/system-files.ts'
import { cpuFolder } from './processors.ts'
import { cleanText } from './text.ts'

/** Longest text about one flaw, in characters. */
const longest = 120

/** What the kernel is set to that changes how fast programs run; what it does not tell is left out. */
export type KernelSettings = {
  hugePages?: string
  clock?: string
  mitigations?: Record<string, string>
}

/**
 * Sources: Linux Documentation/admin-guide/mm/transhuge.rst, admin-guide/hw-vuln, and
 * Documentation/ABI/testing/sysfs-devices-system-cpu.
 */
export function kernelSettings(files: SystemFiles): KernelSettings {
  const pages = /\[(\w{1,20})\]/u.exec(files.read('/sys/kernel/mm/transparent_hugepage/enabled') ?? '')?.[1]
  const clock = files.read('/sys/devices/system/clocksource/clocksource0/current_clocksource')
  const mitigations = readMitigations(files)
  return {
    ...(pages !== undefined && { hugePages: pages }),
    ...(clock && { clock: cleanText(clock) }),
    ...(mitigations && { mitigations }),
  }
}

/** By flaw of the CPU; a flaw that it does not have is no news. `undefined` where the kernel does not tell. */
function readMitigations(files: SystemFiles): Record<string, string> | undefined {
  const folder = `${cpuFolder}/vulnerabilities`
  const names = files.list(folder).filter((name) => /^[a-z0-9_]{1,40}$/u.test(name))
  if (names.length === 0) return undefined
  const told = names
    .sort()
    .map((name) => [name, cleanText(files.read(`${folder}/${name}`) ?? '').slice(0, longest)] as const)
  return Object.fromEntries(told.filter(([, text]) => text !== '' && text !== 'Not affected'))
}
