import fc from 'fast-check'

/** Half of a pair of surrogates is no character; so many there are. */
const [surrogates, halves] = [0xd800, 0x800]

/**
 * Any character of Unicode. Note: fast-check's own units `binary` and `grapheme` take seconds of CPU time, in every process
 * that asks for them: to tell which choice makes a character, they list all of them.
 */
export const character: fc.Arbitrary<string> = fc.integer({ min: 0, max: 0x10ffff - halves }).map(
  (choice) => String.fromCodePoint(choice < surrogates ? choice : choice + halves),
  (made) => {
    const code = [...String(made)].length === 1 ? String(made).codePointAt(0)! : Number.NaN
    if (typeof made !== 'string' || !(code < surrogates || code >= surrogates + halves))
      throw new Error('This is no character.')
    return code < surrogates ? code : code - halves
  },
)

/** What a person takes for one letter, in all the ways that it is encoded. */
export const grapheme: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }),
  character,
  fc.constantFrom(
    ...['é', 'e\u0301', 'ệ', 'e\u0323\u0302', 'İ', 'ı', 'ß', 'ﬁ', 'ǅ', 'Å', '½', 'Ⅸ', '①', '﷽'],
    ...['한', '\u1112\u1161\u11ab', '日', 'ｶﾞ', 'नि', 'กำ', 'ש\u05c1', '١', '\u200b', '\u00ad', '\ufeff'],
    ...['👩‍🔬', '👍🏽', '🇨🇭', '1\ufe0f\u20e3', '❤\ufe0f', '𝐀', '\u202e', '\u2028', '\u0000', '\u007f'],
  ),
)
