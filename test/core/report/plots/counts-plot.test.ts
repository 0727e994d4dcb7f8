import { expect, test } from 'vitest'
import { prepare } from '../../../../src/core/report/blocks/view.ts'
import { countsPlot, countsTitle } from '../../../../src/core/report/plots/counts-plot.ts'
import { slowerFunction, unchanged } from '../answer-runs.ts'
import { exampleRun } from '../example-run.ts'
import { malformed } from '../well-formed.ts'

const view = prepare(slowerFunction())

test('each verdict has its number, its word and a bar; what is slower and heavier counts as both', () => {
  expect(countsTitle(view)).toBe('Of 8 benchmarks: 2 slower, 2 heavier, 6 identical')
  const svg = countsPlot(view)!
  expect(malformed(svg)).toBeUndefined()
  const bars = [...svg.matchAll(/<rect class="(worse|neutral)" x="[\d.]+" y="46" width="([\d.]+)"/gu)]
  expect(bars.map(([, kind]) => kind)).toEqual(['worse', 'worse', 'neutral'])
  const [slower, heavier, identical] = bars.map(([, , width]) => Number(width))
  expect(slower).toBe(heavier)
  expect(identical! / slower!).toBeCloseTo(3, 1)
})

test('colour is never the only code: each number stands beside its word, and marks differ in form', () => {
  const svg = countsPlot(view)!
  for (const word of ['slower', 'heavier', 'identical']) expect(svg).toContain(`>${word}</text>`)
  expect(svg.match(/<path class="worse"/gu)).toHaveLength(2)
  expect(svg.match(/<circle class="neutral"/gu)).toHaveLength(1)
  expect(svg).toContain('prefers-color-scheme:dark')
})

test('every benchmark of the example is counted at least once', () => {
  const { rows, ...rest } = prepare(exampleRun())
  const told = countsTitle({ ...rest, rows }).matchAll(/(\d+) [a-z]/gu)
  const sum = [...told].slice(1).reduce((total, [, number]) => total + Number(number), 0)
  expect(sum).toBeGreaterThanOrEqual(rows.filter(({ verdicts }) => verdicts.length > 0).length)
})

test('where all are the same there is nothing to count', () => {
  expect(countsPlot(prepare(unchanged()))).toBeUndefined()
})

test('words have room: no more than six stand beside each other', () => {
  const svg = countsPlot(prepare(exampleRun()))!
  const lines = Map.groupBy(svg.matchAll(/<text class="number" x="[\d.]+" y="(\d+)"/gu), ([, y]) => y)
  expect([...lines.keys()]).toEqual(['31', '83'])
  for (const line of lines.values()) expect(line.length).toBeLessThanOrEqual(6)
})
