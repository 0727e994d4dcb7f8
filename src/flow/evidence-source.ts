import type { FileState } from '../core/certificate/checks/files.ts'
import type { SignatureLook } from '../core/certificate/checks/signature.ts'
import type { Sha256 } from '../core/certificate/front-matter.ts'
import type { Certificate, RegisteredFile } from '../model/certificate.ts'
import type { Envelope } from '../model/envelope.ts'
import type { Digest } from '../model/run.ts'

/** What there is to hold against what a certificate says. It loads no code of the project, and asks no network. */
export type EvidenceSource = {
  /** ISO 8601, UTC, and ms of such a time. */
  readonly now: string
  readonly parseTime: (iso: string) => number
  /** The certificate's files: `name` without ending; texts are `undefined` where a file is not there. */
  readonly found: {
    readonly envelopeText: string | undefined
    readonly document: { readonly name: string; readonly text: string | undefined }
  }
  readonly sha256: Sha256
  /** Name of the trust file that is used. */
  readonly trustFile: string
  /** The text of an envelope's payload. */
  readonly decode: (envelope: Envelope) => string
  readonly signatures: (
    envelope: Envelope,
    certificate: Pick<Certificate, 'kind' | 'status' | 'created'>,
  ) => Promise<readonly SignatureLook[]>
  readonly evidence: (digests: readonly Digest[]) => Promise<readonly FileState[]>
  /** The text of a file of the evidence that is as certified. */
  readonly text: (path: string) => Promise<string>
  readonly registered: (
    registered: readonly RegisteredFile[],
    commit: string,
  ) => Promise<readonly ('same' | 'other' | 'no-commit')[]>
  /** Digest of the envelope of another certificate beside this one. */
  readonly sibling: (id: string) => Promise<string | undefined>
  /** Second signatures beside it. */
  readonly acceptances: (certificate: Pick<Certificate, 'kind' | 'status'>) => Promise<
    readonly {
      readonly name: string
      readonly result: 'valid' | 'invalid' | 'unknown'
      readonly message: string
    }[]
  >
  /** Whether a revision has the files of the certified commit; those of `reports` and of baselines do not count. */
  readonly coverage: (
    commit: string | undefined,
    ref: string,
    reports: string,
  ) => Promise<'same' | 'other' | 'no-revision' | 'no-commit' | 'unknown'>
}

/** Where to look for what a certificate is about; the project when absent. */
export type EvidencePlaces = {
  readonly repo?: string | undefined
  readonly evidence?: string | undefined
  readonly trust?: string | undefined
}
