import { describe, expect, it } from 'vitest'
import {
  eliminationFindings,
  isEliminated,
  marginalCost,
} from '../../../../src/core/kind/function/elimination.ts'
import { timingOf } from '../../given.ts'

const forks = (count: number, calls: { none: number; one: number; two: number; four: number }) =>
  Array.from({ length: count }, () => timingOf(calls.one, { calls }))

describe('the cost of one more call', () => {
  it('is what two more calls add, halved', () => {
    expect(marginalCost({ none: 0.305, one: 1.2, two: 2, four: 4 })).toBe(1)
  })

  it('is not hidden by a loop that is as slow as its first call', () => {
    expect(marginalCost({ none: 0.305, one: 0.81, two: 0.81, four: 2.19 })).toBeCloseTo(0.69)
  })

  it('is that of the second call when four are no longer inlined', () => {
    expect(marginalCost({ none: 0.305, one: 0.41, two: 0.42, four: 7.86 })).toBeCloseTo(0.01)
  })

  it('is never negative', () => {
    expect(marginalCost({ none: 0.305, one: 0.5, two: 0.45, four: 0.4 })).toBe(0)
  })
})

describe('optimised-away work', () => {
  it.each([
    ['an empty function', { none: 0.305, one: 0.406, two: 0.406, four: 0.405 }, true],
    ['a constant that takes one more instruction', { none: 0.305, one: 0.305, two: 0.41, four: 0.412 }, true],
    ['one that is not inlined four times', { none: 0.305, one: 0.407, two: 0.419, four: 7.859 }, true],
    [
      'an empty function in a loop that takes a cycle more',
      { none: 0.2885, one: 0.2885, two: 0.5854, four: 0.5964 },
      true,
    ],
    ['nothing, twice as slow, beside other work', { none: 0.27, one: 0.539, two: 0.54, four: 0.583 }, true],
    ['a shift in a loop that takes a cycle more', { none: 0.305, one: 0.61, two: 0.61, four: 0.74 }, false],
    ['a property read', { none: 0.305, one: 0.9, two: 1.37, four: 2.19 }, false],
    ['a comparison whose second call hides', { none: 0.305, one: 0.81, two: 0.81, four: 2.19 }, false],
    ['an addition', { none: 0.305, one: 0.86, two: 1.1, four: 1.6 }, false],
    [
      'one cheap instruction that hides behind others',
      { none: 0.305, one: 0.813, two: 1.097, four: 1.152 },
      false,
    ],
    ['nothing on a slow machine', { none: 3.05, one: 1.9, two: 1.95, four: 2 }, true],
    ['a counter', { none: 0.305, one: 1.35, two: 1.78, four: 2.19 }, false],
    [
      'work whose further calls are merged with the first',
      { none: 0.305, one: 2.76, two: 2.81, four: 2.78 },
      false,
    ],
    ['two nanoseconds of work, not inlined', { none: 0.305, one: 2.1, two: 4.2, four: 8.4 }, false],
  ])('%s: %o → %s', (_, calls, expected) => {
    expect(isEliminated(forks(5, calls))).toBe(expected)
  })

  it('is what most forks say', () => {
    const gone = { none: 0.305, one: 0.4, two: 0.4, four: 0.4 }
    const there = { none: 0.305, one: 0.9, two: 1.4, four: 2.2 }
    expect(isEliminated([...forks(3, gone), ...forks(2, there)])).toBe(true)
    expect(isEliminated([...forks(2, gone), ...forks(3, there)])).toBe(false)
    expect(isEliminated([...forks(2, gone), ...forks(2, there)])).toBe(false)
  })

  it('is not looked for far from the floor', () => {
    expect(eliminationFindings('a', [timingOf(1000), timingOf(1000)])).toEqual([])
  })

  it('gives the evidence and what to do, by what the function returns', () => {
    const calls = { none: 0.305, one: 0.4064, two: 0.4062, four: 0.4061 }
    const [kept] = eliminationFindings('f › a', [timingOf(0.4, { calls })])
    expect(kept).toMatchObject({ code: 'optimized-away', severity: 'warning', subject: 'f › a' })
    expect(kept?.message).toContain(
      'once takes 0.4064 ns per iteration, one that calls it four times 0.4061 ns',
    )
    expect(kept?.advice).toContain('setup or prepare')
    const [dropped] = eliminationFindings('f › a', [timingOf(0.4, { calls, returned: 'nothing' })])
    expect(dropped?.advice).toBe('Return the result.')
  })
})
