import fc from 'fast-check'
import { expect, test } from 'vitest'
import { displayWidth } from '../../../src/core/wording/display-width.ts'
import { elide } from '../../../src/core/wording/elide.ts'

test('a sentence that fits stays as it is', () => {
  expect(elide('Two words.', 10)).toBe('Two words.')
  expect(elide('', 10)).toBe('')
})

test('the end is taken off between two words, never the middle', () => {
  const sentence = "of the engine's own functions that it calls (semver.js:102)"
  expect(elide(sentence, 40)).toBe("of the engine's own functions that it…")
  expect(elide(sentence, 39)).toBe("of the engine's own functions that it…")
  expect(elide(sentence, 38)).toBe("of the engine's own functions that it…")
  expect(elide(sentence, 37)).toBe("of the engine's own functions that…")
})

test('a word that is too long by itself is cut', () => {
  expect(elide('x'.repeat(20), 10)).toBe(`${'x'.repeat(9)}…`)
  expect(elide('漢字漢字漢字', 7)).toBe('漢字漢…')
})

test('whatever the text, what is left is no wider, begins the text and ends with a whole word', () => {
  const words = fc
    .array(fc.stringMatching(/^[a-z漢é]{1,12}$/u), { maxLength: 40 })
    .map((all) => all.join(' '))
  fc.assert(
    fc.property(words, fc.integer({ min: 14, max: 120 }), (text, width) => {
      const shown = elide(text, width)
      expect(displayWidth(shown)).toBeLessThanOrEqual(width)
      if (shown === text) return
      const kept = shown.slice(0, -1)
      expect(text.startsWith(kept)).toBe(true)
      if (kept.includes(' ')) expect(text.charAt(kept.length)).toBe(' ')
    }),
    { seed: 20_261_128 },
  )
})
