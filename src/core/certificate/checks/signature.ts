import type { Certificate } from '../../../model/certificate.ts'
import type { Check } from '../../../model/verification.ts'
import { makeCheck } from './check.ts'

/** A signature, and the key of the trust file that it is compared with. */
export type SignatureLook = {
  readonly keyid: string
  readonly result: 'fits' | 'does-not-fit' | 'unknown-key' | 'no-trust-file'
  readonly name?: string | undefined
  /** Why the key may not issue this certificate, if so. */
  readonly doubts: readonly string[]
}

/** Who signs it, and whether that counts. */
export function signatureChecks(
  looks: readonly SignatureLook[],
  { signer }: Pick<Certificate, 'signer'>,
  trustFile: string,
): Check[] {
  const nameOf = ({ name, keyid }: Pick<SignatureLook, 'name' | 'keyid'>) =>
    name ?? `key ${keyid.slice(0, 16)}`
  if (signer && !looks.some(({ keyid }) => keyid === signer.keyid)) {
    const message = 'it says that this key signs it, and has no such signature'
    return [makeCheck('signature', 'invalid', message, nameOf(signer))]
  }
  if (looks.length === 0)
    return [makeCheck('signature', 'absent', 'nobody has signed it: anybody may have written it')]
  return looks.map((look) => makeCheck('signature', ...signatureWords(look, trustFile), nameOf(look)))
}

function signatureWords({ result, doubts }: SignatureLook, trustFile: string): [Check['result'], string] {
  if (result === 'no-trust-file')
    return ['unknown', `no ${trustFile} says whose key this is: name one with --trust`]
  if (result === 'unknown-key') return ['invalid', `${trustFile} does not know this key`]
  if (result === 'does-not-fit') return ['invalid', 'the signature does not fit: what it covers was changed']
  return doubts.length > 0
    ? ['invalid', doubts.join(' ')]
    : ['valid', 'the signature fits, and the key may issue this']
}
