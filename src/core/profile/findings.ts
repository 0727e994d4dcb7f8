import type { Benchmark } from '../../model/benchmark.ts'
import { policy } from '../../model/config.ts'
import type { Finding } from '../../model/finding.ts'
import type { ProfileResult } from '../../model/profile-report.ts'
import { elsewhereFinding } from '../kind/function/elsewhere.ts'
import type { ProfileData } from './profile-data.ts'

/** What keeps the profile of a benchmark from telling all that it should. Of one that failed the failure tells everything. */
export function profileFindings(
  { id: subject }: Pick<Benchmark, 'id'>,
  { error, samples }: Pick<ProfileResult, 'error' | 'samples'>,
  failures: ProfileData['failures'],
  spent: ProfileData['spent'] = [],
): Finding[] {
  if (error) return []
  const elsewhere = elsewhereFinding(subject, spent)
  const findings: Finding[] = elsewhere ? [elsewhere] : []
  if (samples < policy.profile.fewestSamples) {
    findings.push({
      code: 'few-samples',
      severity: 'info',
      subject,
      message: `${samples} ${samples === 1 ? 'sample was' : 'samples were'} taken in its batches: too few to show where its CPU time goes`,
      advice: 'Give it more time (`--time`); one that mostly waits takes next to none.',
    })
  }
  for (const message of new Set(failures.map((failure) => failure.message))) {
    findings.push({
      code: 'not-all-told',
      severity: 'info',
      subject,
      message: `Some of its forks did not deliver their profile: ${message}`,
      advice: '',
    })
  }
  return findings
}
