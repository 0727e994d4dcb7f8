import { describe, expect, it } from 'vitest'
import { checkHypotheses } from '../../../src/core/log/hypothesis.ts'
import type { Estimate, Run } from '../../../src/model/run.ts'
import { failedResult, file, resultOf, runOf } from '../given.ts'
import { hypothesisOf } from './given-log.ts'

const [a, b] = [`${file} › a`, `${file} › b`]

function took(low: number, estimate: number, high: number, more: Partial<Estimate> = {}): Estimate {
  return { unit: 'ns', better: 'lower', estimate, low, high, coverage: 0.95, values: [estimate], ...more }
}

function ran(times: Record<string, Estimate>, more: Partial<Run> = {}): Run {
  const benchmarks = Object.entries(times).map(([name, time]) => resultOf(name, { metrics: { time } }))
  return runOf({ benchmarks, ...more })
}

const about = (...ids: string[]) => hypothesisOf({ benchmarks: ids.map((id) => ({ id, from: 1000 })) })
const reached = (run: Run, one = about(a)) => checkHypotheses([one], run).map((checked) => checked.reached)

describe('a hypothesis with a limit of 500 ns', () => {
  it.each<[string, Estimate, boolean]>([
    ['is reached where the whole interval lies below', took(480, 490, 499), true],
    ['is reached where the upper bound is the limit', took(480, 490, 500), true],
    ['is open where the estimate lies below and the interval does not', took(480, 490, 501), false],
    ['is open, never refuted, where all of it lies above', took(900, 950, 990), false],
    ['is open where too few forks make the interval', took(480, 490, 499, { coverage: 0.5 }), false],
    [
      'of which more is better is reached where the lower bound is above',
      took(501, 510, 520, { better: 'higher' }),
      true,
    ],
    [
      'of which more is better is open where the lower bound is below',
      took(499, 510, 520, { better: 'higher' }),
      false,
    ],
  ])('%s', (_, time, expected) => {
    expect(reached(ran({ a: time }))).toEqual([expected])
  })

  it('shows the numbers that it was held against', () => {
    const [checked] = checkHypotheses([about(a)], ran({ a: took(900, 950, 990) }))
    expect(checked!.numbers).toEqual([
      { id: a, target: 500, estimate: 950, low: 900, high: 990, reached: false },
    ])
  })

  it('needs all its benchmarks: a run of some of them shows numbers and closes nothing', () => {
    const fast = took(400, 410, 420)
    expect(reached(ran({ a: fast, b: fast }), about(a, b))).toEqual([true])
    expect(reached(ran({ a: fast, b: took(600, 610, 620) }), about(a, b))).toEqual([false])
    expect(reached(ran({ a: fast }), about(a, b))).toEqual([false])
    expect(reached(ran({ c: fast }), about(a, b))).toEqual([])
  })

  it('is not reached by a run that was interrupted, or a benchmark that fails', () => {
    const fast = took(400, 410, 420)
    expect(reached(ran({ a: fast }, { partial: true }))).toEqual([false])
    const failed = {
      ...failedResult('a', { reason: 'wrong-result', message: 'no' }),
      metrics: { time: fast },
    }
    expect(reached(runOf({ benchmarks: [failed] }))).toEqual([])
  })

  it('holds on every machine, as a budget does', () => {
    const { environment } = runOf()
    const elsewhere = ran({ a: took(400, 410, 420) }, { environment: { ...environment, class: 'other' } })
    expect(reached(elsewhere)).toEqual([true])
  })
})

describe('a hypothesis about bytes, which are counted', () => {
  it('is reached by three forks', () => {
    const allocated = took(400, 400, 400, { unit: 'byte', coverage: 0.75 })
    const run = runOf({ benchmarks: [resultOf('a', { metrics: { allocated } })] })
    const one = hypothesisOf({ metric: 'allocated', benchmarks: [{ id: a }], target: { limit: 400 } })
    expect(reached(run, one)).toEqual([true])
  })
})

describe('a hypothesis of 20 % less', () => {
  const one = hypothesisOf({
    target: { change: -0.2 },
    benchmarks: [
      { id: a, from: 1000 },
      { id: b, from: 10 },
    ],
  })
  const like = { tool: { version: '0.1.0', method: 1, trialTime: 300_000_000 } }
  const there = (more: Partial<Run> = {}) => {
    const { environment } = runOf()
    return ran(
      { a: took(790, 795, 800), b: took(7, 7.5, 8) },
      { ...like, environment: { ...environment, class: one.measured!.class }, ...more },
    )
  }

  it('is about what each benchmark took', () => {
    const [checked] = checkHypotheses([one], there())
    expect(checked!.numbers.map(({ target }) => target)).toEqual([800, 8])
    expect(checked!.reached).toBe(true)
  })

  it.each<[string, Partial<Run>]>([
    ['another class of machines', { environment: { ...runOf().environment, class: 'other' } }],
    ['other rules of measuring', { tool: { ...like.tool, method: 2 } }],
    ['forks of another length', { tool: { ...like.tool, trialTime: 1 } }],
  ])('is not held against a run of %s', (_, more) => {
    expect(checkHypotheses([one], there(more))).toEqual([])
  })
})
