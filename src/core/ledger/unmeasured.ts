import { policy } from '../../model/config.ts'
import { type Finding, finding } from '../../model/finding.ts'
import { count } from '../wording/count.ts'

/** Whether it was given up, because the machine kept so many forks from measuring it. */
export function isGivenUp(forks: number): boolean {
  return forks >= policy.mostDisturbed
}

export function disturbedFindings(subject: string, forks: number): Finding[] {
  if (!isGivenUp(forks)) return []
  const message = `${forks} of its forks were given up: other processes had the CPU for as long as their batches took`
  const advice = 'Stop what else is running, or measure on a machine with a free core.'
  return [finding('disturbed', subject, message, advice)]
}

/** Of alternatives that must agree: nobody can tell whether they do. */
export function notAgreed(subject: string, why: string): Finding {
  const message = `Nobody can tell whether it returns what its group returns: ${why}`
  const advice = 'Give the group a function that compares, `agree: (a, b) => …`, or return plain values.'
  return finding('alternatives-not-compared', subject, message, advice)
}

/** Why bytes were not counted, or in so many forks only. */
export function notCounted(subject: string, why: string, forks = 0): Finding {
  const message = `Its memory was ${forks === 0 ? 'not measured' : `measured in ${count(forks, 'fork')} only`}: ${why}`
  const advice =
    'Give one operation less to do, or raise time.timeout: counting bytes takes at least three calls in a process of their own.'
  return finding('memory-not-measured', subject, message, advice)
}
