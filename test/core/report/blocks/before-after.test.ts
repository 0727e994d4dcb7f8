import { expect, test } from 'vitest'
import {
  beforeAfterSection,
  beforeAndAfter,
  speedupWords,
} from '../../../../src/core/report/blocks/before-after.ts'
import { benchmark, comparison, firstRun, runOf } from '../example-run.ts'
import { written } from '../written.ts'

const one = benchmark('a.bench.ts', [], 'one', 1000, { spread: 0, work: { bytes: 1000, items: 10 } })
const two = benchmark('a.bench.ts', [], 'two', 1000, { spread: 0 })

test('a slowdown of a fourth is a speed-up below one, and what it took before follows from it', () => {
  const [first] = beforeAndAfter(
    runOf([one], { comparisons: [comparison(one.id, 'regressed', [0, 0.25, 1])] }),
  )
  expect(first).toMatchObject({ before: 800, now: 1000, speedup: { estimate: 0.8, low: 0.5, high: 1 } })
  expect(speedupWords(first!.speedup)).toBe('×0.800 [0.500, 1.00]')
})

test('a bound that is not known to exist is none of the speed-up either', () => {
  const comparisons = [comparison(one.id, 'inconclusive', [null, -0.5, null])]
  const [first] = beforeAndAfter(runOf([one], { comparisons }))
  expect(speedupWords(first!.speedup)).toBe('×2.00')
})

test('the largest slowdown comes first; what was not measured on both sides, or is about memory, is left out', () => {
  const comparisons = [
    comparison(one.id, 'equivalent', [0, 0.001, 0.01]),
    comparison(one.id, 'regressed', [1, 1, 1], { metric: 'allocated', method: 'exact' }),
    comparison(two.id, 'regressed', [0.2, 0.3, 0.4]),
    comparison('gone', 'missing'),
  ]
  expect(beforeAndAfter(runOf([one, two], { comparisons })).map(({ benchmark }) => benchmark.name)).toEqual([
    'two',
    'one',
  ])
  const same = [comparison(one.id, 'identical', [0, 0, 0], { method: 'identical' })]
  expect(beforeAndAfter(runOf([one], { comparisons: same }))).toEqual([])
  expect(written(firstRun(), (view) => beforeAfterSection(view, []))).toBe('')
})

test('rates stand beside the times where work is given, and CPU time is named where it decided', () => {
  const comparisons = [
    comparison(one.id, 'regressed', [0.2, 0.25, 0.3]),
    comparison(two.id, 'equivalent', [0, 0, 0], { metric: 'cpu', standsFor: 'time' }),
  ]
  const text = written(runOf([one, two], { comparisons }), (view) => beforeAfterSection(view, []))
  expect(text).toContain('| 1.250 GB/s, 12.50 M items/s → 1.000 GB/s, 10.00 M items/s |')
  expect(text).toContain('980.0 ns CPU')
})

test('of many the most slowed down are told, and how many more there are', () => {
  const many = Array.from({ length: 1000 }, (_, n) => benchmark('a.bench.ts', [], `b${n}`, 1000))
  const comparisons = many.map(({ id }, n) => comparison(id, 'equivalent', [0, n / 1000, 2]))
  const text = written(runOf(many, { comparisons }), (view) => beforeAfterSection(view, []))
  expect(text).toContain('`b999`')
  expect(text).not.toContain('`b0`')
  expect(text).toContain('And 960 more')
})
