import { describe, expect, it } from 'vitest'
import { type Situation, statusCodes, statusOf } from '../../../src/core/certificate/status.ts'
import {
  type CertificateKind,
  type CertificateStatus,
  certificateStatusSchema,
} from '../../../src/model/certificate.ts'

const well: Situation = {
  aborted: [],
  failed: [],
  remedied: false,
  open: [],
  shortcomings: [],
  conditions: [],
  passed: 'all is well',
}
const [aborted, failed, open] = [
  { aborted: ['it was stopped'] },
  { failed: ['it is slow'] },
  { open: ['nobody knows'] },
]
const remedied = { ...failed, remedied: true }
const [unsigned, conditional] = [{ shortcomings: ['nobody signed'] }, { conditions: ['for a week'] }]

/** What is so, and the status of each kind: release, review, assessment. */
const rows: [string, Partial<Situation>, CertificateStatus, CertificateStatus, CertificateStatus][] = [
  ['all is well', {}, 'GO', 'APPROVED', 'RECOMMEND'],
  ['a condition is used', conditional, ...all('CONDITIONALLY_APPROVED')],
  ['nobody signs', unsigned, ...all('ADVISORY_ONLY')],
  ['something is undecided', open, ...all('NEEDS_FURTHER_REVIEW')],
  ['a hard criterion fails', failed, 'NO_GO', 'REJECTED', 'DO_NOT_RECOMMEND'],
  ['it fails, and somebody repairs it', remedied, ...all('REQUIRES_REMEDIATION')],
  ['it was stopped', aborted, ...all('EMERGENCY_STOP')],
  // The first row that fits decides.
  ['a condition is used and nobody signs', { ...conditional, ...unsigned }, ...all('ADVISORY_ONLY')],
  ['something is undecided and nobody signs', { ...open, ...unsigned }, ...all('NEEDS_FURTHER_REVIEW')],
  [
    'it fails, is undecided elsewhere, and nobody signs',
    { ...failed, ...open, ...unsigned, ...conditional },
    'NO_GO',
    'REJECTED',
    'DO_NOT_RECOMMEND',
  ],
  ['somebody repairs it and nobody signs', { ...remedied, ...unsigned }, ...all('REQUIRES_REMEDIATION')],
  ['it was stopped, and fails', { ...aborted, ...remedied, ...open }, ...all('EMERGENCY_STOP')],
  ['a remedy is for nothing', { remedied: true }, 'GO', 'APPROVED', 'RECOMMEND'],
]

function all(status: CertificateStatus) {
  return [status, status, status] as const
}

describe('the status of a certificate', () => {
  it.each(rows)('when %s', (_, so, release, review, assessment) => {
    const of = (kind: CertificateKind) => statusOf(kind, { ...well, ...so }).status
    expect([of('release_gate'), of('performance_review'), of('optimization_assessment')]).toEqual([
      release,
      review,
      assessment,
    ])
  })

  it('has every one of the eleven somewhere in this table', () => {
    const seen = new Set(rows.flatMap(([, , ...statuses]) => statuses))
    expect([...seen].sort()).toEqual([...certificateStatusSchema.options].sort())
  })

  it('gives what decided first, and what would be claimed after what keeps it from being claimed', () => {
    expect(statusOf('release_gate', { ...well, ...failed, ...open }).reasons).toEqual(['it is slow'])
    expect(statusOf('release_gate', { ...well, ...unsigned }).reasons).toEqual([
      'nobody signed',
      'all is well',
    ])
    expect(statusOf('release_gate', { ...well, ...conditional }).reasons).toEqual([
      'for a week',
      'all is well',
    ])
  })

  it('ends a command with 0 only where something may go on', () => {
    expect(
      Object.entries(statusCodes)
        .filter(([, code]) => code === 0)
        .map(([status]) => status),
    ).toEqual(['GO', 'APPROVED', 'RECOMMEND', 'CONDITIONALLY_APPROVED', 'ADVISORY_ONLY'])
  })
})
