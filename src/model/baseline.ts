import { z } from 'zod'
import { byMetric } from './metric.ts'
import { objectNameSchema } from './object-name.ts'
import { ownKindsSchema } from './own-kind.ts'
import { ownMetricsSchema } from './own-metric.ts'
import { runtimeIdentitySchema } from './runtime.ts'
import { schemas } from './schema-version.ts'

/** A session: one run whose values were accepted together. */
export const sessionSchema = z.strictObject({
  commit: objectNameSchema.optional(),
  date: z.iso.datetime(),
  dirty: z.boolean(),
  method: z.int(),
  /** Time of warm-up and sampling in one fork, ns. */
  trialTime: z.number().positive(),
  /** Of the Node that ran Assay; and what the benchmarks ran on, where that was another runtime. */
  node: z.string(),
  measured: z.array(runtimeIdentitySchema).min(1).optional(),
  why: z.string().min(1),
})
export type Session = z.infer<typeof sessionSchema>

/**
 * In place of a benchmark file: the control kernels, which contain no code under test, under their names. No benchmark
 * file is called so: it would have an extension.
 */
export const controlsFile = 'controls'

/**
 * The accepted numbers of one benchmark file on one class of machines: `baselines/<class>/<file>.json`.
 * One value per fork per session, in base units, six significant digits, keys sorted: small diffs.
 */
export const baselineSchema = z.strictObject({
  schema: z.literal(schemas.baseline),
  class: z.string(),
  file: z.string(),
  /** By session id, which is the id of the run. */
  sessions: z.record(z.string(), sessionSchema),
  /** Kinds that the project brings, of which there are numbers here. */
  kinds: ownKindsSchema.optional(),
  /** Rows of the metrics that the project brings besides, of which there are numbers here. */
  metrics: ownMetricsSchema.optional(),
  /** By key within the file: `group › name {n: 100}`; then by metric; then by session id. */
  benchmarks: z.record(z.string(), byMetric(z.record(z.string(), z.array(z.number()).min(1)))),
})
export type Baseline = z.infer<typeof baselineSchema>

/** A file among the baselines that cannot be used, and why. */
export type UnusableBaseline = { readonly path: string } & (
  | { readonly state: 'no-file' }
  /** Code of the system's error. */
  | { readonly state: 'unreadable'; readonly error: string }
  | { readonly state: 'no-json'; readonly error: string }
  /** Schema that it says it has, and the one that is read. */
  | { readonly state: 'older' | 'newer'; readonly version: string; readonly reads: string }
  | { readonly state: 'invalid'; readonly at: string; readonly error: string }
  /** Where it lies, and what it is of. */
  | { readonly state: 'of-other-class'; readonly here: string; readonly class: string }
  | { readonly state: 'of-other-file'; readonly file: string }
)
