import { z } from 'zod'
import { decisionSchema } from './vitest-project.ts'

/** A benchmark file of a public project; times in ns, by Assay and by the library. */
const realResultSchema = z.strictObject({
  repository: z.string(),
  commit: z.string(),
  library: z.string(),
  file: z.string(),
  rows: z.array(
    z.strictObject({
      name: z.string(),
      isMeasured: z.boolean(),
      own: z.number().optional(),
      /** Before and after Assay's. */
      natives: z.array(z.number()),
      findings: z.array(z.string()),
    }),
  ),
  why: z.string().optional(),
})
export type RealResult = z.infer<typeof realResultSchema>

/** All that the study of adapters has seen so far. */
export const adaptersSchema = z.strictObject({
  conditions: z.strictObject({ cpu: z.string(), cpus: z.number(), node: z.string() }).optional(),
  files: z.array(realResultSchema),
  decisions: z.array(decisionSchema),
  /** The same function in two libraries' words: medians in ns, and whether the intervals meet. */
  overhead: z.array(
    z.strictObject({ name: z.string(), own: z.number(), dialect: z.number(), isWithin: z.boolean() }),
  ),
  /** `assay list` over many files; s. */
  listing: z
    .strictObject({ files: z.number(), benchmarks: z.number(), first: z.number(), seconds: z.number() })
    .optional(),
})
export type Adapters = z.infer<typeof adaptersSchema>
