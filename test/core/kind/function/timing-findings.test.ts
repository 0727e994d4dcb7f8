import { describe, expect, it } from 'vitest'
import { timingFindings } from '../../../../src/core/kind/function/timing-findings.ts'
import type { Timing } from '../../../../src/model/outcome.ts'
import { timingOf } from '../../given.ts'

function found(count: number, more: Partial<Timing>, ...others: readonly Partial<Timing>[]) {
  const forks = [...Array.from({ length: count }, () => more), ...others]
  return timingFindings(
    'a',
    forks.map((one) => timingOf(1e6, one)),
  )
}

describe('a benchmark that waits', () => {
  it('is told with the share of the time that it sleeps', () => {
    expect(found(5, { asleep: 0.95, asynchronous: true })).toEqual([
      {
        code: 'waiting',
        severity: 'info',
        subject: 'a',
        message:
          'It waits: its thread sleeps 95 % of the time, and computes the rest; it is judged on wall time',
        advice: expect.stringMatching(/\.$/u),
      },
    ])
  })

  it.each([
    ['sleeps less than half of its time', found(5, { asleep: 0.49 })],
    ['is on a system that does not tell', found(2, { asleep: 0.9 }, {}, {}, {})],
    ['sleeps in some forks only', found(3, { asleep: 0.01 }, { asleep: 0.9 }, { asleep: 0.9 })],
    ['only waits for a CPU', found(5, { asleep: 0, cpu: 1e5, cleanOnly: false })],
  ])('is not one that %s', (_, findings) => {
    expect(findings).toEqual([])
  })
})

describe('batches too short for the clock', () => {
  it('are told with their steps', () => {
    const [finding, ...others] = found(5, { value: 1000, batch: 8, clockStep: 100 })
    expect(others).toEqual([])
    expect(finding).toMatchObject({ code: 'too-short-for-the-clock', severity: 'warning', subject: 'a' })
    expect(finding?.message).toContain(
      'A batch of 8 operations takes 8.000 µs, 80 steps of the clock (100.0 ns)',
    )
  })

  it('are none that come near what is aimed at', () => {
    expect(found(5, { value: 1000, batch: 50, clockStep: 100 })).toEqual([])
  })
})

describe('an interval from few forks', () => {
  it.each([
    [1, 'One fork gives an interval that covers the median with only 0 %'],
    [2, '2 forks give an interval that covers the median with only 50 %'],
    [4, '4 forks give an interval that covers the median with only 87.5 %'],
  ])('of %i is told with its coverage', (count, message) => {
    expect(found(count, {})).toMatchObject([{ code: 'too-few-forks', severity: 'warning', message }])
  })

  it('is wide enough from five on', () => {
    expect(found(5, {})).toEqual([])
  })
})
