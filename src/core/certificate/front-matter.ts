import type { Certificate } from '../../model/certificate.ts'
import { jsonLine } from '../wording/json.ts'

/**
 * The facts of a certificate as the front matter of its text. JSON is YAML, so quoting each value so is safe for any text.
 * The same facts give the same lines, so whether a text says what was signed is a question of equality.
 */
export function frontMatter(certificate: Certificate): string {
  const lines = Object.entries(certificate).flatMap(([key, value]) =>
    Array.isArray(value) && value.length > 0
      ? [`${key}:`, ...value.map((item) => `  - ${jsonLine(item)}`)]
      : [`${key}: ${jsonLine(value)}`],
  )
  return ['---', ...lines, '---'].join('\n')
}

/** The first line of a text's front matter that is not what these facts say; `undefined` where all are. */
export function frontMatterDifference(
  text: string,
  certificate: Certificate,
): { readonly stated: string; readonly signed: string } | undefined {
  const signed = frontMatter(certificate).split('\n')
  const stated = text.split('\n').slice(0, signed.length)
  const place = signed.findIndex((line, index) => line !== stated[index])
  return place < 0 ? undefined : { stated: stated[place] ?? '', signed: signed[place]! }
}
