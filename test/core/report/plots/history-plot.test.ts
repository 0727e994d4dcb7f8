import { expect, test } from 'vitest'
import { prepare } from '../../../../src/core/report/blocks/view.ts'
import { markdown } from '../../../../src/core/report/markdown/markdown.ts'
import { coursesOf, describeHistory } from '../../../../src/core/report/plots/history-course.ts'
import { historyPlot as historyPlotOf, sessionAxis } from '../../../../src/core/report/plots/history-plot.ts'
import type { Run } from '../../../../src/model/run.ts'
import { benchmark, comparison, history, runOf } from '../example-run.ts'
import { malformed } from '../well-formed.ts'

const historyPlot = (run: Run) => historyPlotOf(prepare(run))

const one = benchmark('a.bench.ts', [], 'one', 1200, { spread: 0 })
const two = benchmark('a.bench.ts', [], 'two', 1000, { spread: 0 })

test('a course ends with this run', () => {
  const run = runOf([one], { history: history({ [one.id]: [1000, 1100] }) })
  const [course] = coursesOf(run)
  expect(course!.points.map(({ estimate }) => estimate)).toEqual([1000, 1100, 1200])
  expect(course!.points.at(-1)!.session).toBeUndefined()
})

test('one accepted session is no history: there is no row, and a sentence says so', () => {
  expect(historyPlot(runOf([one]))).toBeUndefined()
  expect(describeHistory(runOf([one]))).toBe('')
  const single = runOf([one], { history: history({ [one.id]: [1000] }) })
  expect(historyPlot(single)).toBeUndefined()
  expect(describeHistory(single)).toBe('Of 1 benchmark 1 was accepted in one session only.')
  expect(markdown(single)[0]!.text).toContain('## History\n\nOf 1 benchmark 1 was accepted')
  expect(historyPlot(runOf([one], { history: history({ [one.id]: [0, 0, 0] }) }))).toBeUndefined()
  expect(historyPlot(runOf([one], { history: history({ gone: [1, 2, 3] }) }))).toBeUndefined()
})

test('two accepted sessions are two numbers without a line, three have one', () => {
  const paths = (...times: number[]) =>
    historyPlot(runOf([one], { history: history({ [one.id]: times }) }))!.match(/class="course" d="M[^V]*L/gu)
      ?.length ?? 0
  expect(paths(1000, 1100)).toBe(0)
  expect(paths(1000, 1100, 1150)).toBe(1)
  expect(describeHistory(runOf([one], { history: history({ [one.id]: [1000, 1100] }) }))).toBe(
    '1 benchmark was accepted in two: that is not enough for a line.',
  )
  expect(describeHistory(runOf([one], { history: history({ [one.id]: [1, 2, 3] }) }))).toBe('')
})

test('those that changed most come first, whichever way, and of many the others are counted', () => {
  const both = history({ [one.id]: [1100, 1100], [two.id]: [3000, 3000] })
  expect(coursesOf(runOf([one, two], { history: both })).map(({ benchmark }) => benchmark.name)).toEqual([
    'two',
    'one',
  ])
  const many = Array.from({ length: 1000 }, (_, n) =>
    benchmark('a.bench.ts', [], `b${n}`, 1000 + n, { spread: 0 }),
  )
  const svg = historyPlot(
    runOf(many, { history: history(Object.fromEntries(many.map(({ id }) => [id, [1000, 1000]]))) }),
  )!
  expect(svg).toContain('The 20 that changed most, of 1000.')
  expect(svg).toContain('>b999<')
  expect(svg).not.toContain('>b979<')
  expect(malformed(svg)).toBeUndefined()
})

test('all rows have one scale: equal changes are equally steep, however large the numbers are', () => {
  const small = benchmark('a.bench.ts', [], 'small', 4, { spread: 0 })
  const large = benchmark('a.bench.ts', [], 'large', 1.1e6, { spread: 0 })
  const times = { [small.id]: [1, 2, 4], [large.id]: [1e6, 1.1e6, 1.1e6] }
  const svg = historyPlot(runOf([small, large], { history: history(times) }))!
  const curves = [...svg.matchAll(/class="course" d="(M[^V"]*L[^"]*)"/gu)].map(([, d]) => d!)
  const rises = curves.map((curve) => {
    const ys = [...curve.matchAll(/[ML][\d.]+ ([\d.]+)/gu)].map(([, y]) => Number(y))
    return ys.at(0)! - ys.at(1)!
  })
  expect(rises[0]! / rises[1]!).toBeCloseTo(Math.log(2) / Math.log(1.1), 0)
})

test('how much has changed is told by the comparison alone', () => {
  const comparisons = [comparison(one.id, 'regressed', [0.3, 0.4, 0.5])]
  const run = runOf([one], { comparisons, history: history({ [one.id]: [500, 500, 500] }) })
  const svg = historyPlot(run)!
  expect(svg).toContain(
    '500.0 ns → 1.200 µs since 2026-01-01 (4 numbers); +40.0 % [+30.0 %, +50.0 %] against',
  )
  expect(svg).not.toContain('+140 %')
})

test('a session on another machine is hollow, as the control kernels tell', () => {
  const accepted = history({ [one.id]: [500, 1000, 1100] })
  const ids = accepted.sessions.map(({ id }) => id)
  const values = (time: number) => Array.from({ length: 12 }, (_, fork) => time * (1 + fork / 1e5))
  const controls = { kernel: values(100) }
  const recordedControls = { kernel: { [ids[0]!]: values(50), [ids[1]!]: values(100) } }
  const run = runOf([one], { history: accepted, controls, recordedControls })
  expect(coursesOf(run)[0]!.points.map(({ moved }) => moved)).toEqual([true, false, false, false])
  expect(historyPlot(run)!).toContain('the machine was slower or faster')
  expect(historyPlot(run)!.match(/<circle class="open"/gu)).toHaveLength(2)
  expect(historyPlot(runOf([one], { history: accepted }))!).not.toContain('the machine was slower')
})

test('every benchmark lies on the same sessions, and as many dates are written as have room', () => {
  const run = runOf([one, two], { history: history({ [one.id]: [1, 2, 3], [two.id]: [1, 2] }) })
  const { axis, place } = sessionAxis(coursesOf(run), 0, 1000)
  expect(axis.ticks.map(axis.label)).toEqual(['2026-01-01', '2026-02-01', '2026-03-01', 'now'])
  const short = coursesOf(run).find(({ benchmark }) => benchmark.name === 'two')!
  expect(short.points.map(place)).toEqual([0, 1, 3])
  const narrow = sessionAxis(coursesOf(run), 0, 170)
  expect(narrow.axis.ticks.map(narrow.axis.label)).toEqual(['2026-01-01', 'now'])
})

test('noise within the margin is drawn flat, and a wild interval stays in its row', () => {
  const wild = history({ [one.id]: [1201, 1199, 1200] })
  const svg = historyPlot(
    runOf([one], {
      history: { ...wild, benchmarks: [{ ...wild.benchmarks[0]!, highs: [1e12, 1200, 1201] }] },
    }),
  )!
  const [curve, bars] = [...svg.matchAll(/<path class="course" d="([^"]+)"/gu)].map(([, d]) => d!)
  const ys = [...curve!.matchAll(/[ML][\d.]+ ([\d.]+)/gu)].map(([, y]) => Number(y))
  expect(Math.max(...ys) - Math.min(...ys)).toBeLessThan(2)
  for (const [, y] of bars!.matchAll(/[ V]([\d.]+)/gu)) expect(Math.abs(Number(y) - 107)).toBeLessThan(23)
})
