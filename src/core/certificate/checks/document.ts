import type { Statement } from '../../../model/envelope.ts'
import type { Check } from '../../../model/verification.ts'
import { frontMatterDifference, type Sha256 } from '../front-matter.ts'
import { makeCheck, shorten } from './check.ts'

/** The text that people read: whether it is there, is the one that was signed, and is called what it is. */
export function documentChecks(
  { predicate }: Statement,
  found: { readonly name: string; readonly text: string | undefined },
  sha256: Sha256,
): Check[] {
  const { document, ...certificate } = predicate
  const renamed = `it is the certificate ${certificate.id}, under another name`
  const about = (result: Check['result'], message: string) => [
    ...(found.name === certificate.id ? [] : [makeCheck('document', 'invalid', renamed, found.name)]),
    makeCheck('document', result, message, document.path),
  ]
  if (found.text === undefined) return about('unknown', 'the text for people is not here')
  const difference = frontMatterDifference(found.text, certificate, sha256)
  if (difference) {
    const { stated, signed } = difference
    const message = `its front matter says ${shorten(stated)}, what is signed says ${shorten(signed)}`
    return about('invalid', message)
  }
  return sha256(found.text) === document.sha256
    ? about('valid', 'it says what is signed')
    : about('invalid', 'its text is another than the one that was signed')
}
