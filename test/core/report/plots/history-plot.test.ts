import { expect, test } from 'vitest'
import { prepare } from '../../../../src/core/report/blocks/view.ts'
import {
  coursesOf,
  historyPlot as historyPlotOf,
  sessionAxis,
} from '../../../../src/core/report/plots/history-plot.ts'
import type { Run } from '../../../../src/model/run.ts'
import { benchmark, history, runOf } from '../example-run.ts'
import { malformed } from '../well-formed.ts'

const historyPlot = (run: Run) => historyPlotOf(prepare(run))

const one = benchmark('a.bench.ts', [], 'one', 1200, { spread: 0 })
const two = benchmark('a.bench.ts', [], 'two', 1000, { spread: 0 })

test('a course ends with this run, and is measured from the first session', () => {
  const run = runOf([one], { history: history({ [one.id]: [1000, 1100] }) })
  const [course] = coursesOf(run)
  expect(course!.points.map(({ estimate }) => estimate)).toEqual([1000, 1100, 1200])
  expect(course!.points.at(-1)!.session).toBeUndefined()
  expect(course!.change).toBeCloseTo(0.2)
})

test('there is nothing to draw without two numbers', () => {
  expect(historyPlot(runOf([one]))).toBeUndefined()
  const { time: _, ...metrics } = one.metrics
  const unmeasured = { ...one, metrics }
  expect(historyPlot(runOf([unmeasured], { history: history({ [one.id]: [1000] }) }))).toBeUndefined()
  expect(historyPlot(runOf([unmeasured], { history: history({ [one.id]: [1000, 1100] }) }))).toBeDefined()
  expect(historyPlot(runOf([one], { history: history({ [one.id]: [0] }) }))).toBeUndefined()
  expect(historyPlot(runOf([one], { history: history({ gone: [1, 2] }) }))).toBeUndefined()
})

test('those that changed most come first, whichever way, and of many the others are counted', () => {
  const both = history({ [one.id]: [1100], [two.id]: [3000] })
  expect(coursesOf(runOf([one, two], { history: both })).map(({ benchmark }) => benchmark.name)).toEqual([
    'two',
    'one',
  ])
  const many = Array.from({ length: 1000 }, (_, n) =>
    benchmark('a.bench.ts', [], `b${n}`, 1000 + n, { spread: 0 }),
  )
  const svg = historyPlot(
    runOf(many, { history: history(Object.fromEntries(many.map(({ id }) => [id, [1000]]))) }),
  )!
  expect(svg).toContain('The 20 that changed most, of 1000.')
  expect(svg).toContain('>b999<')
  expect(svg).not.toContain('>b979<')
  expect(malformed(svg)).toBeUndefined()
})

test('every benchmark lies on the same sessions, and as many dates are written as have room', () => {
  const run = runOf([one, two], { history: history({ [one.id]: [1, 2, 3], [two.id]: [1] }) })
  const { axis, place } = sessionAxis(coursesOf(run), 0, 1000)
  expect(axis.ticks.map(axis.label)).toEqual(['2026-01-01', '2026-02-01', '2026-03-01', 'now'])
  const short = coursesOf(run).find(({ benchmark }) => benchmark.name === 'two')!
  expect(short.points.map(place)).toEqual([0, 3])
  const narrow = sessionAxis(coursesOf(run), 0, 170)
  expect(narrow.axis.ticks.map(narrow.axis.label)).toEqual(['2026-01-01', 'now'])
})

test('noise within the margin is drawn flat, and a wild interval stays in its row', () => {
  const wild = history({ [one.id]: [1201, 1199] })
  const svg = historyPlot(
    runOf([one], { history: { ...wild, benchmarks: [{ ...wild.benchmarks[0]!, highs: [1e12, 1200] }] } }),
  )!
  const [curve, bars] = [...svg.matchAll(/<path class="course" d="([^"]+)"/gu)].map(([, d]) => d!)
  const ys = [...curve!.matchAll(/[ML][\d.]+ ([\d.]+)/gu)].map(([, y]) => Number(y))
  expect(Math.max(...ys) - Math.min(...ys)).toBeLessThan(2)
  for (const [, y] of bars!.matchAll(/[ V]([\d.]+)/gu)) expect(Math.abs(Number(y) - 107)).toBeLessThan(23)
})
