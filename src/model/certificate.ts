import { z } from 'zod'
import { digestSchema } from './run.ts'

export const certificateStatusSchema = z.enum(['GO', 'NO_GO', 'EMERGENCY_STOP', 'NEEDS_FURTHER_REVIEW'])
export type CertificateStatus = z.infer<typeof certificateStatusSchema>

/** The facts of a certificate: its front matter, and what a later signature covers. */
export const certificateSchema = z.strictObject({
  schema: z.literal('assay/certificate@1'),
  /** File name without its ending: `{descriptor}_{component}_{YYYYMMDD_HHMMSS}`. */
  id: z.string().regex(/^[a-z0-9_]+_[a-z0-9][a-z0-9.-]*_[0-9]{8}_[0-9]{6}$/u),
  kind: z.literal('release_gate'),
  status: certificateStatusSchema,
  component: z.string(),
  commit: z.string().optional(),
  dirty: z.boolean(),
  created: z.iso.datetime(),
  run: z.string(),
  class: z.string(),
  /** Reasons for the status, one sentence each, the deciding one first. */
  reasons: z.array(z.string()).min(1),
  evidence: z.array(digestSchema).min(1),
  /** Not signed yet: a signature is issued beside the file, never inside it. */
  signature: z.literal('none'),
})
export type Certificate = z.infer<typeof certificateSchema>
