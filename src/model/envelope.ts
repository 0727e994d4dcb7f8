import { z } from 'zod'
import { certificateSchema } from './certificate.ts'
import { digestSchema } from './run.ts'

/** Media type of what a certificate's envelope holds. Source: in-toto attestation framework v1, envelope layer. */
export const payloadType = 'application/vnd.in-toto+json'

/** Names the shape of the predicate; raised with the schema of the certificate. */
export const predicateType = 'urn:assay:performance-certificate:3'

/** The in-toto statement that is signed: what it is about by digest, and the certificate. Source: in-toto Statement v1. */
export const statementSchema = z.strictObject({
  _type: z.literal('https://in-toto.io/Statement/v1'),
  subject: z.array(z.strictObject({ name: z.string(), digest: z.record(z.string(), z.string()) })).min(1),
  predicateType: z.literal(predicateType),
  predicate: certificateSchema.extend({
    /** The certificate as people read it. */
    document: digestSchema,
  }),
})
export type Statement = z.infer<typeof statementSchema>

/** A signed envelope. Source: DSSE v1.0.2, "Envelope". Without a signature it says what it says, and nobody vouches for it. */
export const envelopeSchema = z.strictObject({
  payloadType: z.literal(payloadType),
  payload: z.base64(),
  signatures: z.array(z.strictObject({ keyid: z.string().regex(/^[0-9a-f]{64}$/u), sig: z.base64() })),
})
export type Envelope = z.infer<typeof envelopeSchema>
