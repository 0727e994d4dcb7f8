import type { Certificate, CertificateKind, CertificateStatus } from '../../model/certificate.ts'

/** What a status is decided from: sentences, and what they come to. */
export type Situation = {
  /** An abort rule fired, or evidence changed while it was gathered. */
  readonly aborted: readonly string[]
  /** Hard criteria that fail beyond doubt. */
  readonly failed: readonly string[]
  /** Whether all of those have somebody who repairs them by a day that has not passed. */
  readonly remedied: boolean
  /** What could not be decided, or not be compared. */
  readonly open: readonly string[]
  /** What keeps it from being more than advice: nobody's signature, changes that are not committed. */
  readonly shortcomings: readonly string[]
  /** What passes only because it is soft, or waived. */
  readonly conditions: readonly string[]
  /** What is claimed where everything holds. */
  readonly passed: string
}

/** The status of what passes, and of what fails. */
const ends = {
  release_gate: ['GO', 'NO_GO'],
  performance_review: ['APPROVED', 'REJECTED'],
  optimization_assessment: ['RECOMMEND', 'DO_NOT_RECOMMEND'],
} as const

/**
 * The status and its reasons, the deciding one first. The first row that fits decides.
 *
 * What fails beyond doubt stands before what is undecided and before what is only advice: a proven regression is one,
 * whoever signs it and whatever else is open. ADVISORY_ONLY caps what would have passed, and hides nothing.
 */
export function statusOf(kind: CertificateKind, now: Situation): Pick<Certificate, 'status' | 'reasons'> {
  const [passed, failed] = ends[kind]
  const rows: readonly (readonly [fits: boolean, status: CertificateStatus, reasons: readonly string[]])[] = [
    [now.aborted.length > 0, 'EMERGENCY_STOP', now.aborted],
    [now.failed.length > 0 && now.remedied, 'REQUIRES_REMEDIATION', now.failed],
    [now.failed.length > 0, failed, now.failed],
    [now.open.length > 0, 'NEEDS_FURTHER_REVIEW', now.open],
    [now.shortcomings.length > 0, 'ADVISORY_ONLY', [...now.shortcomings, now.passed]],
    [now.conditions.length > 0, 'CONDITIONALLY_APPROVED', [...now.conditions, now.passed]],
    [true, passed, [now.passed]],
  ]
  const [, status, reasons] = rows.find(([fits]) => fits)!
  return { status, reasons: [...reasons] }
}

/** Exit code of a command that issues a certificate. */
export const statusCodes = {
  GO: 0,
  APPROVED: 0,
  RECOMMEND: 0,
  CONDITIONALLY_APPROVED: 0,
  ADVISORY_ONLY: 0,
  NO_GO: 1,
  REJECTED: 1,
  DO_NOT_RECOMMEND: 1,
  REQUIRES_REMEDIATION: 1,
  NEEDS_FURTHER_REVIEW: 3,
  EMERGENCY_STOP: 4,
} as const satisfies Record<CertificateStatus, number>
