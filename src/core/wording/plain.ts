/**
 * Names, paths and messages come from outside. These two functions stand before every format's own escaping, so
 * that no renderer has to think of control characters.
 */

/** One line in which every character that would act instead of being seen is spelled out: `␛[31m`, `\u202e`. */
export function visible(text: string): string {
  if (harmless.test(text)) return text
  return text
    .toWellFormed()
    .replace(lineBreaks, ' ')
    .replace(acting, (character) => {
      const code = character.codePointAt(0)!
      if (code < 0x20) return String.fromCodePoint(0x2400 + code)
      if (code === 0x7f) return '␡'
      const hex = code.toString(16)
      return code > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`
    })
}

/** `visible`, and right-to-left text kept from rearranging what stands beside it (Unicode UAX #9, isolates). */
export function plain(text: string): string {
  return isolated(visible(text))
}

/** Text that `visible` has been through, set apart where it is written from right to left. */
export function isolated(text: string): string {
  return rightToLeft.test(text) ? `\u2068${text}\u2069` : text
}

/** Nearly all text is of these, and need not be looked at twice. */
export const harmless = /^[ -~]*$/u
const lineBreaks = /(?:\s*[\n\v\f\r\u0085\p{Zl}\p{Zp}]\s*)+|\t/gu
/** Controls, formats and noncharacters, but for the two joiners that scripts and emoji are written with. */
const acting = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Noncharacter_Code_Point}]/gu
const rightToLeft =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u
