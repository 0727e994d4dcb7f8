import { expect, test } from 'vitest'
import { uniqueNames } from '../../../../src/core/report/machine/unique-names.ts'

test('names that come out alike get a number, and one that has that number already another', () => {
  const names = uniqueNames(['a b', 'a_b', 'a_b#2', 'a\tb', 'a b'], (id) => id.replace(/\s/u, '_'))
  expect([...names]).toEqual([
    ['a b', 'a_b'],
    ['a_b', 'a_b#2'],
    ['a_b#2', 'a_b#2#2'],
    ['a\tb', 'a_b#3'],
  ])
})
