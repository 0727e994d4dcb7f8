import fc from 'fast-check'

/**
 * What a person takes for one letter, in all the ways that it is encoded. Note: fast-check's own unit `grapheme` takes a
 * second of CPU time to make, in every process that asks for it.
 */
export const grapheme: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  fc.constantFrom(
    ...['é', 'e\u0301', 'ệ', 'e\u0323\u0302', 'İ', 'ı', 'ß', 'ﬁ', 'ǅ', 'Å', '½', 'Ⅸ', '①', '﷽'],
    ...['한', '\u1112\u1161\u11ab', '日', 'ｶﾞ', 'नि', 'กำ', 'ש\u05c1', '١', '\u200b', '\u00ad', '\ufeff'],
    ...['👩‍🔬', '👍🏽', '🇨🇭', '1\ufe0f\u20e3', '❤\ufe0f', '𝐀', '\u202e', '\u2028', '\u0000', '\u007f'],
  ),
)
