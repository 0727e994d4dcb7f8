import type { SystemFiles } from '../process/system-files.ts'
import { cleanText } from './text.ts'

const folder = '/proc/driver/nvidia/gpus'

/** Models that NVIDIA's driver lists: for containers without lspci, where systeminformation finds none. */
export function nvidiaGpus(files: SystemFiles): string[] {
  return files
    .list(folder)
    .map((name) => /^Model:\s*(.+)$/mu.exec(files.read(`${folder}/${name}/information`) ?? '')?.[1])
    .filter((model) => model !== undefined)
    .map(cleanText)
}

/**
 * Whether there may be one: not where the PCI bus has devices and no display controller (class 03), and no driver
 * shows a card. Boards that are described by a device tree have theirs beside the bus. Source: PCI Code and ID Assignment
 * Specification 1.11, §1.4.
 */
export function mayHaveGpus(files: SystemFiles): boolean {
  const bus = '/sys/bus/pci/devices'
  const classes = files.list(bus).map((device) => files.read(`${bus}/${device}/class`) ?? '')
  return (
    classes.length === 0 ||
    classes.some((name) => name === '' || name.startsWith('0x03')) ||
    files.list('/sys/class/drm').some((name) => /^card\d+$/u.test(name)) ||
    files.read('/proc/device-tree/model') !== undefined
  )
}
