import type { SystemFiles } from './system-files.ts'
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
