import { expect, test } from 'vitest'
import { byteLength } from '../../../src/core/wording/byte-length.ts'

test.each([
  '',
  'plain',
  'é ü',
  '行列',
  '👩‍💻',
  'half \ud83d',
  '\udc00\ud83d',
  '\ud83d\ud83d\udca9',
  '\u2028',
])('bytes of %j are those that are written', (text) => {
  expect(byteLength(text)).toBe(new TextEncoder().encode(text).length)
})
