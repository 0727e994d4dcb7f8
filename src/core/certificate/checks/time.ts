import type { Certificate } from '../../../model/certificate.ts'
import type { Check } from '../../../model/verification.ts'

/** Minutes that clocks may differ by. */
const clockSkew = 5 * 60_000

/** Whether it is of the past, and still counts. `parse` gives ms of an ISO time. */
export function timeChecks(
  { created, validUntil }: Certificate,
  now: string,
  parse: (iso: string) => number,
): Check[] {
  const check = 'time' as const
  if (parse(created) > parse(now) + clockSkew) {
    return [{ check, result: 'invalid', message: `it was made at ${created}, which is in the future` }]
  }
  if (parse(validUntil) < parse(now)) {
    return [{ check, result: 'invalid', message: `it counted until ${validUntil}` }]
  }
  return [{ check, result: 'valid', message: `made at ${created}, counts until ${validUntil}` }]
}

/** Whether the certificate before this one is the one that it was made after. */
export function chainChecks({ previous, created }: Certificate, digest: string | undefined): Check[] {
  const check = 'chain' as const
  if (!previous) return [{ check, result: 'valid', message: 'it is the first of its kind' }]
  const about = { check, subject: previous.id }
  if (digest === undefined) {
    return [{ ...about, result: 'unknown', message: 'the certificate before it is not here' }]
  }
  if (digest !== previous.sha256) {
    return [
      {
        ...about,
        result: 'invalid',
        message: 'the certificate before it is another one than when this was made',
      },
    ]
  }
  const [day = '', time = ''] = previous.id.split('_').slice(-2)
  const own = created.slice(0, 19).replaceAll(/[-:]/gu, '').replace('T', '_')
  return `${day}_${time}` <= own
    ? [{ ...about, result: 'valid', message: 'the certificate before it is as it was' }]
    : [{ ...about, result: 'invalid', message: 'the certificate before it is of a later time' }]
}
