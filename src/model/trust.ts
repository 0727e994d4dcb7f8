import { z } from 'zod'
import { certificateKindSchema, certificateStatusSchema } from './certificate.ts'
import { schemas } from './schema-version.ts'

const may = z.strictObject({
  /** Absent: all. */
  kinds: z.array(certificateKindSchema).min(1).optional(),
  statuses: z.array(certificateStatusSchema).min(1).optional(),
})

/** Whose signature counts for what: `perf.trust.json`. */
export const trustSchema = z.strictObject({
  schema: z.literal(schemas.trust),
  /** Keys that issue certificates. */
  keys: z.array(
    z.strictObject({
      name: z.string().min(1),
      /** ed25519, SubjectPublicKeyInfo in DER, base64: the line between BEGIN and END of its PEM file. */
      publicKey: z.base64().min(1),
      may: may.default({}),
      /** Certificates that were made outside these times do not count. */
      from: z.iso.datetime().optional(),
      until: z.iso.datetime().optional(),
    }),
  ),
  /** People whose second signature, by ssh-keygen, accepts a certificate. */
  people: z
    .array(
      z.strictObject({
        /** Principal, e.g. an e-mail address; a part of file names, and a pattern for ssh-keygen. */
        name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9@._+-]*$/u),
        /** As in an authorized_keys file: `ssh-ed25519 AAAA…`. */
        key: z.string().regex(/^(?:ssh|ecdsa|sk)-[a-z0-9@.-]+ [A-Za-z0-9+/=]+(?: [^\r\n]*)?$/u),
        may: may.default({}),
      }),
    )
    .default([]),
})
export type Trust = z.infer<typeof trustSchema>
