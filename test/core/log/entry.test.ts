import { expect, it } from 'vitest'
import { entryId } from '../../../src/core/log/entry.ts'
import { entryIdSchema } from '../../../src/model/note.ts'

const times = [
  '1970-01-01T00:00:00.000Z',
  '1999-12-31T23:59:59.999Z',
  '2026-11-21T08:15:00.000Z',
  '2026-11-21T08:15:00.001Z',
  '2026-11-21T08:15:01.000Z',
  '2399-01-01T00:00:00.000Z',
]

it('sorts by time, to the millisecond, whatever chance adds', () => {
  const ids = times.flatMap((at) => ['a', 'b', 'c'].map((chance) => entryId(at, chance)))
  const sorted = ids.map((id) => id.split('-')[0]).toSorted()
  expect(ids.map((id) => id.split('-')[0])).toEqual(sorted)
  expect(new Set(sorted).size).toBe(times.length)
})

it.each(times)('is an id at %s', (at) => {
  expect(entryIdSchema.safeParse(entryId(at, 'x')).success).toBe(true)
})

it('is the same of the same, and another of another chance in the same millisecond', () => {
  const [at] = times
  expect(entryId(at!, 'one')).toBe(entryId(at!, 'one'))
  const ids = Array.from({ length: 500 }, (_, n) => entryId(at!, `${n}`))
  expect(new Set(ids).size).toBeGreaterThan(498)
})
