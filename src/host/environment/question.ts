import type { SystemFiles } from '../process/system-files.ts'
import { mayHaveGpus } from './gpus.ts'
import { detectGuest } from './hypervisor.ts'
import { physicalCores } from './processors.ts'

/** What systeminformation can be asked. Each answer is a few programs that it starts. */
export const questions = ['cpu', 'system', 'battery', 'distribution', 'gpus'] as const
export type HardwareQuestion = (typeof questions)[number]

/**
 * What /proc and /sys leave open. On Linux they tell nearly everything, elsewhere there are none. Batteries and the
 * distribution are never asked about on Linux: its files are right (power.ts), and cost no look-up of the host's name.
 */
export function openQuestions(
  files: SystemFiles,
  { platform, cpu }: { platform: NodeJS.Platform; cpu: string },
): HardwareQuestion[] {
  if (platform !== 'linux') return [...questions]
  const guest = detectGuest(files, cpu, { virtual: false })
  const isOpen: Partial<Record<HardwareQuestion, boolean>> = {
    cpu: cpu === '' || physicalCores(files) === undefined,
    system: guest.hypervisor === undefined && (guest.virtual || files.read('/proc/version') === undefined),
    gpus: mayHaveGpus(files),
  }
  return questions.filter((question) => isOpen[question])
}
