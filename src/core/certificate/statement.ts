import type { Certificate } from '../../model/certificate.ts'
import { predicateType, type Statement } from '../../model/envelope.ts'
import type { Digest } from '../../model/run.ts'

/** What is signed: the certificate, its text by digest, and what both are about. */
export function statementOf(certificate: Certificate, document: Digest): Statement {
  const { commit, tree, evidence } = certificate
  const run = runFileOf(certificate) ?? evidence[0]!
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [
      ...(commit === undefined
        ? []
        : [{ name: 'git', digest: { gitCommit: commit, ...(tree === undefined ? {} : { gitTree: tree }) } }]),
      { name: run.path, digest: { sha256: run.sha256 } },
    ],
    predicateType,
    predicate: { ...certificate, document },
  }
}

/** The Run document among the evidence: the raw values. */
export function runFileOf({ evidence }: Pick<Certificate, 'evidence'>): Digest | undefined {
  return evidence.find(({ path }) => path.endsWith('/run.json'))
}
