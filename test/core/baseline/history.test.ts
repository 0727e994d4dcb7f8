import { expect, test } from 'vitest'
import { historyOf } from '../../../src/core/baseline/history.ts'
import type { Baseline, Session } from '../../../src/model/baseline.ts'
import { policy } from '../../../src/model/config.ts'

const file = 'bench/sort.bench.ts'
const one = { id: `${file} › one`, file }
const two = { id: `${file} › two`, file }
const rules = { method: 2, trialTime: 300e6 }

function session(id: string, more: Partial<Session> = {}): Session {
  return {
    date: `2026-11-${id}T10:00:00.000Z`,
    dirty: false,
    node: '24.0.0',
    why: 'because',
    ...rules,
    ...more,
  }
}

/** A version of the baseline with values of `one` by session. */
function version(
  sessions: Readonly<Record<string, Session>>,
  times: Readonly<Record<string, number[]>>,
): Baseline {
  return { schema: 'assay/baseline@2', class: 'x', file, sessions, benchmarks: { one: { time: times } } }
}

test('sessions of all versions are told once, the oldest first, with their median and interval', () => {
  const newest = version(
    { '02': session('02', { commit: 'abc' }), '03': session('03') },
    { '02': [5, 6, 7], '03': [8] },
  )
  const oldest = version(
    { '01': session('01'), '02': session('02', { commit: 'abc' }) },
    { '01': [1, 2, 30], '02': [5, 6, 7] },
  )
  expect(historyOf([one, two], [newest, oldest], rules)).toEqual({
    sessions: [
      { id: '01', date: '2026-11-01T10:00:00.000Z' },
      { id: '02', date: '2026-11-02T10:00:00.000Z', commit: 'abc' },
      { id: '03', date: '2026-11-03T10:00:00.000Z' },
    ],
    benchmarks: [
      { id: one.id, sessions: [0, 1, 2], estimates: [2, 6, 8], lows: [1, 5, 8], highs: [30, 7, 8] },
    ],
  })
  expect(historyOf([one], [oldest, newest], rules)).toEqual(historyOf([one], [newest, oldest], rules))
})

test.each([
  ['other rules', { method: 1 }],
  ['forks of another length', { trialTime: 1 }],
])('what was measured by %s is no part of it', (_, more) => {
  expect(historyOf([one], [version({ '01': session('01', more) }, { '01': [1] })], rules)).toBeUndefined()
})

test('what nobody has accepted has no history, nor has a benchmark of another file', () => {
  const baseline = version({ '01': session('01') }, { '01': [1] })
  expect(historyOf([two], [baseline], rules)).toBeUndefined()
  expect(historyOf([{ ...one, file: 'bench/other.bench.ts' }], [baseline], rules)).toBeUndefined()
  expect(historyOf([one], [], rules)).toBeUndefined()
})

test('of many sessions the newest are kept', () => {
  const days = Array.from({ length: 29 }, (_, day) => String(day + 1).padStart(2, '0'))
  const sessions = Object.fromEntries(days.map((day) => [day, session(day)]))
  const times = Object.fromEntries(days.map((day) => [day, [Number(day)]]))
  const history = historyOf([one], [version(sessions, times)], rules)!
  expect(history.benchmarks[0]!.estimates).toEqual(days.slice(-policy.history.points).map(Number))
  expect(history.sessions).toHaveLength(policy.history.points)
})

test('numbers are told as they are recorded, with six digits', () => {
  const history = historyOf(
    [one],
    [version({ '01': session('01') }, { '01': [1.23456789, 2.3456789] })],
    rules,
  )!
  expect(history.benchmarks[0]).toMatchObject({ estimates: [1.79012], lows: [1.23457], highs: [2.34568] })
})

test('bytes of the newest session are kept as the least and the most that a fork counted', () => {
  const counted = version({ '01': session('01'), '02': session('02') }, { '01': [1], '02': [2] })
  counted.benchmarks.one!.allocated = { '01': [800], '02': [832, 848, 832] }
  expect(historyOf([one], [counted], rules)?.benchmarks[0]?.counted).toEqual({
    allocated: { low: 832, high: 848 },
  })
})
