import { describe, expect, it } from 'vitest'
import { weighChange } from '../../../src/core/compare/weight.ts'
import { renderers } from '../../../src/core/report/renderers.ts'
import { terminal } from '../../../src/core/report/terminal/terminal.ts'
import { changePhrase, changeWithInterval, shortChange } from '../../../src/core/wording/change-words.ts'
import { explanationAdvice, explanationSentence } from '../../../src/core/wording/explanation-words.ts'
import { limitWords, toleranceSentences } from '../../../src/core/wording/limit-words.ts'
import type { Comparison } from '../../../src/model/comparison.ts'
import type { Explanation } from '../../../src/model/explanation.ts'
import { explanationOf } from '../given.ts'
import { slowerFunction } from './answer-runs.ts'
import { benchmark, comparison, finding, runOf } from './example-run.ts'

const bytes = (head: number, base: number, more: Partial<Comparison> = {}) =>
  comparison('a.bench.ts › a', 'regressed', undefined, {
    metric: 'allocated',
    method: 'exact',
    difference: head - base,
    limit: 8,
    values: { head: [head, head, head], confirmation: [], base: [[base, base, base]] },
    ...more,
  })

describe('a change from nothing', () => {
  it('is told in words, and not in percent', () => {
    expect(changeWithInterval(bytes(1100, 0))).toBe('from 0 B to 1.100 kB in bytes allocated on the heap')
    expect(changePhrase(bytes(1100, 0))).toBe('allocates 1.100 kB more')
    expect(shortChange(bytes(1100, 0))).toBe('+1.100 kB')
    expect(shortChange(bytes(0, 0.5))).toBe('−0.5000 B')
  })

  it('is told by the difference where the values are not there', () => {
    const { values: _, ...without } = bytes(1100, 0)
    expect(changeWithInterval(without)).toBe('+1.100 kB in bytes allocated on the heap')
  })

  it('weighs as much as so many bytes do', () => {
    expect(weighChange(bytes(1100, 0))).toBeCloseTo(1.1, 12)
  })
})

describe('a change that nothing bounds', () => {
  it('has no interval', () => {
    const open = comparison('a.bench.ts › a', 'inconclusive', [null, 0, null])
    expect(changeWithInterval(open)).toBe('±0.00 %')
    expect(changePhrase(comparison('a.bench.ts › a', 'inconclusive', [null, 0.1, null]))).toBe(
      'is 10.0 % slower',
    )
  })
})

describe('the share of a change', () => {
  const sentenceFor = (cost: number, more: Partial<Explanation['blamed'][number]> = {}) => {
    const explanation = explanationOf('a', 'v1')
    return explanationSentence({ ...explanation, blamed: [{ ...explanation.blamed[0]!, cost, ...more }] })
  }

  it('is never more than all of it', () => {
    expect(sentenceFor(2)).toContain('40 % of the change')
    expect(sentenceFor(5)).toContain(', 100 % of the change')
    for (const cost of [5.1, 7.65, 64.5]) {
      expect(sentenceFor(cost)).toContain('more than the whole change')
      expect(sentenceFor(cost)).not.toMatch(/\d %/u)
    }
  })

  it('does not tell of bytes that are less than one', () => {
    expect(sentenceFor(2, { allocated: { base: 0, head: 0.275 } })).not.toContain('allocates')
    const explanation = explanationOf('a', 'v1')
    const blamed = [{ ...explanation.blamed[0]!, allocated: { base: 0, head: 0.275 } }]
    expect(explanationAdvice({ ...explanation, blamed })).not.toContain('Allocate less')
  })

  it('says of what allocated nothing before that it did not', () => {
    expect(sentenceFor(2, { allocated: { base: 0, head: 64 } })).toContain(
      'allocates 64.0 B, and nothing before, per operation',
    )
    expect(sentenceFor(2, { allocated: { base: 16, head: 64 } })).toContain(
      'allocates 16.0 B → 64.0 B per operation',
    )
  })
})

describe('what is allocated', () => {
  const told = (counted: Partial<Comparison>) => {
    const run = slowerFunction()
    const comparisons = run.comparisons.map((one) =>
      one.metric === 'allocated' ? { ...one, ...counted } : one,
    )
    const changed = { ...run, comparisons }
    const shown = renderers.markdown(changed)[0]!.text + terminal(changed, { color: false, width: 120 })
    return shown.match(/allocates [\d.]+ kB →|Allocate less/gu) ?? []
  }

  it('is no cause where it was counted, and is no more than before', () => {
    expect(told({ verdict: 'equivalent', difference: 8 })).toEqual([])
    expect(told({ verdict: 'inconclusive', difference: 0 })).toEqual([])
    expect(told({ verdict: 'regressed' }).length).toBeGreaterThan(3)
  })
})

describe('a limit', () => {
  it('is written without the digits of a measured value', () => {
    expect(limitWords(8, 'byte')).toBe('8 B')
    expect(limitWords(100, 'byte')).toBe('100 B')
    expect(limitWords(322.805, 'byte')).toBe('322.8 B')
    expect(limitWords(1500, 'byte')).toBe('1.5 kB')
  })

  it('of each exact metric stands in the report', () => {
    const run = runOf([])
    expect(toleranceSentences(run.policy)).toEqual([
      'Of the bytes allocated on the heap a difference counts beyond 8 B and 0.5 % of the base, and beyond what forks of the same code differ by.',
    ])
    expect(toleranceSentences({ ...run.policy, tolerance: {} })).toEqual([])
  })
})

describe('in every format', () => {
  const [one, two] = [benchmark('a.bench.ts', [], 'a', 1000), benchmark('a.bench.ts', [], 'b', 1000)]
  const comparisons = [
    comparison(one.id, 'inconclusive', [null, 0, null], { minimumDetectable: null }),
    { ...bytes(1100, 0), id: one.id },
    comparison(two.id, 'inconclusive', [null, 0.4, null], { minimumDetectable: null }),
    { ...bytes(0, 0, { verdict: 'equivalent' }), id: two.id },
  ]
  const run = runOf([one, two], {
    comparisons,
    verdict: 'fail',
    request: { command: 'gate', filters: [] },
  })
  const texts = [
    ...Object.entries(renderers).flatMap(([format, render]) =>
      render(run).map(({ path, text }) => [`${format} ${path}`, text] as const),
    ),
    ['terminal', terminal(run, { color: false, width: 120 })] as const,
  ]

  it.each(texts)('%s tells no ratio to nothing, and no interval without a bound', (_, text) => {
    expect(text).not.toMatch(/∞|Infinity|\+?Inf\b|NaN/u)
    // +110000 % is what 1.1 kB are of one byte.
    expect(text).not.toMatch(/110[,.]?000|1[,.]?100(?:\.0+)? %/u)
  })

  it('words say what became of nothing', () => {
    const shown = Object.fromEntries(texts)
    expect(shown.terminal).toContain('allocates 1.100 kB more')
    expect(shown['csv results.csv']).toContain(',1100,8,"regressed"')
  })
})

describe('causes', () => {
  it('are told whole in the report, however long they are', () => {
    const words = Array.from({ length: 120 }, (_, index) => `word${index}`).join(' ')
    const one = benchmark('a.bench.ts', [], 'a', 1000)
    const open = comparison(one.id, 'regressed', [0.1, 0.2, 0.3], {
      findings: [finding('warning', 'undecided', one.id, words)],
    })
    const run = runOf([one], { comparisons: [open], verdict: 'fail' })
    expect(renderers.markdown(run)[0]!.text).toContain(words)
    expect(terminal(run, { color: false, width: 120 })).not.toMatch(/\w…\w/u)
  })
})
