import { expect, it } from 'vitest'
import { parseDelay } from '../../../src/core/objective/parse-delay.ts'

it.each<[string | number, number | undefined]>([
  ['10s', 10e9],
  ['1m30s', 90e9],
  ['1h', 3600e9],
  ['1.5 s', 1.5e9],
  ['250ms', 250e6],
  ['3us2ns', 3002],
  [500, 500e6],
  [0, 0],
  [-1, undefined],
  [Number.NaN, undefined],
  ['', undefined],
  ['10', undefined],
  ['s', undefined],
  ['10 days', undefined],
  ['1.2.3s', undefined],
  [`${'1'.repeat(50)}s`, undefined],
])('%j is a delay of %s ns', (given, value) => {
  expect(parseDelay(given)).toBe(value)
})
