import type { BaseDifference } from '../../../model/base-difference.ts'
import type { Reference } from '../../../model/comparison.ts'
import type { Finding } from '../../../model/finding.ts'
import { shortCommit } from '../../wording/commit.ts'
import { takenFinding } from './taken-finding.ts'

/** What a reader must know of how a base differs from the working tree. */
export function baseFindings(differences: readonly BaseDifference[], { ref = '' }: Reference): Finding[] {
  return differences.map((one) => differenceFinding(one, shortCommit(ref)))
}

function differenceFinding(one: BaseDifference, ref: string): Finding {
  const { file: subject } = one
  switch (one.state) {
    case 'taken':
    case 'new':
      return takenFinding(subject, ref, one.state === 'new')
    case 'own':
      return {
        code: 'benchmark-file-own',
        severity: 'warning',
        subject,
        message: `The working tree's does not load at ${ref}, which lacks what it asks for; each revision was measured with its own, so a change in the file itself counts, too`,
        advice: 'Keep benchmarks of what is new in a file of their own.',
      }
    case 'configuration':
      return {
        code: 'configuration-differs',
        severity: 'info',
        subject,
        message: `It differs from that of ${ref}; the working tree's holds for both revisions`,
        advice: 'Nothing.',
      }
    case 'engine':
      return {
        code: 'engine-excluded',
        severity: 'warning',
        subject,
        message: `At ${ref} it asks for Node ${one.range}; both revisions were measured on ${one.node}`,
        advice: 'Compare on a version of Node that both revisions are for.',
      }
  }
}
