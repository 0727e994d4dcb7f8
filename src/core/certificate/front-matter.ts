import type { Certificate } from '../../model/certificate.ts'
import { jsonLine } from '../wording/json.ts'

/** SHA-256 of a text, in hexadecimal digits. */
export type Sha256 = (text: string) => string

/**
 * What a reader asks first, and the digest of every fact that is signed: at most ten lines, which code hosts draw as a table
 * above the page. JSON is YAML, so quoting each value so is safe for any text. The same facts give the same lines, so
 * whether a text says what was signed is a question of equality.
 */
export function frontMatter(certificate: Certificate, sha256: Sha256): string {
  const { id, kind, component, version, status, created, validUntil, commit, class: machine } = certificate
  const facts = {
    ...{ id, kind, component, version, status, created, validUntil, commit, class: machine },
    statement: `sha256:${sha256(jsonLine(certificate))}`,
  }
  const lines = Object.entries(facts).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}: ${jsonLine(value)}`],
  )
  return ['---', ...lines, '---'].join('\n')
}

/** The first line of a text's front matter that is not what these facts say; `undefined` where all are. */
export function frontMatterDifference(
  text: string,
  certificate: Certificate,
  sha256: Sha256,
): { readonly stated: string; readonly signed: string } | undefined {
  const signed = frontMatter(certificate, sha256).split('\n')
  const stated = text.split('\n').slice(0, signed.length)
  const place = signed.findIndex((line, index) => line !== stated[index])
  return place < 0 ? undefined : { stated: stated[place] ?? '', signed: signed[place]! }
}
