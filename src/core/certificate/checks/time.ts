import type { Certificate } from '../../../model/certificate.ts'
import type { Check } from '../../../model/verification.ts'
import { makeCheck } from './check.ts'

/** Minutes that clocks may differ by. */
const clockSkew = 5 * 60_000

/** Whether it is of the past, and still counts. `parse` gives ms of an ISO time. */
export function timeChecks(
  { created, validUntil }: Certificate,
  now: string,
  parse: (iso: string) => number,
): Check[] {
  const about = (result: Check['result'], message: string) => [makeCheck('time', result, message)]
  if (parse(created) > parse(now) + clockSkew)
    return about('invalid', `it was made at ${created}, which is in the future`)
  if (parse(validUntil) < parse(now)) return about('invalid', `it counted until ${validUntil}`)
  return about('valid', `made at ${created}, counts until ${validUntil}`)
}

/** Whether the certificate before this one is the one that it was made after. */
export function chainChecks({ previous, created }: Certificate, digest: string | undefined): Check[] {
  if (!previous) return [makeCheck('chain', 'valid', 'it is the first of its kind')]
  const about = (result: Check['result'], message: string) => [
    makeCheck('chain', result, `the certificate before it ${message}`, previous.id),
  ]
  if (digest === undefined) return about('unknown', 'is not here')
  if (digest !== previous.sha256) return about('invalid', 'is another one than when this was made')
  const time = previous.id.split('_').slice(-2).join('_')
  const own = created.slice(0, 19).replaceAll(/[-:]/gu, '').replace('T', '_')
  return time <= own ? about('valid', 'is as it was') : about('invalid', 'is of a later time')
}
