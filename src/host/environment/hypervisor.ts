import type { SystemFiles } from '../process/system-files.ts'

/** Whether this is a guest, and of what if that can be told. */
export type Guest = { virtual: boolean; hypervisor?: string }

/** Vendor and product in a guest's firmware tables. Source: systemd, src/basic/virt.c. */
const firmware: readonly (readonly [RegExp, string])[] = [
  [/amazon ec2/iu, 'Nitro'],
  [/google compute engine/iu, 'KVM'],
  [/vmware/iu, 'VMware'],
  [/innotek|virtualbox/iu, 'VirtualBox'],
  [/microsoft corporation virtual machine/iu, 'Hyper-V'],
  [/parallels/iu, 'Parallels'],
  [/apple virtualization/iu, 'Apple Virtualization'],
  [/bhyve/iu, 'bhyve'],
  [/\bxen\b/iu, 'Xen'],
  [/qemu|bochs/iu, 'QEMU'],
  [/kvm|openstack|droplet|hetzner vserver|alibaba cloud ecs/iu, 'KVM'],
]

/**
 * Clocks that a hypervisor offers to the kernel of its guest. Source: Linux, arch/x86/kernel/kvmclock.c,
 * drivers/clocksource/hyperv_timer.c, arch/x86/xen/time.c.
 */
const clocks: readonly (readonly [RegExp, string])[] = [
  [/^kvm-clock$/u, 'KVM'],
  [/^hyperv_clocksource_/u, 'Hyper-V'],
  [/^xen$/u, 'Xen'],
]

/**
 * On x86 the processor itself says so (the `hypervisor` flag), on other Linux machines the firmware, elsewhere
 * `reported`, which is what systeminformation found.
 *
 * Note: on Linux systeminformation's `virtual` is not asked. It searches the kernel's messages, where it takes
 * the host for a guest ("kvm_amd: Virtual GIF supported"), and where only root may read.
 */
export function detectGuest(
  files: SystemFiles,
  cpu: string,
  reported: { virtual: boolean; host?: string | undefined },
): Guest {
  const name = firmwareName(files)
  const flags = /^flags\s*:(.*)$/mu.exec(files.read('/proc/cpuinfo') ?? '')?.[1]
  const virtual = flags
    ? flags.split(/\s+/u).includes('hypervisor')
    : files.read('/proc/version') !== undefined
      ? name !== undefined
      : // GitHub's macOS machines: "Apple M1 (Virtual)".
        reported.virtual || /\(virtual\)/iu.test(cpu)
  const hypervisor = name ?? clockName(files) ?? reported.host
  return { virtual, ...(virtual && hypervisor && { hypervisor }) }
}

function firmwareName(files: SystemFiles): string | undefined {
  if (/microsoft/iu.test(files.read('/proc/sys/kernel/osrelease') ?? '')) return 'WSL'
  const dmi = '/sys/class/dmi/id'
  const product = files.read(`${dmi}/product_name`) ?? ''
  // Amazon's bare-metal machines have the same vendor as its guests.
  if (/\.metal/iu.test(product)) return undefined
  const vendor = files.read(`${dmi}/sys_vendor`) ?? ''
  const tree = files.read('/proc/device-tree/hypervisor/compatible') ?? ''
  const text = [vendor, product, tree, files.read('/sys/hypervisor/type') ?? '']
    .join(' ')
    .replace(/\s+/gu, ' ')
  return firmware.find(([pattern]) => pattern.test(text))?.[1]
}

/** For guests without firmware tables: small ones that start within milliseconds. */
function clockName(files: SystemFiles): string | undefined {
  const folder = '/sys/devices/system/clocksource/clocksource0'
  const available = (files.read(`${folder}/available_clocksource`) ?? '').split(/\s+/u)
  return clocks.find(([pattern]) => available.some((clock) => pattern.test(clock)))?.[1]
}

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
