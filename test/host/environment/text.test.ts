import { expect, test } from 'vitest'
import { cleanCpuModel, cleanText } from '../../../src/host/environment/text.ts'

test.each([
  ['  a \t\n b  ', 'a b'],
  ['\u001B[31mred\u0007', '[31mred'],
  ['left\u202Eright', 'left right'],
  ['zero\0byte', 'zero byte'],
  ['é', 'é'],
  ['龙芯 3A5000', '龙芯 3A5000'],
  ['x'.repeat(1000), 'x'.repeat(200)],
  ['', ''],
])('%j is cleaned to %j', (text, clean) => {
  expect(cleanText(text)).toBe(clean)
})

test('a character outside the basic plane is never cut in two', () => {
  expect(cleanText('😀'.repeat(300))).toBe('😀'.repeat(200))
})

test.each([
  ['Intel(R) Xeon(R) CPU @ 2.20GHz', 'Intel Xeon'],
  ['Intel(R) Xeon(R) Platinum 8481C CPU @ 2.70GHz', 'Intel Xeon Platinum 8481C'],
  ['Intel® Core™ i7-8700   CPU', 'Intel Core i7-8700'],
  ['AMD EPYC 7B13 64-Core Processor', 'AMD EPYC 7B13 64-Core Processor'],
  ['AMD FX(tm)-8350 Eight-Core Processor            ', 'AMD FX-8350 Eight-Core Processor'],
  ['Apple M3 Max', 'Apple M3 Max'],
])('the CPU %j is %j', (model, clean) => {
  expect(cleanCpuModel(model)).toBe(clean)
})
