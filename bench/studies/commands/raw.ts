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

/** One program: where the planted module stands by its self time; ns by the tree and by the clock. */
const importRowSchema = z.strictObject({
  place: z.int(),
  self: z.number(),
  watching: z.number(),
  clock: z.number(),
  files: z.int(),
})
export type ImportRow = z.infer<typeof importRowSchema>

/** One suite of functions that count queries; in some, one function asks once more. */
const counterRowSchema = z.strictObject({
  more: z.int(),
  compared: z.int(),
  equivalent: z.int(),
  raised: z.int(),
  /** Of these, those that do ask more. */
  right: z.int(),
  forks: z.int(),
})
export type CounterRow = z.infer<typeof counterRowSchema>

const suiteSchema = z.strictObject({ compared: z.int(), slower: z.int(), faster: z.int() })
const runtimeRowSchema = z.strictObject({
  runtime: z.string(),
  /** How much longer, by pairs, what does 2, 4 and 8 times the same takes. */
  ratios: z.array(z.number()).default([]),
  /** Bytes of each further number of a list; absent where none are offered. */
  bytesEach: z.number().optional(),
  same: suiteSchema,
  slower: suiteSchema,
})
export type RuntimeRow = z.infer<typeof runtimeRowSchema>

/** Equal code that sorts lists of a length, in the working tree and in the base; mean of pairs, and the error of it. */
const layoutRowSchema = z.strictObject({
  runtime: z.string(),
  length: z.int(),
  verdict: z.string(),
  mean: z.number(),
  error: z.number(),
  pairs: z.int(),
})
export type LayoutRow = z.infer<typeof layoutRowSchema>

const selfRowSchema = z.strictObject({ compared: z.int(), raised: z.int(), equivalent: z.int() })
export type SelfRow = z.infer<typeof selfRowSchema>

export const commandsSchema = z.strictObject({
  cpu: z.string().optional(),
  cpus: z.int().optional(),
  node: z.string().optional(),
  hyperfine: z.string().optional(),
  comparisons: z.array(comparisonRowSchema),
  memory: z.array(memoryRowSchema),
  causes: z.array(causeRowSchema),
  imports: z.array(importRowSchema).default([]),
  counters: z.array(counterRowSchema).default([]),
  runtimes: z.array(runtimeRowSchema).default([]),
  itself: z.array(selfRowSchema).default([]),
  layout: z.array(layoutRowSchema).default([]),
})
export type CommandsRaw = z.infer<typeof commandsSchema>
