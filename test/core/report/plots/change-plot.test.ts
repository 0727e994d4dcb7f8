import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { prepare } from '../../../../src/core/report/blocks/view.ts'
import { changePlot } from '../../../../src/core/report/plots/change-plot.ts'
import type { Comparison } from '../../../../src/model/comparison.ts'
import { declareMetric, metric } from '../../../../src/model/metric.ts'
import { benchmark, comparison, runOf } from '../example-run.ts'
import { malformed } from '../well-formed.ts'

type Change = [low: number | null, estimate: number, high: number | null]

function plotOf(comparisons: readonly Comparison[]): string | undefined {
  const benchmarks = comparisons.map((_, n) => benchmark('a.bench.ts', [], `b${n}`, 1000))
  const named = comparisons.map((one, n) => ({ ...one, id: benchmarks[n]!.id }))
  return changePlot(prepare(runOf(benchmarks, { comparisons: named })))
}

const verdicts = ['regressed', 'improved', 'equivalent', 'inconclusive'] as const
const changed = (change: Change, verdict: Comparison['verdict'] = 'equivalent') =>
  comparison('', verdict, change, { method: 'paired' })

/** By the label of its row: where the line begins and ends, and where the mark of the estimate is. */
function marksOf(svg: string): { label: string; from: number; to: number; at: number; arrows: number }[] {
  return [...svg.matchAll(/<g>\n([\s\S]*?)<\/g>/gu)].map(([, group = '']) => {
    const number = (pattern: RegExp) => Number(pattern.exec(group)?.[1])
    const [, label = ''] = /x="290" y="[\d.]+">([^<]*)</u.exec(group) ?? []
    const diamond = /d="M([\d.]+) [\d.]+l5\.5/u
    return {
      label,
      from: number(/<line [^>]*x1="([\d.]+)"/u),
      to: number(/<line [^>]*x2="([\d.]+)"/u),
      at: diamond.test(group) ? number(diamond) : number(/<circle [^>]*cx="([\d.]+)"/u),
      arrows: group.match(/<path class="\w+" d="M[\d.]+ [\d.]+L/gu)?.length ?? 0,
    }
  })
}

const withdraw: (() => void)[] = []
afterEach(() => {
  for (const each of withdraw.splice(0)) each()
})

test('every estimate is drawn inside the frame and in order, with all of its interval', () => {
  const bound = fc.double({ min: -1, max: 1e9, noNaN: true })
  const cell = fc.tuple(fc.array(bound, { minLength: 3, maxLength: 3 }), fc.constantFrom(...verdicts))
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1, maxLength: 40 }), (cells) => {
      const changes = cells.map(([bounds]) => bounds.toSorted((a, b) => a - b) as [number, number, number])
      const svg = plotOf(changes.map((change, n) => changed(change, cells[n]![1])))!
      expect(malformed(svg)).toBeUndefined()
      const marks = marksOf(svg)
      expect(marks).toHaveLength(cells.length)
      const estimates = marks.map(({ label }) => changes[Number(label.slice(1))]![1])
      // Two that are equal but for a last digit have one place on the axis.
      for (const [place, estimate] of estimates.slice(1).entries())
        expect(estimate).toBeLessThanOrEqual(estimates[place]! + 1e-12 * (1 + Math.abs(estimate)))
      for (const [place, { label, from, at, to, arrows }] of marks.entries()) {
        for (const x of [from, at, to]) {
          expect(x).toBeGreaterThanOrEqual(306)
          expect(x).toBeLessThanOrEqual(676)
        }
        expect(from).toBeLessThanOrEqual(at)
        expect(at).toBeLessThanOrEqual(to)
        if (place > 0) expect(at).toBeLessThanOrEqual(marks[place - 1]!.at)
        // Only what has no bound ends at the end of the axis.
        const [low] = changes[Number(label.slice(1))]!
        expect(arrows).toBe(low === -1 ? 1 : 0)
      }
    }),
  )
})

test('a slowdown of 40 % has its own place beside noise of 1 %', () => {
  const svg = plotOf([changed([0.3, 0.4, 0.5], 'regressed'), changed([-0.01, 0.001, 0.012])])!
  const [slow, same] = marksOf(svg)
  expect(slow!.at).toBeGreaterThan(same!.at + 100)
  expect(slow!.to).toBeLessThan(676)
  expect(slow!.to - slow!.from).toBeGreaterThan(10)
  expect(same!.to - same!.from).toBeGreaterThan(20)
})

test('what is identical has no row: nothing of it was measured on both sides', () => {
  const identical = comparison('', 'identical', [0, 0, 0], { method: 'identical' })
  expect(plotOf([identical])).toBeUndefined()
  expect(marksOf(plotOf([identical, changed([0, 0.01, 0.02])])!)).toHaveLength(1)
})

test('of very many the worse and the better ones have rows, and the others are counted', () => {
  const many = [
    ...Array.from({ length: 60 }, (_, n) => changed([0, n / 1000, 0.9], 'inconclusive')),
    changed([0.002, 0.003, 0.004], 'regressed'),
    changed([-0.004, -0.003, -0.002], 'improved'),
  ]
  const svg = plotOf(many)!
  const labels = marksOf(svg).map(({ label }) => label)
  expect(labels).toHaveLength(40)
  expect(labels).toEqual(expect.arrayContaining(['b59', 'b60', 'b61']))
  expect(labels).not.toContain('b1')
  expect(svg).toContain('22 others left out.')
})

test('half of a rate lies where twice the time does', () => {
  const row = { unit: 'count', better: 'higher', title: 'requests', column: { title: 'Requests' } } as const
  withdraw.push(declareMetric('requests', { ...metric('peakRss'), gobench: 'requests', ...row, leads: true }))
  const halved = { ...changed([0.4, 0.5, 0.6], 'regressed'), metric: 'requests' }
  const svg = plotOf([halved, changed([0.9, 1, 1.1], 'regressed')])!
  const [one, other] = marksOf(svg)
  expect(one!.at).toBeCloseTo(other!.at, 1)
  expect(svg).toContain('Of rates, the time that they mean.')
})
