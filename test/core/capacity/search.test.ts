import { describe, expect, it } from 'vitest'
import type { StepOutcome } from '../../../src/core/capacity/measured-rates.ts'
import {
  continueSearch,
  type RateStep,
  type SearchRules,
  type SearchState,
} from '../../../src/core/capacity/search.ts'

/** Measures until the search ends; `answer` tells the outcome of a rate, and how often it was measured before. */
function search(answer: (rate: number, before: number) => StepOutcome, rules: SearchRules) {
  const steps: RateStep[] = []
  for (;;) {
    const next = continueSearch(steps, rules)
    if (next.state === 'ended') return { ...next, steps, rates: steps.map(({ rate }) => rate) }
    const before = steps.filter(({ rate }) => rate === next.rate).length
    steps.push({ rate: next.rate, outcome: answer(next.rate, before) })
  }
}

const upTo = (capacity: number) => (rate: number) => (rate <= capacity ? 'kept' : 'lost')
const start = 100

describe('the search for the highest rate', () => {
  const found = search(upTo(1000), { start })

  it('doubles, halves what is left on a logarithmic scale, and measures both bounds again', () => {
    const [kept, lost] = [800 * 2 ** (5 / 16), 800 * 2 ** (11 / 32)]
    const halving = [800 * 2 ** (1 / 2), 800 * 2 ** (1 / 4), 800 * 2 ** (3 / 8), kept, lost]
    const expected = [100, 200, 400, 800, 1600, ...halving, kept, lost]
    expect(found.rates.map(Math.round)).toEqual(expected.map(Math.round))
  })

  it('ends with bounds that are near enough, and which steps say so', () => {
    expect(found.reason).toBe('resolved')
    const { kept, lost } = found
    expect(kept!.rate).toBeLessThanOrEqual(1000)
    expect(lost!.rate).toBeGreaterThan(1000)
    expect(lost!.rate / kept!.rate).toBeLessThanOrEqual(1.025)
    for (const bound of [kept!, lost!]) {
      expect(bound.isBelieved).toBe(true)
      expect(bound.steps).toHaveLength(2)
      for (const step of bound.steps) expect(found.rates[step]).toBe(bound.rate)
    }
  })

  it('tells why it asks', () => {
    const why = (steps: readonly RateStep[], rules: SearchRules = { start }) => {
      const next = continueSearch(steps, rules)
      return next.state === 'measuring' ? [next.rate, next.why] : next.reason
    }
    expect(why([])).toEqual([100, 'first'])
    expect(why([{ rate: 100, outcome: 'kept' }])).toEqual([200, 'higher'])
    expect(why([{ rate: 100, outcome: 'lost' }])).toEqual([50, 'lower'])
    expect(why([{ rate: 100, outcome: 'failed' }])).toEqual([100, 'again'])
    const both = [
      { rate: 100, outcome: 'kept' },
      { rate: 400, outcome: 'lost' },
    ] as const
    expect(why(both)).toEqual([200, 'between'])
    expect(why(both, { start, resolution: 4 })).toEqual([100, 'again'])
  })

  it('goes down where the very first rate is lost', () => {
    const low = search(upTo(17), { start })
    expect(low.reason).toBe('resolved')
    expect(low.rates.slice(0, 4)).toEqual([100, 50, 25, 12.5])
    expect(low.kept!.rate).toBeGreaterThan(17 / 1.025)
  })

  it('ends where the lowest rate is lost, which it measures twice', () => {
    const none = search(upTo(0), { start, least: 30 })
    expect(none.rates).toEqual([100, 50, 30, 30])
    expect(none).toMatchObject({
      reason: 'least-lost',
      kept: undefined,
      lost: { rate: 30, isBelieved: true },
    })
    expect(search(upTo(0), { start: 64 }).rates).toEqual([64, 32, 16, 8, 4, 2, 1, 1])
  })

  it('ends where the highest rate allowed is kept', () => {
    const all = search(upTo(1e9), { start, most: 500 })
    expect(all.rates).toEqual([100, 200, 400, 500, 500])
    expect(all).toMatchObject({ reason: 'most-kept', kept: { rate: 500, isBelieved: true }, lost: undefined })
    expect(search(upTo(1e9), { start: 900, most: 500 }).rates).toEqual([500, 500])
  })

  it('may lie below the highest rate allowed', () => {
    const within = search(upTo(450), { start, most: 500 })
    expect(within.reason).toBe('resolved')
    expect(Math.max(...within.rates)).toBe(500)
  })
})

describe('a generator that cannot ask faster', () => {
  const limited = (rate: number) => (rate <= 300 ? 'kept' : 'generator-limited')

  it('ends the search, with what was kept as the least that the service can do', () => {
    const found = search(limited, { start })
    expect(found.rates).toEqual([100, 200, 400, 400, 200])
    expect(found).toMatchObject({
      reason: 'generator-limited',
      kept: { rate: 200, isBelieved: true },
      lost: undefined,
    })
  })

  it('is not believed at once', () => {
    const found = search(
      (rate, before) => (rate === 400 && before === 0 ? 'generator-limited' : upTo(1000)(rate)),
      { start },
    )
    expect(found.reason).toBe('resolved')
    expect(found.rates.filter((rate) => rate === 400)).toHaveLength(3)
  })

  it('is asked for less where it cannot even do the first rate', () => {
    const found = search(limited, { start: 1000 })
    expect(found).toMatchObject({ reason: 'generator-limited', kept: { rate: 250, isBelieved: true } })
    const none = search(() => 'generator-limited', { start: 1000, least: 900 })
    expect(none).toMatchObject({ reason: 'least-lost', kept: undefined, lost: undefined })
  })
})

describe('a bound that is measured again', () => {
  /** The first step at a rate says the opposite of what the others say. */
  const wrongOnce = (at: number, capacity: number) => (rate: number, before: number) => {
    const right = upTo(capacity)(rate)
    return Math.round(rate) === at && before === 0 ? (right === 'kept' ? 'lost' : 'kept') : right
  }

  it('is overturned by two others, and the search goes on above', () => {
    const found = search(wrongOnce(400, 1000), { start })
    expect(found.reason).toBe('resolved')
    expect(found.rates.filter((rate) => rate === 400)).toHaveLength(3)
    expect(found.kept!.rate).toBeGreaterThan(1000 / 1.025)
    expect(found.lost!.rate).toBeGreaterThan(1000)
  })

  it('is overturned by two others, and the search goes on below', () => {
    const found = search(wrongOnce(1600, 1000), { start })
    expect(found.reason).toBe('resolved')
    expect(found.kept!.rate).toBeGreaterThan(1000 / 1.025)
    expect(found.kept!.rate).toBeLessThanOrEqual(1000)
  })

  it('ends the search when three steps have three outcomes', () => {
    const outcomes = ['kept', 'failed', 'lost'] as const
    const found = search((rate, before) => (rate === 200 ? outcomes[before]! : 'kept'), { start, most: 200 })
    expect(found).toMatchObject({ reason: 'contradictory', kept: { rate: 100, isBelieved: false } })
  })
})

describe('a step that failed', () => {
  it('ends the search the second time', () => {
    const found = search((rate) => (rate === 400 ? 'failed' : 'kept'), { start })
    expect(found.rates).toEqual([100, 200, 400, 400])
    expect(found).toMatchObject({ reason: 'failed', kept: { rate: 200, isBelieved: false }, lost: undefined })
  })

  it('is forgotten where two others agree', () => {
    const found = search((rate, before) => (rate === 400 && before === 0 ? 'failed' : upTo(1000)(rate)), {
      start,
    })
    expect(found.reason).toBe('resolved')
  })
})

describe('a search', () => {
  it('ends with what it knows after so many steps', () => {
    const found = search(upTo(1000), { start, steps: 6 })
    expect(found.steps).toHaveLength(6)
    expect(found).toMatchObject({
      reason: 'out-of-steps',
      kept: { rate: 800, isBelieved: false, steps: [3] },
      lost: { isBelieved: false },
    })
    expect(search(() => 'kept', { start }).steps).toHaveLength(40)
  })

  it('does not trust rates kept above one that is lost', () => {
    const steps = [
      { rate: 100, outcome: 'kept' },
      { rate: 200, outcome: 'lost' },
      { rate: 400, outcome: 'kept' },
    ] as const
    const next: SearchState = continueSearch(steps, { start })
    expect(next).toMatchObject({ state: 'measuring', why: 'between' })
    expect(next.state === 'measuring' && next.rate).toBeCloseTo(100 * Math.SQRT2, 9)
  })

  it.each([
    [{ start: 0 }],
    [{ start: Number.NaN }],
    [{ start, resolution: 0 }],
    [{ start, least: 0 }],
    [{ start, most: -1 }],
  ])('refuses %j', (rules) => {
    expect(() => continueSearch([], rules)).toThrow(RangeError)
  })
})
