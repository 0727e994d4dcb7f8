import { describe, expect, it } from 'vitest'
import { alternativeWords, rankWords } from '../../../src/core/wording/alternative-words.ts'
import type { Comparison } from '../../../src/model/comparison.ts'

const comparison = (id: string, more: Partial<Comparison> = {}): Comparison => ({
  ...{ id, metric: 'time', method: 'alternated', base: { ref: 'A', benchmark: 'a' } },
  ...{
    n: { head: 14, base: 14 },
    verdict: 'regressed',
    decisive: true,
    minimumDetectable: 0.02,
    findings: [],
  },
  change: { estimate: 0.034, low: 0.025, high: 0.044 },
  ...more,
})
const nameOf = (id: string) => id.toUpperCase()
const words = (more: Partial<Comparison>) =>
  alternativeWords(comparison('b', more), nameOf, { margin: 0.03 }, 'time')

describe('an alternative', () => {
  it('is slower, or faster, with its interval', () => {
    expect(words({})).toBe("'B' is 3.40 % [+2.50 %, +4.40 %] slower than 'A'; 14 pairs.")
    expect(words({ verdict: 'improved', change: { estimate: -0.6, low: -0.62, high: -0.58 } })).toBe(
      "'B' is 60.0 % [−62.0 %, −58.0 %] faster than 'A' (×2.50 the speed); 14 pairs.",
    )
    expect(words({ change: { estimate: 1, low: 0.9, high: 1.1 } })).toContain('(×2.00 the time)')
  })

  it('is the same', () => {
    expect(words({ verdict: 'equivalent', change: { estimate: 0.001, low: -0.01, high: 0.012 } })).toBe(
      "'B' takes as long as 'A', or at most 3 % longer: +0.10 % [−1.00 %, +1.20 %]; 14 pairs.",
    )
  })

  it('is undecided, with what would have been proven', () => {
    expect(words({ verdict: 'inconclusive', change: { estimate: 0.01, low: -0.02, high: 0.04 } })).toBe(
      "Whether 'B' is slower or faster than 'A' is not decided: +1.00 % [−2.00 %, +4.00 %] so far, after 14 pairs. A change of 2 % would have been proven. More pairs (--runs 100), more time (--time), or a quieter machine may decide.",
    )
    const { change: _, ...nothing } = comparison('b', { verdict: 'inconclusive', minimumDetectable: null })
    expect(alternativeWords(nothing, nameOf, { margin: 0.03 }, 'time')).toContain(
      'is not decided: 14 pairs so far, which give no interval.',
    )
    const none = { ...nothing, n: { head: 0, base: 0 } }
    expect(alternativeWords(none, nameOf, { margin: 0.03 }, 'run')).toContain(
      'is not decided: no pair was made. More pairs (--forks 100, or time.forks.max), more time',
    )
    expect(words({ verdict: 'inconclusive', change: { estimate: 0.04, low: 0.01, high: 0.07 } })).toContain(
      'after 14 pairs. No fresh pairs have confirmed that yet. More pairs',
    )
  })

  it('cannot be compared', () => {
    const findings = [{ message: 'they print different things' }] as unknown as Comparison['findings']
    expect(words({ verdict: 'invalid', findings })).toBe(
      "'B' and 'A' cannot be compared: they print different things.",
    )
  })
})

describe('the fastest', () => {
  const faster = { verdict: 'improved', change: { estimate: -0.1, low: -0.2, high: -0.05 } } as const

  it('is told where all are decided', () => {
    expect(rankWords([comparison('b'), comparison('c', faster)], nameOf)).toContain(
      "Fastest against the reference: 'C'",
    )
    expect(rankWords([comparison('b'), comparison('c')], nameOf)).toContain("'A'")
  })

  it('is not told of two, nor where any is open', () => {
    expect(rankWords([comparison('b')], nameOf)).toBeUndefined()
    expect(rankWords([comparison('b'), comparison('c', { verdict: 'inconclusive' })], nameOf)).toBeUndefined()
  })
})
