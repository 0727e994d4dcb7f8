import { basename, join, relative, resolve } from 'node:path'
import type { SignatureLook } from '../../core/certificate/checks/signature.ts'
import type { EvidencePlaces, EvidenceSource } from '../../flow/evidence-source.ts'
import type { Certificate } from '../../model/certificate.ts'
import { configSchema } from '../../model/config.ts'
import type { Envelope } from '../../model/envelope.ts'
import { resolveInside } from '../files/files.ts'
import { readOrdinaryText } from '../files/ordinary-file.ts'
import { readCertificate, sha256, siblingDigest } from '../store/certificates.ts'
import { coverageOf, evidenceStates, registeredStates } from '../store/evidence.ts'
import { isSignedBy, payloadOf } from './dsse.ts'
import { doubtsAbout } from './signing.ts'
import { readAcceptances } from './ssh.ts'
import { readTrust, type Trusted } from './trust.ts'

/**
 * Everything that a certificate can be held against, from the files of a folder and its repository. The configuration is
 * not loaded: it is code, and somebody else's.
 *
 * @throws AssayError `no-certificate`, `trust`
 */
export async function openEvidence(
  root: string,
  folder: string,
  path: string,
  places: EvidencePlaces,
): Promise<EvidenceSource> {
  const at = (place: string | undefined, usual: string) =>
    place === undefined ? usual : resolve(folder, place)
  const repo = at(places.repo, root)
  const evidence = at(places.evidence, repo)
  const trustFile = at(places.trust, join(repo, configSchema.parse({}).certificate.trust))
  const { envelope, envelopeText, documentText } = await readCertificate(folder, path)
  const trusted = await readTrust(trustFile)
  return {
    now: new Date().toISOString(),
    parseTime: Date.parse,
    found: {
      envelopeText,
      document: { name: basename(envelope, '.intoto.json'), text: documentText },
    },
    sha256,
    trustFile: relative(folder, trustFile) || trustFile,
    decode: (one) => payloadOf(one).toString(),
    signatures: async (one, certificate) => looksAt(one, certificate, trusted),
    evidence: (digests) => evidenceStates(evidence, digests),
    text: (file) => readOrdinaryText(resolveInside(evidence, file)),
    registered: (registered, commit) => registeredStates(repo, registered, commit),
    sibling: (id) => siblingDigest(envelope, id),
    acceptances: (certificate) =>
      envelopeText === undefined ? Promise.resolve([]) : readAcceptances(envelope, trusted, certificate),
    coverage: async (commit, ref, reports) =>
      commit === undefined ? 'other' : coverageOf(repo, commit, ref, [reports, 'baselines']),
  }
}

/** Whether the signatures of an envelope fit, and what speaks against those that do. */
export function looksAt(
  envelope: Envelope,
  { kind, status, created }: Pick<Certificate, 'kind' | 'status' | 'created'>,
  trusted: Trusted | undefined,
): SignatureLook[] {
  return envelope.signatures.map(({ keyid, sig }): SignatureLook => {
    if (!trusted) return { keyid, result: 'no-trust-file', doubts: [] }
    const key = trusted.keys.find((one) => one.keyid === keyid)
    if (!key) return { keyid, result: 'unknown-key', doubts: [] }
    const { name, may } = key
    if (!isSignedBy(envelope, sig, key)) return { keyid, name, result: 'does-not-fit', doubts: [] }
    const barred = may.statuses?.includes(status) === false ? [`Its key may not issue ${status}.`] : []
    return { keyid, name, result: 'fits', doubts: [...doubtsAbout(key, kind, created), ...barred] }
  })
}
