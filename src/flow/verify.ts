import { askedChecks } from '../core/certificate/checks/asked.ts'
import { verdictOf } from '../core/certificate/checks/check.ts'
import { documentChecks } from '../core/certificate/checks/document.ts'
import { evidenceChecks, registeredChecks } from '../core/certificate/checks/files.ts'
import { recomputedChecks } from '../core/certificate/checks/recomputed.ts'
import { signatureChecks } from '../core/certificate/checks/signature.ts'
import { chainChecks, timeChecks } from '../core/certificate/checks/time.ts'
import { openEnvelope } from '../core/certificate/open-envelope.ts'
import { runFileOf } from '../core/certificate/statement.ts'
import { parseRun } from '../core/identity/parse-run.ts'
import { AssayError } from '../model/assay-error.ts'
import type { CertificateStatus } from '../model/certificate.ts'
import type { Statement } from '../model/envelope.ts'
import type { Run } from '../model/run.ts'
import type { Check, Verification } from '../model/verification.ts'
import type { EvidenceSource } from './evidence-source.ts'

/** What somebody wants to know of a certificate beside whether it is true. */
export type VerifyRequest = {
  /** A revision that it must be about. */
  readonly ref: string | undefined
  /** A day or a time of ISO 8601 as of which it is checked; now when absent. */
  readonly at?: string | undefined
  /** Statuses of which it must have one; none: any. */
  readonly statuses: readonly CertificateStatus[]
}

/**
 * `assay verify`: envelope and key, text, time, evidence, what was registered beforehand, the certificate before it, and the
 * verdict reached again from the raw values. Needs no network and loads no code of the project.
 */
export async function verify(witness: EvidenceSource, request: VerifyRequest): Promise<Verification> {
  const { envelopeText } = witness.found
  if (envelopeText === undefined) {
    const message = 'its envelope (.intoto.json) is not here, and the text alone proves nothing'
    return done(request, [{ check: 'envelope', result: 'unknown', message }])
  }
  const opened = openEnvelope(envelopeText, witness.decode)
  if ('checks' in opened) return done(request, opened.checks)
  const { envelope, statement } = opened
  const { document: _, ...certificate } = statement.predicate
  const { evidence, registered, commit, previous } = certificate
  const states = await witness.evidence(evidence)
  const accepted = await witness.acceptances(certificate)
  const coverage =
    request.ref === undefined ? undefined : await witness.coverage(commit, request.ref, reportsOf(statement))
  const checks: Check[] = [
    { check: 'envelope', result: 'valid', message: 'a DSSE envelope with an in-toto statement' },
    ...signatureChecks(await witness.signatures(envelope, certificate), certificate, witness.trustFile),
    ...documentChecks(statement, witness.found.document, witness.sha256),
    ...timeChecks(certificate, { now: witness.now, asked: request.at }, witness.parseTime),
    ...evidenceChecks(evidence, states),
    ...registeredChecks(registered, commit === undefined ? [] : await witness.registered(registered, commit)),
    ...chainChecks(certificate, previous && (await witness.sibling(previous.id))),
    ...(await recomputed(witness, statement, states)),
    ...accepted.map(
      ({ name, result, message }): Check => ({ check: 'acceptance', result, subject: name, message }),
    ),
    ...askedChecks(certificate, { ...request, coverage }),
  ]
  const { id, kind, status, component, created, validUntil, signer } = certificate
  return {
    ...done(request, checks),
    certificate: {
      ...{ id, kind, status, component },
      ...(commit === undefined ? {} : { commit }),
      ...{ created, validUntil },
      ...(signer === undefined ? {} : { signer: signer.name ?? signer.keyid }),
    },
  }
}

async function recomputed(
  witness: EvidenceSource,
  statement: Statement,
  states: Awaited<ReturnType<EvidenceSource['evidence']>>,
): Promise<Check[]> {
  const check = 'recomputed' as const
  const { evidence } = statement.predicate
  const file = runFileOf(statement.predicate)
  if (!file) return [{ check, result: 'invalid', message: 'there is no Run document among its evidence' }]
  const subject = file.path
  if (states[evidence.indexOf(file)] !== 'same') {
    return [{ check, result: 'unknown', subject, message: 'the certified values are not here' }]
  }
  let run: Run
  try {
    run = parseRun(await witness.text(file.path), subject)
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    return [{ check, result: 'unknown', message: error.message }]
  }
  return recomputedChecks(statement, run)
}

/** The folder of the reports, as the certificate's own path tells it. */
function reportsOf({ predicate: { document } }: Statement): string {
  return document.path.split('/').slice(0, -2).join('/') || '.'
}

function done({ at }: VerifyRequest, checks: readonly Check[]): Verification {
  return {
    schema: 'assay/verification@1',
    verdict: verdictOf(checks),
    ...(at === undefined ? {} : { at }),
    checks: [...checks],
  }
}
