import type { SystemFiles } from '../process/system-files.ts'
import { cpuFolder } from './processors.ts'

/**
 * What V8 chooses instructions by (v8/src/codegen/x64 and arm64, CpuFeatures::ProbeImpl), and what copies memory. The kernel
 * lists a hundred others, of which its own version decides some.
 */
const features: ReadonlySet<string> = new Set([
  ...['ssse3', 'sse4_1', 'sse4_2', 'avx', 'avx2', 'f16c', 'fma', 'bmi1', 'bmi2', 'abm', 'popcnt', 'avx_vnni'],
  ...['avx512f', 'avx512bw', 'avx512vl', 'aes', 'sha_ni', 'erms', 'fsrm'],
  ...['asimd', 'atomics', 'asimddp', 'jscvt', 'sha3', 'asimdhp', 'sve', 'sve2', 'crc32'],
])

/** Of the first CPU: others of a machine are alike, or the scheduler decides which one a benchmark meets. */
export type CpuDesign = { id?: string; microcode?: string; features?: string[] }

/** Which design carries the CPU's name; nothing where /proc/cpuinfo does not tell. */
export function cpuDesign(files: SystemFiles): CpuDesign {
  const info = files.read('/proc/cpuinfo') ?? ''
  const field = (name: string) => new RegExp(`^${name}[ \\t]*:(.*)$`, 'mu').exec(info)?.[1]?.trim() ?? ''
  const numbers = (names: readonly string[]) => {
    const values = names.map(field)
    return values.every((value) => /^(?:0x)?[0-9a-f]{1,8}$/u.test(value)) ? values.join('-') : undefined
  }
  const id =
    numbers(['cpu family', 'model', 'stepping']) ??
    numbers(['CPU implementer', 'CPU part', 'CPU variant', 'CPU revision'])
  const microcode = files.read(`${cpuFolder}/cpu0/microcode/version`) || field('microcode')
  const flags = new Set((field('flags') || field('Features')).split(' '))
  const known = [...features].filter((flag) => flags.has(flag)).sort()
  return {
    ...(id !== undefined && { id }),
    ...(/^0x[0-9a-f]{1,8}$/u.test(microcode) && { microcode }),
    ...(known.length > 0 && { features: known }),
  }
}
