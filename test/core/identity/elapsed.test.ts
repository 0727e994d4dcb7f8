import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nanosecondsBetween } from '../../../src/core/identity/elapsed.ts'

describe('the time between two times', () => {
  it('is what the calendar says, in any two years', () => {
    const time = fc.date({
      min: new Date('1970-01-01T00:00:00Z'),
      max: new Date('2200-12-31T00:00:00Z'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(time, time, (from, to) => {
        const expected = to.getTime() - from.getTime()
        expect(Math.round(nanosecondsBetween(from.toISOString(), to.toISOString()) / 1e6)).toBe(expected)
      }),
    )
  })

  it.each([
    ['2026-11-21T08:15Z', '2026-11-21T08:16Z', 60e9],
    ['2024-02-28T23:59:59.500Z', '2024-02-29T00:00:00.000Z', 0.5e9],
    ['2026-11-21T08:15:00Z', '2026-11-20T08:15:00Z', -86_400e9],
  ])('from %s to %s is %d ns', (from, to, expected) => {
    expect(nanosecondsBetween(from, to)).toBe(expected)
  })

  it.each(['', '2026-11-21', '2026-11-21T08:15:00', '2026-11-21T08:15:00+01:00'])('refuses %j', (wrong) => {
    expect(() => nanosecondsBetween(wrong, '2026-11-21T08:15:00Z')).toThrow(RangeError)
  })
})
