import type { Statement } from '../../../model/envelope.ts'
import type { Check } from '../../../model/verification.ts'
import { frontMatterDifference } from '../front-matter.ts'
import { shorten } from './shortened.ts'

/** The text that people read: whether it is there, is the one that was signed, and is called what it is. */
export function documentChecks(
  { predicate }: Statement,
  found: { readonly name: string; readonly text: string | undefined; readonly sha256: string | undefined },
): Check[] {
  const { document, ...certificate } = predicate
  const check = 'document' as const
  const renamed: Check[] =
    found.name === certificate.id
      ? []
      : [
          {
            check,
            result: 'invalid',
            subject: found.name,
            message: `it is the certificate ${certificate.id}, under another name`,
          },
        ]
  if (found.text === undefined) {
    return [
      ...renamed,
      { check, result: 'unknown', subject: document.path, message: 'the text for people is not here' },
    ]
  }
  const difference = frontMatterDifference(found.text, certificate)
  if (difference) {
    const message = `its front matter says ${shorten(difference.stated)}, what is signed says ${shorten(difference.signed)}`
    return [...renamed, { check, result: 'invalid', subject: document.path, message }]
  }
  return found.sha256 === document.sha256
    ? [...renamed, { check, result: 'valid', subject: document.path, message: 'it says what is signed' }]
    : [
        ...renamed,
        {
          check,
          result: 'invalid',
          subject: document.path,
          message: 'its text is another than the one that was signed',
        },
      ]
}
