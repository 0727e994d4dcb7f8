import { z } from 'zod'

export const trialSchema = z.strictObject({
  layer: z.enum(['stats', 'core', 'host', 'worker']),
  /** As `nameOf` says; a mutant keeps it while lines above it come and go. */
  name: z.string(),
  file: z.string(),
  line: z.int(),
  operator: z.string(),
  seed: z.string(),
  commit: z.string(),
  /** `types`: it does not compile. `hung`: tests did not end. */
  ending: z.enum(['types', 'tests', 'hung', 'survived']),
  /** Which stage of tests noticed, from 1. */
  stage: z.int(),
  seconds: z.number(),
  /** It survived when it was tried for the first time, and tests were written since. */
  survivedFirst: z.boolean().optional(),
})

export const rawSchema = z.strictObject({
  conditions: z.strictObject({ cpu: z.string(), cpus: z.int(), node: z.string() }),
  trials: z.array(trialSchema),
})

export type Trial = z.infer<typeof trialSchema>
export type Raw = z.infer<typeof rawSchema>

export function survived({ ending }: Trial): boolean {
  return ending === 'survived'
}

export function hasSurvivedFirst(trial: Trial): boolean {
  return trial.survivedFirst ?? survived(trial)
}
