import { cpus } from 'node:os'
import { cpusOf } from '../process/affinity.ts'
import type { SystemFiles } from '../process/system-files.ts'
import { cleanCpuModel } from './text.ts'

export const cpuFolder = '/sys/devices/system/cpu'

export function listCpus(files: SystemFiles): string[] {
  const names = files.list(cpuFolder).filter((name) => /^cpu\d+$/u.test(name))
  return names.map((name) => `${cpuFolder}/${name}`)
}

/** The name that Node knows the first CPU by, empty where it knows none, as on ARM. */
export function cpuModel(): string {
  const model = cleanCpuModel(cpus()[0]?.model ?? '')
  return /^unknown$/iu.test(model) ? '' : model
}

/** CPUs that the scheduler may put this process on (affinity and cpusets); `undefined` outside Linux. */
export function allowedCpus(files: SystemFiles): number | undefined {
  return cpusOf(files.read('/proc/self/status') ?? '').length || undefined
}

/** Cores that share no execution units: sets of sibling threads. `undefined` where /sys does not tell. */
export function physicalCores(files: SystemFiles): number | undefined {
  const siblings = listCpus(files)
    .map((cpu) => `${cpu}/topology`)
    .map((folder) => files.read(`${folder}/core_cpus_list`) ?? files.read(`${folder}/thread_siblings_list`))
  const cores = new Set(siblings.filter((list) => list !== undefined))
  return cores.size > 0 ? cores.size : undefined
}

/**
 * Sizes in bytes of the caches that the first CPU sees, by level: l1d, l1i, l2, l3.
 * One instance of each, because that is what a benchmark's data fits into or not.
 */
export function cacheSizes(files: SystemFiles): Record<string, number> {
  const folder = `${cpuFolder}/cpu0/cache`
  const sizes: Record<string, number> = {}
  for (const index of files.list(folder).filter((name) => name.startsWith('index'))) {
    const level = files.read(`${folder}/${index}/level`) ?? ''
    const suffix = { Data: 'd', Instruction: 'i' }[files.read(`${folder}/${index}/type`) ?? ''] ?? ''
    const size = parseSize(files.read(`${folder}/${index}/size`) ?? '')
    if (/^\d$/u.test(level) && size > 0) sizes[`l${level}${suffix}`] = size
  }
  return sizes
}

/** `32K` → 32768, as the kernel writes it. */
function parseSize(text: string): number {
  const [, number, unit = ''] = /^(\d+)([KMG]?)$/u.exec(text) ?? []
  return Number(number ?? 0) * 1024 ** ['', 'K', 'M', 'G'].indexOf(unit)
}
