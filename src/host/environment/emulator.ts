import type { SystemFiles } from '../process/system-files.ts'

/**
 * What translates this process's instructions for a CPU of another kind, where that shows: an architecture that
 * does not fit the CPU's name or the kernel's description of it. `undefined` does not prove that nothing does.
 */
export function detectEmulator(
  files: SystemFiles,
  from: { readonly arch: string; readonly cpu: string; readonly processor: string | undefined },
): string | undefined {
  const intel = from.arch === 'x64' || from.arch === 'ia32'
  // "VirtualApple" where Rosetta runs Linux programs.
  if (intel && /apple/iu.test(from.cpu)) return 'Rosetta 2'
  if (intel && /^arm/iu.test(from.processor ?? '')) return 'Windows on Arm'
  const cpuinfo = files.read('/proc/cpuinfo') ?? ''
  const foreign = intel ? /^CPU implementer\s*:/mu : /^vendor_id\s*:.*(?:Intel|AMD)/mu
  return foreign.test(cpuinfo) ? 'an emulator such as QEMU' : undefined
}
