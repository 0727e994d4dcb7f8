import { z } from 'zod'
import { certificateKindSchema, certificateStatusSchema } from './certificate.ts'

/** What is looked at, in this order. */
export const checkNames = [
  'envelope',
  'signature',
  'schema',
  'document',
  'time',
  'evidence',
  'registered',
  'chain',
  'recomputed',
  'acceptance',
  'asked',
] as const

export const checkSchema = z.strictObject({
  check: z.enum(checkNames),
  /** `unknown`: what it takes to tell is not here, or there is nothing to check. */
  result: z.enum(['valid', 'invalid', 'unknown', 'absent']),
  /** A file, a benchmark, a key; absent: the certificate. */
  subject: z.string().optional(),
  message: z.string(),
})
export type Check = z.infer<typeof checkSchema>

/** A day, which is asked about as it ends (UTC), or a time of ISO 8601 with its zone. */
export const dayOrTimeSchema = z.union([z.iso.date(), z.iso.datetime({ offset: true })])

/** What `assay verify --json` prints. */
export const verificationSchema = z.strictObject({
  schema: z.literal('assay/verification@1'),
  /** `unknown`: nothing is wrong, and something could not be told. */
  verdict: z.enum(['valid', 'invalid', 'unknown']),
  /** When it is asked whether it counts, as `--at` said; absent: when it was asked. */
  at: dayOrTimeSchema.optional(),
  /** What it says, where it could be read; it counts as far as the verdict does. */
  certificate: z
    .strictObject({
      id: z.string(),
      kind: certificateKindSchema,
      status: certificateStatusSchema,
      component: z.string(),
      commit: z.string().optional(),
      created: z.string(),
      validUntil: z.string(),
      signer: z.string().optional(),
    })
    .optional(),
  checks: z.array(checkSchema),
})
export type Verification = z.infer<typeof verificationSchema>
