import { expect, it } from 'vitest'
import { decodeOutput } from '../../../src/host/run/decode-output.ts'

it('keeps text as it is, also beside bytes that are none', () => {
  expect(decodeOutput(Buffer.from('\ufeffé€😀\n'))).toBe('\ufeffé€😀\n')
  const broken = Buffer.concat([Buffer.from('é€😀 '), Buffer.from([0xff]), Buffer.from('é\nfin€')])
  expect(decodeOutput(broken)).toBe('é€😀 \udcffé\nfin€')
})

it.each([
  [[0xfe], '\udcfe'],
  // Half a character, one that is written too long, half of a surrogate pair, and beyond Unicode.
  [[0xe2, 0x82], '\udce2\udc82'],
  [[0xc0, 0x80], '\udcc0\udc80'],
  [[0xed, 0xb3, 0xbf], '\udced\udcb3\udcbf'],
  [[0xf5, 0x80, 0x80, 0x80], '\udcf5\udc80\udc80\udc80'],
])('loses no byte of %j', (bytes, text) => {
  expect(decodeOutput(Buffer.from([0x61, ...bytes, 0x62]))).toBe(`a${text}b`)
  expect(decodeOutput(Buffer.from(bytes))).toBe(text)
})
