import { cpus } from 'node:os'
import { mayHaveGpus } from './gpus.ts'
import { detectGuest } from './hypervisor.ts'
import { physicalCores } from './processors.ts'
import type { SystemFiles } from './system-files.ts'
import { cleanCpuModel } from './text.ts'

/** What systeminformation can be asked. Each answer is a few programs that it starts. */
export const questions = ['cpu', 'system', 'battery', 'distribution', 'gpus'] as const
export type Question = (typeof questions)[number]

/** The name that Node knows the first CPU by, empty where it knows none, as on ARM. */
export function cpuModel(): string {
  const model = cleanCpuModel(cpus()[0]?.model ?? '')
  return /^unknown$/iu.test(model) ? '' : model
}

/** What /proc and /sys leave open. On Linux they tell nearly everything, elsewhere there are none. */
export function openQuestions(
  files: SystemFiles,
  { platform, cpu }: { platform: NodeJS.Platform; cpu: string },
): Question[] {
  if (platform !== 'linux') return [...questions]
  const guest = detectGuest(files, cpu, { virtual: false })
  const isOpen: Partial<Record<Question, boolean>> = {
    cpu: cpu === '' || physicalCores(files) === undefined,
    system: guest.hypervisor === undefined && (guest.virtual || files.read('/proc/version') === undefined),
    gpus: mayHaveGpus(files),
  }
  return questions.filter((question) => isOpen[question])
}
