import type { Certificate, CertificateStatus } from '../../../model/certificate.ts'
import type { Check } from '../../../model/verification.ts'
import { makeCheck } from './check.ts'

/** Whether it is what somebody asked for: for a revision, with a status. */
export function askedChecks(
  { commit, status }: Certificate,
  asked: {
    readonly ref: string | undefined
    readonly coverage: 'same' | 'other' | 'no-revision' | 'no-commit' | 'unknown' | undefined
    readonly statuses: readonly CertificateStatus[]
  },
): Check[] {
  const { ref, coverage = 'other', statuses } = asked
  const checks: Check[] = []
  if (ref !== undefined) {
    const words = {
      same: ['valid', `it is about ${ref}`],
      other: ['invalid', `it is about commit ${(commit ?? 'none').slice(0, 12)}, and ${ref} has other files`],
      'no-revision': ['invalid', 'is no revision of this repository'],
      'no-commit': [
        'unknown',
        'the certified commit is not here, so nobody knows whether it has the same files',
      ],
      unknown: ['unknown', 'git does not know whether the certified commit has the same files'],
    } as const
    const [result, message] = words[coverage]
    checks.push(makeCheck('asked', result, message, ref))
  }
  const own = `its status is ${status}`
  if (statuses.includes(status)) checks.push(makeCheck('asked', 'valid', own))
  else if (statuses.length > 0)
    checks.push(makeCheck('asked', 'invalid', `${own}, where ${statuses.join(' or ')} is required`))
  return checks
}
