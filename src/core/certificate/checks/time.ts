import type { Certificate } from '../../../model/certificate.ts'
import type { Check } from '../../../model/verification.ts'
import { makeCheck } from './check.ts'

/** Minutes that clocks may differ by. */
const clockSkew = 5 * 60_000

/**
 * Whether it is of the past, and still counts: now, or as of the day or time that is asked about. A day is asked about as it
 * ends (UTC). `parse` gives ms of an ISO time.
 */
export function timeChecks(
  { created, validUntil }: Pick<Certificate, 'created' | 'validUntil'>,
  { now, asked }: { readonly now: string; readonly asked: string | undefined },
  parse: (iso: string) => number,
): Check[] {
  const about = (result: Check['result'], message: string) => [makeCheck('time', result, message)]
  const isDay = asked?.length === 'YYYY-MM-DD'.length
  const at = parse(isDay ? `${asked}T23:59:59.999Z` : (asked ?? now))
  if (parse(created) > at + clockSkew) {
    const later = asked === undefined ? 'which is in the future' : `which is after ${asked}`
    return about('invalid', `it was made at ${created}, ${later}`)
  }
  const counted = `it counted until ${validUntil}`
  if (parse(validUntil) < at)
    return about(
      'invalid',
      asked === undefined ? counted : `${counted}, which is before ${isDay ? 'the end of ' : ''}${asked}`,
    )
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
