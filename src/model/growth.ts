import { z } from 'zod'
import { growsSchema, growthFormSchema } from './benchmark.ts'
import { findingSchema } from './finding.ts'
import { metricNameSchema } from './metric.ts'

const intervalSchema = z.strictObject({ estimate: z.number(), low: z.number(), high: z.number() })

/** How benchmarks grow that differ in one parameter only, n, and whether that is faster than they declare. */
export const growthResultSchema = z.strictObject({
  /** `file › group › name {order: up}`: their common id, without the parameter. */
  id: z.string(),
  /** What they declare, and all values of the parameter. */
  declared: growsSchema,
  /** What was measured, by size, ascending: ids of benchmarks. */
  measured: z.array(z.strictObject({ size: z.number(), id: z.string() })).min(1),
  /** The metric that leads, or what decides in its place. */
  metric: metricNameSchema,
  /**
   * `beyond`: it grows faster, beyond doubt; `within`: it does not, up to what is allowed; `undecided`: its values leave that
   * open; `untold`: such sizes, or so few values, tell nothing.
   */
  verdict: z.enum(['beyond', 'within', 'undecided', 'untold']),
  /** Where the growth of a benchmark that fails softly is beyond. */
  excused: z.literal('soft').optional(),
  /** Over the sizes from `from` on; absent where nothing can be told. */
  fit: z
    .strictObject({
      from: z.number(),
      /** The exponent of n, with its interval, and that of what is declared over the same sizes. */
      exponent: intervalSchema,
      expected: z.number(),
      /** What comes nearest: a power of n, times log n or not. */
      nearest: growthFormSchema,
      /** How many times as much the largest size costs as the first one, and would by what is declared. */
      rise: z.number(),
      expectedRise: z.number(),
      /** How many times more than declared it rises without its steepest step, and what of that is allowed. */
      excess: intervalSchema.extend({ limit: z.number() }),
      /** How many times what a fixed cost and what is declared explain the largest size costs, by the sizes below it. */
      last: z.number().optional(),
    })
    .optional(),
  findings: z.array(findingSchema),
})
export type GrowthResult = z.infer<typeof growthResultSchema>
