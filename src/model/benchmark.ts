import { z } from 'zod'
import { coldSpecSchema } from './cold.ts'
import { commandSpecSchema } from './command.ts'
import type { BenchmarkRuntime } from './runtime.ts'
import { serviceSpecSchema } from './service.ts'

const paramValueSchema = z.union([z.string(), z.number(), z.boolean()])
export const paramsSchema = z.record(z.string(), paramValueSchema)

/** What one operation does, for rates: items/s, bytes/s, FLOP/s. */
export const workSchema = z.strictObject({
  items: z.number().nonnegative().optional(),
  bytes: z.number().nonnegative().optional(),
  flops: z.number().nonnegative().optional(),
})
export type Work = z.infer<typeof workSchema>

/** How a cost grows with n: n to a power, times log n where `log` says so. */
export const growthFormSchema = z.strictObject({ power: z.number(), log: z.boolean() })

/** How a benchmark may grow with one of its parameters, n, and all values of that parameter, in ascending order. */
export const growsSchema = growthFormSchema
  .extend({ by: z.string(), sizes: z.array(z.number().positive()).min(1) })
  .refine(({ log, sizes }) => !log || sizes.every((size) => size > 1), {
    path: ['sizes'],
    error: 'expected sizes above 1, whose logarithms are above 0',
  })

/** A benchmark as its file declares it: what a listing process reports. */
export const declaredSchema = z.strictObject({
  /** What sort of subject it measures. */
  kind: z.string().default('function'),
  /** `group › name {n: 100}`: unique within the file. */
  key: z.string().min(1),
  group: z.array(z.string()),
  name: z.string(),
  params: paramsSchema,
  line: z.int().positive().optional(),
  /** Whether its group must agree: results of its members are compared before anything is timed. */
  agree: z.boolean(),
  /** The library in whose words it is written, with its version; absent: Assay's own. */
  library: z.string().optional(),
  /** Why the project's own Vitest runs its file; absent: Node does. */
  inVitest: z.string().optional(),
  /** What its file asks of that library which has no meaning here, in a sentence each. */
  ignored: z.array(z.string()).optional(),
  /** Its options of how long and how often it is measured there, by name: Assay decides that itself. */
  limits: z.array(z.string()).optional(),
  /** Whether its revisions are compared in processes of their own, and whether they may return different results. */
  isolate: z.boolean().optional(),
  mayDiffer: z.boolean().optional(),
  work: workSchema.optional(),
  /** Of a command: how it is started. */
  command: commandSpecSchema.optional(),
  /** Of a cold start: what is started, or imported. */
  cold: coldSpecSchema.optional(),
  /** Of a load on a service: what is started, and when requests are due. */
  service: serviceSpecSchema.optional(),
  grows: growsSchema.optional(),
  /** As written; parsed by the host, so that a mistake names the benchmark. */
  budget: z.record(z.string(), z.unknown()).optional(),
  /** What it is held to, as written; parsed by the host, too. */
  objectives: z.unknown().optional(),
  /** The metrics of the project's own that it tells, by name, with what it says of each, as written. */
  measure: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
})
export type Declared = z.infer<typeof declaredSchema>

/** A benchmark with its place in the project. */
export type Benchmark = Declared & {
  /** `file › group › name {n: 100}`, with ` [bun]` where a run has several runtimes: the key in baselines and reports. */
  readonly id: string
  /** Path relative to the project, with forward slashes. */
  readonly file: string
  readonly runsOn?: BenchmarkRuntime | undefined
}
