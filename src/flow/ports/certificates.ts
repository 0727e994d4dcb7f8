import type { Sha256 } from '../../core/certificate/front-matter.ts'
import type {
  Certificate,
  CertificateKind,
  CertificateStatus,
  RegisteredFile,
} from '../../model/certificate.ts'
import type { Config } from '../../model/config.ts'
import type { Envelope, Statement } from '../../model/envelope.ts'
import type { Digest } from '../../model/run.ts'

/** Who signs, and what the signature counts for. */
export type Signing = {
  readonly signer?: Certificate['signer']
  /** Why it does not count, if so. */
  readonly distrust: readonly string[]
  /** Whether the key was in the environment of this process, where what it starts can find it. */
  readonly isInReach?: boolean
  /** What it counts for; absent: everything. */
  readonly statuses?: readonly CertificateStatus[] | undefined
  readonly previous?: Certificate['previous']
  readonly seal: (statement: Statement) => Envelope
}

/** The two files of a certificate, relative to the project: as people read it, and the envelope that machines verify. */
export type CertificateFiles = { readonly document: string; readonly envelope: string }

/** Keys and certificates. */
export type CertificateStore = {
  /**
   * Whose key signs certificates of this kind, and which came before. Throws an AssayError, before anything is measured, when
   * the key cannot be used, or the machine's clock stands before the last certificate.
   */
  readonly signing: (config: Config, kind: CertificateKind, keyFile?: string) => Promise<Signing>
  /** Files with the blobs that they are in a commit, where what was used is what is committed. */
  readonly register: (digests: readonly Digest[], commit: string | undefined) => Promise<RegisteredFile[]>
  readonly treeOf: (commit: string) => Promise<string | undefined>
  readonly sha256: Sha256
  /**
   * Writes a certificate and its envelope under a name that is not taken yet: when it is, under that of a later second,
   * which the text is made for. Both files are there afterwards, or none.
   */
  readonly writeCertificate: (
    config: Config,
    certificate: Certificate,
    text: (certificate: Certificate) => string,
    seal: (certificate: Certificate, document: Digest) => Envelope,
  ) => Promise<{ certificate: Certificate; files: CertificateFiles }>
}
