import { z } from 'zod'

/**
 * A warning as a value: reported, never printed where it arises.
 *
 * - `info`: worth knowing, changes nothing.
 * - `warning`: a number is weaker than it looks.
 * - `error`: something is broken; the run cannot pass.
 */
export const findingSchema = z.strictObject({
  code: z.string(),
  severity: z.enum(['info', 'warning', 'error']),
  /** What it is about: a benchmark's id, a file, or `run`. */
  subject: z.string(),
  message: z.string(),
  advice: z.string(),
})

export type Finding = z.infer<typeof findingSchema>
