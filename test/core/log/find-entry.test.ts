import { expect, it } from 'vitest'
import { findEntry } from '../../../src/core/log/find-entry.ts'
import { decisionOf, insightOf, logbookOf } from './given-log.ts'

const one = { ...decisionOf({}, 1), id: '01m7yjrhx0-abcd'.slice(1) }
const other = { ...insightOf({}, 2), id: '01m7yjrhx1-xbcd'.slice(1) }
const { entries } = logbookOf(one, other)

it.each([one.id, one.id.toUpperCase(), 'abcd', '0-abcd'])('%s is enough of an id', (id) => {
  expect(findEntry(entries, id)).toEqual(one)
})

it.each([
  ['', 'no entry'],
  ['zzzz', "no entry 'zzzz'"],
  [one.id.slice(0, 5), 'no entry'],
  ['bcd', 'may be any of'],
])('%j is none: %s', (id, said) => {
  expect(() => findEntry(entries, id)).toThrow(
    expect.objectContaining({ code: 'no-entry', message: expect.stringContaining(said) }),
  )
})
