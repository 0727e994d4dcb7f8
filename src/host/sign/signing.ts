import { stamp } from '../../core/identity/run-id.ts'
import type { Signing } from '../../flow/ports/certificates.ts'
import { AssayError } from '../../model/assay-error.ts'
import type { CertificateKind } from '../../model/certificate.ts'
import type { Config } from '../../model/config.ts'
import { resolveInside } from '../files/files.ts'
import { readComponent } from '../project/component.ts'
import { latestCertificate } from '../store/certificates.ts'
import { seal } from './dsse.ts'
import { type KeyEnvironment, keyVariable } from './key-environment.ts'
import { findSigningKey } from './keys.ts'
import { readTrust, type TrustedKey } from './trust.ts'

/**
 * Whose key signs certificates of a kind, whether it counts here, and which certificate came before.
 *
 * @throws AssayError `signing-key`, `trust`, `clock`
 */
export async function prepareSigning(
  root: string,
  config: Config,
  kind: CertificateKind,
  keyFile: string | undefined,
  env: KeyEnvironment,
): Promise<Signing> {
  const now = new Date()
  const previous = await latestCertificate(root, config, kind, (await readComponent(root)).component)
  refuseTheFuture(previous?.id, now)
  const key = await findSigningKey(keyFile, env)
  const before = previous === undefined ? {} : { previous }
  if (!key) return { ...before, distrust: [], seal: (statement) => seal(statement, undefined) }
  const { trust } = config.certificate
  const trusted = await readTrust(resolveInside(root, trust))
  const known = trusted?.keys.find(({ keyid }) => keyid === key.keyid)
  return {
    ...before,
    isInReach: keyFile === undefined && Boolean(env[keyVariable]),
    signer: { keyid: key.keyid, ...(known === undefined ? {} : { name: known.name }) },
    distrust: known ? doubtsAbout(known, kind, now.toISOString()) : [`Its key is not in ${trust}.`],
    statuses: known?.may.statuses,
    seal: (statement) => seal(statement, key),
  }
}

/** Why a key's signature does not count for a certificate of this kind that was made then. */
export function doubtsAbout(
  { may, from, until }: Pick<TrustedKey, 'may' | 'from' | 'until'>,
  kind: CertificateKind,
  created: string,
): string[] {
  const at = Date.parse(created)
  return [
    ...(may.kinds?.includes(kind) === false ? [`Its key may not issue a ${kind}.`] : []),
    ...(from !== undefined && at < Date.parse(from) ? [`Its key counts from ${from} on.`] : []),
    ...(until !== undefined && at > Date.parse(until) ? [`Its key counted until ${until}.`] : []),
  ]
}

/** Seconds that a name may lie ahead: that of a certificate is a later one where several are made at once. */
const ahead = 60_000

/** Certificates follow one another: a clock that stands before the last one would put this one before it. */
function refuseTheFuture(previous: string | undefined, now: Date): void {
  const last = previous?.slice(-'YYYYMMDD_HHMMSS'.length)
  if (last === undefined || last <= stamp(new Date(now.getTime() + ahead).toISOString())) return
  throw new AssayError(
    'clock',
    `The last certificate, ${previous}, is later than this machine's clock (${now.toISOString()}).`,
    'Set the clock; or, if a wrong clock dated that certificate, remove it from the folder.',
  )
}
