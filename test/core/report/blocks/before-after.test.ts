import { expect, test } from 'vitest'
import { beforeOf } from '../../../../src/core/assess/before.ts'
import { beforeAfterSection } from '../../../../src/core/report/blocks/before-after.ts'
import type { View } from '../../../../src/core/report/blocks/view.ts'
import { benchmark, comparison, firstRun, runOf } from '../example-run.ts'
import { written } from '../written.ts'

const one = benchmark('a.bench.ts', [], 'one', 1000, { spread: 0, allocated: 900 })
const two = benchmark('a.bench.ts', [], 'two', 1000, { spread: 0 })
const section = (view: View) => beforeAfterSection(view, [], { withTable: true })

test('what it took before follows from what it takes now and from the change', () => {
  expect(beforeOf(one, comparison(one.id, 'regressed', [0, 0.25, 1]))).toBe(800)
  const counted = { metric: 'allocated', method: 'exact', difference: 100 } as const
  expect(beforeOf(one, comparison(one.id, 'regressed', [0.1, 0.125, 0.1], counted))).toBe(800)
  const fromNothing = { metric: 'allocated', method: 'exact', difference: 900 } as const
  expect(beforeOf(one, comparison(one.id, 'regressed', undefined, fromNothing))).toBe(0)
})

test('there is no number before of what is identical, new, or was not measured', () => {
  expect(beforeOf(one, comparison(one.id, 'identical', [0, 0, 0], { method: 'identical' }))).toBeUndefined()
  expect(beforeOf(one, comparison(one.id, 'new'))).toBeUndefined()
  expect(beforeOf({ metrics: {} }, comparison(one.id, 'regressed', [0, 0.25, 1]))).toBeUndefined()
})

test('the largest slowdown comes first, with its interval on the change; what has not changed is left out', () => {
  const comparisons = [
    comparison(one.id, 'improved', [-0.6, -0.5, -0.4]),
    comparison(two.id, 'regressed', [0.2, 0.25, 0.3]),
  ]
  const text = written(runOf([one, two], { comparisons }), section)
  expect(text).toMatch(
    /\| `two` +\| +800 ns +\| 1\.00 µs \| \+25\.0 % \[\+20\.0 %, \+30\.0 %\] \|\n\| `one` +\| 2\.00 µs \| 1\.00 µs \| −50\.0 % \[−60\.0 %, −40\.0 %\] \|/u,
  )
  expect(text).not.toMatch(/Speed-up|Rate/u)
  const calm = [comparison(one.id, 'equivalent', [0, 0.001, 0.01])]
  expect(written(runOf([one], { comparisons: calm }), section)).toBe('')
  expect(written(firstRun(), section)).toBe('')
})

test('bytes stand beside the time, and CPU time is named where it decided', () => {
  const comparisons = [
    comparison(one.id, 'equivalent', [0, 0, 0], { metric: 'cpu', standsFor: 'time' }),
    comparison(one.id, 'regressed', [0.125, 0.125, 0.125], {
      metric: 'allocated',
      method: 'exact',
      difference: 100,
    }),
  ]
  const text = written(runOf([one], { comparisons }), section)
  expect(text).toContain('| 980 ns CPU |')
  expect(text).toMatch(/\| +Allocated \|/u)
  expect(text).toContain('| +12.5 % (800 B → 900 B) |')
})

test('of many those that changed most are told, and how many more there are', () => {
  const many = Array.from({ length: 1000 }, (_, n) => benchmark('a.bench.ts', [], `b${n}`, 1000))
  const comparisons = many.map(({ id }, n) => comparison(id, 'regressed', [0, 0.01 + n / 1000, 2]))
  const text = written(runOf(many, { comparisons }), section)
  expect(text).toContain('`b999`')
  expect(text).not.toContain('`b0`')
  expect(text).toContain('And 960 more')
})
