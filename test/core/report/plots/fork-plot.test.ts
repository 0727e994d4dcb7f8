import fc from 'fast-check'
import { expect, test } from 'vitest'
import { prepare } from '../../../../src/core/report/blocks/view.ts'
import { html } from '../../../../src/core/report/html/html.ts'
import { distributionOf, referenceOf } from '../../../../src/core/report/plots/distribution.ts'
import { forkPlot, valueScale } from '../../../../src/core/report/plots/fork-plot.ts'
import type { Comparison } from '../../../../src/model/comparison.ts'
import { benchmark, comparison, runOf } from '../example-run.ts'
import { malformed } from '../well-formed.ts'

const one = benchmark('a.bench.ts', [], 'one', 1000)
const drawn = (more: Partial<Comparison>, benchmarks = [one]) =>
  forkPlot(
    prepare(runOf(benchmarks, { comparisons: [comparison(one.id, 'regressed', [0.2, 0.25, 0.3], more)] })),
  )!
const recorded = { values: { head: [], confirmation: [], base: [[790, 800], [810]] } }
const paired: Partial<Comparison> = {
  method: 'paired',
  pairs: { screen: [], confirmation: [], base: [700, 800, 900] },
}

test('the base is that of the recorded sessions, or that of the pairs, or not known', () => {
  const of = (more: Partial<Comparison>) =>
    distributionOf(one, [comparison(one.id, 'regressed', [0.2, 0.25, 0.3], more)])
  expect(of(recorded)?.base).toEqual([790, 800, 810])
  expect(of(paired)?.base).toEqual([700, 800, 900])
  expect(referenceOf(of(paired)!)).toBe(800)
  const without = of({ method: 'paired', pairs: { screen: [0.2], confirmation: [] } })
  expect(without?.base).toEqual([])
  expect(referenceOf(without!)).toBe(one.metrics.time!.estimate)
  expect(of({ method: 'identical', ...recorded })?.base).toEqual([])
  expect(distributionOf({ metrics: {} }, [])).toBeUndefined()
})

test('where CPU time decided, both are CPU times', () => {
  const cpu = comparison(one.id, 'regressed', [0.2, 0.25, 0.3], {
    ...paired,
    metric: 'cpu',
    standsFor: 'time',
  })
  expect(distributionOf(one, [cpu])).toMatchObject({
    metric: 'cpu',
    head: { values: one.metrics.cpu!.values },
  })
})

test('before and now are drawn over each other, now to the right of what was quicker', () => {
  const svg = drawn(recorded)
  const [base, head] = ['base', 'head'].map((kind) =>
    [...new RegExp(`class="dots ${kind}" d="([^"]*)"`, 'u').exec(svg)![1]!.matchAll(/M([\d.]+) /gu)].map(
      ([, x]) => Number(x),
    ),
  )
  expect(base).toHaveLength(3)
  expect(head).toHaveLength(10)
  expect(Math.min(...head!)).toBeGreaterThan(Math.max(...base!))
  expect(svg).toContain('Forks before and now')
  expect(svg).toContain('before 800.0 ns (3 forks)')
  expect(drawn({ method: 'identical' })).not.toMatch(/class="(?:dots|curve) base"/u)
})

test('the axis fits the data, and a wild fork does not press the others together', () => {
  const calm = [...drawn(recorded).matchAll(/class="muted middle"[^>]*>([^<]*)</gu)].map(([, label]) => label)
  expect(calm).toContain('0')
  expect(calm).not.toContain('+100 %')
  const wild = { ...one.metrics.time!, values: [...one.metrics.time!.values.slice(1), 50_000] }
  const svg = drawn({ method: 'identical' }, [{ ...one, metrics: { time: wild } }])
  const xs = [.../class="dots head" d="([^"]*)"/u.exec(svg)![1]!.matchAll(/M([\d.]+) /gu)].map(([, x]) =>
    Number(x),
  )
  expect(Math.max(...xs)).toBeLessThanOrEqual(676)
  const others = xs.toSorted((a, b) => a - b).slice(0, -1)
  expect(others.at(-1)! - others[0]!).toBeGreaterThan(60)
})

test('in the details of a benchmark the axis has its own unit', () => {
  const comparisons = [comparison(one.id, 'regressed', [0.2, 0.25, 0.3], recorded)]
  const scale = valueScale(distributionOf(one, comparisons)!, 0, 400)
  expect(scale.axis.ticks.map(scale.axis.label)).toEqual(['800.0 ns', '900.0 ns', '1.000 µs'])
  const [page] = html(runOf([one], { comparisons }))
  expect(page!.text).toContain('10 forks around 1.001 µs, over 3 of the base around 800.0 ns')
  expect(page!.text).toContain('Grey is before, blue is now.')
})

test('any values stay within the frame', () => {
  const values = fc.array(fc.double({ min: 0, max: 1e12, noNaN: true }), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(values, values, (head, base) => {
      const [low, high] = [Math.min(...head), Math.max(...head)]
      const time = { ...one.metrics.time!, values: head, estimate: Math.max(high, 1), low, high }
      const svg = drawn({ values: { head, confirmation: [], base: [base] } }, [{ ...one, metrics: { time } }])
      expect(malformed(svg)).toBeUndefined()
      expect(svg).not.toMatch(/NaN|Infinity/u)
      for (const [, d] of svg.matchAll(/class="(?:curve|dots) \w+" d="([^"]*)"/gu)) {
        const xs = [...d!.matchAll(/[ML]([\d.]+) /gu)].map(([, x]) => Number(x))
        expect(xs.filter((x) => x < 200 || x > 676)).toEqual([])
      }
    }),
  )
})
