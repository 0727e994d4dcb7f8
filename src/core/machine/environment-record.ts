import type { Environment } from '../../model/environment.ts'
import type { EnvironmentRecord } from '../../model/environment-record.ts'
import type { RuntimeIdentity } from '../../model/runtime.ts'
import { fnv } from '../identity/fnv.ts'
import { engineFlags } from './class.ts'

/** What stands where a machine was asked, and has nothing of the kind. */
const none = 'none'

/**
 * What is kept of an environment beside recorded numbers: values in base units, words as they were. What changes from minute to minute, such as the load, is no part
 * of it: sessions of the same machine have the same record.
 */
export function recordEnvironment(environment: Environment, assay: string): EnvironmentRecord {
  const { hardware, os, runtime, state, packages } = environment
  const facts: Record<string, string | undefined> = {
    platform: os.platform,
    arch: os.arch,
    cpu: known(hardware.cpu),
    cpuId: hardware.cpuId,
    cpuFeatures: hardware.cpuFeatures?.join(' '),
    microcode: hardware.microcode,
    caches: Object.entries(hardware.caches)
      .map(([level, size]) => `${level} ${size}`)
      .sort()
      .join(', '),
    cores:
      hardware.physicalCores === 0
        ? undefined
        : `${hardware.physicalCores} of ${hardware.logicalCores} threads`,
    cpus: String(hardware.availableCpus),
    cpuLimit: hardware.cpuLimit === undefined ? none : String(hardware.cpuLimit),
    // Kernels of one machine take a few megabytes more or less.
    memory: String(Number(hardware.memory.toPrecision(3))),
    memoryLimit: hardware.memoryLimit === undefined ? none : String(hardware.memoryLimit),
    // Elsewhere the machine may only not have answered in time.
    hypervisor: hardware.virtual ? hardware.hypervisor : os.platform === 'linux' ? none : undefined,
    emulator: hardware.emulator ?? none,
    gpus: hardware.gpus.join(', '),
    kernel: os.kernel,
    kernelBuild: os.build,
    distribution: known(os.distribution),
    hugePages: os.hugePages,
    clock: os.clock,
    node: runtime.node,
    v8: runtime.v8,
    nodeBuild: runtime.build,
    flags: engineFlags(runtime.flags).join(' ') || none,
    instruments: runtime.instruments && (runtime.instruments.join(', ') || none),
    governor: state.governor,
    turbo: state.turbo === undefined ? undefined : state.turbo ? 'on' : 'off',
    preference: state.preference,
    frequencyLimit: state.frequencyLimit === undefined ? undefined : String(state.frequencyLimit),
    power: state.onBattery === undefined ? undefined : state.onBattery ? 'battery' : 'mains',
    ci: state.ci ?? none,
    assay,
  }
  const told = Object.entries(facts).flatMap(([name, text]) =>
    text === undefined || text === '' ? [] : [[name, text.slice(0, longest)] as const],
  )
  return {
    facts: Object.fromEntries(told),
    ...(runtime.measured && { measured: sortRuntimes(runtime.measured) }),
    ...(os.mitigations && { mitigations: os.mitigations }),
    ...(packages && {
      packages: {
        lock: packages.lock.digest,
        runtime: packages.runtime,
        development: packages.development,
      },
    }),
  }
}

const longest = 1_000

/** In whatever order they were asked for, it is the same environment. */
function sortRuntimes(measured: readonly RuntimeIdentity[]): RuntimeIdentity[] {
  const keyOf = ({ name, version }: RuntimeIdentity) => `${name} ${version}`
  return measured.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
}

/** What a machine that did not answer is called. */
function known(text: string): string | undefined {
  return text === 'unknown' ? undefined : text
}

/** A short name of a record: the same for the same facts, in whatever order. */
export function digestEnvironment(record: EnvironmentRecord): string {
  return fnv(JSON.stringify(sortKeys(record)))
}

function sortKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return entries.map(([key, inner]) => [key, sortKeys(inner)])
}
