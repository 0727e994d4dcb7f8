import { arch, availableParallelism, cpus, totalmem } from 'node:os'
import type { Environment } from '../../model/environment.ts'
import { cgroupLimits } from '../process/cgroup.ts'
import type { SystemFiles } from '../process/system-files.ts'
import { cpuDesign } from './cpu-design.ts'
import { type HardwareFacts, numberFact } from './facts.ts'
import { nvidiaGpus } from './gpus.ts'
import { detectEmulator, detectGuest } from './hypervisor.ts'
import { omitUndefined } from './present.ts'
import { allowedCpus, cacheSizes, cpuModel, physicalCores } from './processors.ts'
import { cleanCpuModel } from './text.ts'

/** What the machine consists of, from /proc and /sys where they tell, else from what systeminformation found. */
export function readHardware(files: SystemFiles, facts: HardwareFacts): Environment['hardware'] {
  // Node's own name first: systeminformation prefers what the firmware says, which only root may read.
  const cpu = cpuModel() || cleanCpuModel(facts.get('cpu')?.[0] ?? '') || 'unknown'
  const limits = cgroupLimits(files)
  const allowed = allowedCpus(files) ?? availableParallelism()
  const memory = totalmem()
  const guest = detectGuest(files, cpu, {
    virtual: facts.get('virtual')?.[0] === 'true',
    host: facts.get('virtualHost')?.[0],
  })
  const design = cpuDesign(files)
  return omitUndefined({
    cpu,
    cpuId: design.id,
    cpuFeatures: design.features,
    microcode: design.microcode,
    physicalCores: physicalCores(files) ?? Math.round(numberFact(facts, 'physicalCores') ?? 0),
    logicalCores: cpus().length || availableParallelism(),
    availableCpus: Math.min(allowed, limits.cpus ?? allowed),
    cpuLimit: limits.cpus,
    caches: { ...reportedCaches(facts), ...cacheSizes(files) },
    memory,
    // Version 1 writes "no limit" as a number larger than any memory.
    memoryLimit: limits.memory !== undefined && limits.memory < memory ? limits.memory : undefined,
    virtual: guest.virtual,
    hypervisor: guest.hypervisor,
    emulator: detectEmulator(files, { arch: arch(), cpu, processor: process.env.PROCESSOR_IDENTIFIER }),
    gpus: [...(facts.get('gpu') ?? nvidiaGpus(files))],
  })
}

/** Only where /sys is silent: elsewhere these are sums over all cores. */
function reportedCaches(facts: HardwareFacts): Record<string, number> {
  const levels = process.platform === 'linux' ? [] : ['l1d', 'l1i', 'l2', 'l3']
  const sizes = levels.map((level) => [level, numberFact(facts, level) ?? 0] as const)
  return Object.fromEntries(sizes.filter(([, size]) => size > 0))
}
