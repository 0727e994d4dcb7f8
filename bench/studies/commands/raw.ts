import { z } from 'zod'
import { slowCauses } from '../../../src/model/command.ts'

/** One comparison of two commands, of which the second has so much more to do. */
const comparisonRowSchema = z.strictObject({
  program: z.enum(['perl', 'node']),
  /** Share by which the second has more to do; 0: it is the same. */
  plant: z.number(),
  /** Neighbours that keep CPUs busy, and the load of the machine before. */
  neighbours: z.int(),
  load: z.number(),
  verdict: z.string(),
  /** What decided. */
  metric: z.string(),
  estimate: z.number().optional(),
  /** s, of the whole command. */
  took: z.number(),
  /** Of the same two by hyperfine: the ratio of means, and its σ. */
  hyperfine: z.strictObject({ ratio: z.number(), sigma: z.number(), took: z.number() }).optional(),
})
export type ComparisonRow = z.infer<typeof comparisonRowSchema>

const memoryRowSchema = z.strictObject({
  supervisor: z.string(),
  megabytes: z.number(),
  /** Bytes that the program read of itself at its end, and what the supervisor told. */
  truth: z.number(),
  told: z.number(),
})
export type MemoryRow = z.infer<typeof memoryRowSchema>

const causeRowSchema = z.strictObject({
  planted: z.enum(slowCauses),
  /** What was told of each slow run; `none`: it was not slow enough to be told of. */
  told: z.array(z.enum([...slowCauses, 'none'])),
})
export type CauseRow = z.infer<typeof causeRowSchema>

export const commandsSchema = z.strictObject({
  cpu: z.string().optional(),
  cpus: z.int().optional(),
  node: z.string().optional(),
  hyperfine: z.string().optional(),
  comparisons: z.array(comparisonRowSchema),
  memory: z.array(memoryRowSchema),
  causes: z.array(causeRowSchema),
})
export type CommandsRaw = z.infer<typeof commandsSchema>
