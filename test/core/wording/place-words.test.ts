import { expect, it } from 'vitest'
import { placeWords } from '../../../src/core/wording/place-words.ts'

it.each([
  ['with its line', { file: 'src/a.ts', line: 3 }, 'src/a.ts:3'],
  ['with the line that costs most', { file: 'src/a.ts', line: 3, hottest: 7 }, 'src/a.ts:7'],
  ['without a line where none is known', { file: 'node:fs', line: 0 }, 'node:fs'],
])('a place is told %s', (_, place, words) => {
  expect(placeWords({ name: 'work', ...place })).toBe(words)
})
