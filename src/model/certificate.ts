import { z } from 'zod'
import { metricNameSchema } from './metric.ts'
import { objectNameSchema } from './object-name.ts'
import { ownKindsSchema } from './own-kind.ts'
import { ownMetricsSchema } from './own-metric.ts'
import { digestSchema } from './run.ts'
import { schemas } from './schema-version.ts'
import { daySchema } from './waiver.ts'

/** What a certificate decides: a release, a change, or whether an optimisation is worth having. */
export const certificateKindSchema = z.enum(['release_gate', 'performance_review', 'optimization_assessment'])
export type CertificateKind = z.infer<typeof certificateKindSchema>

export const certificateStatusSchema = z.enum([
  'GO',
  'NO_GO',
  'EMERGENCY_STOP',
  'APPROVED',
  'CONDITIONALLY_APPROVED',
  'REJECTED',
  'REQUIRES_REMEDIATION',
  'NEEDS_FURTHER_REVIEW',
  'RECOMMEND',
  'DO_NOT_RECOMMEND',
  'ADVISORY_ONLY',
])
export type CertificateStatus = z.infer<typeof certificateStatusSchema>

/** One thing that is demanded and does not simply hold: it fails, is undecided, or is excused. */
export const criterionSchema = z.strictObject({
  /** Id of a benchmark or of benchmarks that grow, a file, or `run`. */
  subject: z.string(),
  /** It runs and is right, keeps its budget and its objectives, grows as it declares, is not worse than its base. */
  kind: z.enum(['sound', 'budget', 'objective', 'growth', 'comparison']),
  /** `file:line` of the benchmark, where it is known. */
  at: z.string().optional(),
  /** In words. */
  sentence: z.string(),
  metric: metricNameSchema.optional(),
  /**
   * What must not be exceeded: of a comparison the change (ratio − 1), of one of an exact metric the difference in base
   * units, of a budget the limit in base units, of growth a factor. The others are in the same.
   */
  atMost: z.number().optional(),
  observed: z.number().optional(),
  low: z.number().nullable().optional(),
  high: z.number().nullable().optional(),
  /** Forks or pairs that it was decided on. */
  samples: z.int().nonnegative().optional(),
  result: z.enum(['failed', 'undecided', 'excused']),
  /** Who has promised to repair it, or accepts it, and until when. */
  owner: z.string().optional(),
  until: daySchema.optional(),
})
export type Criterion = z.infer<typeof criterionSchema>

/** What holds only for a while, or only as long as somebody does something. */
export const conditionSchema = z.strictObject({
  text: z.string(),
  owner: z.string().optional(),
  until: daySchema,
})
export type Condition = z.infer<typeof conditionSchema>

/** A file that was fixed before anything was measured, and its blob in the certified commit where it is committed so. */
export const registeredSchema = digestSchema.extend({
  blob: objectNameSchema.optional(),
})
export type RegisteredFile = z.infer<typeof registeredSchema>

export const certificateIdPattern =
  /^(?:release_gate|performance_review|optimization_assessment)_[a-z0-9][a-z0-9.-]*_[0-9]{8}_[0-9]{6}$/u

const hash = z.string().regex(/^[0-9a-f]{64}$/u)

/** The facts of a certificate: what its signature covers, and what the front matter of its text says by digest. */
export const certificateSchema = z.strictObject({
  schema: z.literal(schemas.certificate),
  /** File name without its ending: `{kind}_{component}_{YYYYMMDD_HHMMSS}`. */
  id: z.string().regex(certificateIdPattern),
  kind: certificateKindSchema,
  status: certificateStatusSchema,
  component: z.string(),
  /** The component's version, where its `package.json` says one. */
  version: z
    .string()
    .regex(/^[0-9A-Za-z.+-]{1,100}$/u)
    .optional(),
  commit: objectNameSchema.optional(),
  /** The tree of that commit: the same files have the same tree. */
  tree: objectNameSchema.optional(),
  dirty: z.boolean(),
  created: z.iso.datetime(),
  /** After this it says how things were, no longer how they are. */
  validUntil: z.iso.datetime(),
  /** What was examined: the run, on machines of this class, by these rules of measuring. */
  run: z.string(),
  class: z.string(),
  tool: z.strictObject({ version: z.string(), method: z.int() }),
  /** Kinds that the project brings, as its run describes them. */
  kinds: ownKindsSchema.optional(),
  /** The same of metrics that the project brings besides. */
  metrics: ownMetricsSchema.optional(),
  /** Whose key signs it; absent: nobody's. */
  signer: z.strictObject({ keyid: hash, name: z.string().optional() }).optional(),
  /** Reasons for the status, one sentence each, the deciding one first. */
  reasons: z.array(z.string()).min(1),
  conditions: z.array(conditionSchema),
  /** Why it is advice at best. */
  shortcomings: z.array(z.string()),
  /** Files of the evidence that changed while it was gathered. */
  changed: z.array(z.string()),
  /** How many criteria there are, by result, and those that do not simply hold. */
  criteria: z.strictObject({
    passed: z.int().nonnegative(),
    failed: z.int().nonnegative(),
    undecided: z.int().nonnegative(),
    excused: z.int().nonnegative(),
    open: z.array(criterionSchema),
  }),
  /** Configuration, benchmarks and what they load, and baselines: what was to be held against what. */
  registered: z.array(registeredSchema),
  /** Files of the report, the Run document with the raw values among them. */
  evidence: z.array(digestSchema).min(1),
  /** The certificate of the same kind and component before this one, and the digest of its envelope. */
  previous: z.strictObject({ id: z.string().regex(certificateIdPattern), sha256: hash }).optional(),
})
export type Certificate = z.infer<typeof certificateSchema>
