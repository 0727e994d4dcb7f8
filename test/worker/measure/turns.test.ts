import { expect, it } from 'vitest'
import { batchOf } from '../../../src/worker/measure/batch.ts'
import { takeInTurns, turnOf } from '../../../src/worker/measure/turns.ts'
import { subjectOf } from '../subject-of.ts'

/** Turns of so many operations, one after the other. */
function turnsOf(...operations: number[]) {
  const asked: number[] = []
  const left = operations.values()
  return {
    asked,
    next: async (n: number) => {
      asked.push(n)
      const next = left.next()
      return { go: next.done ? 0 : 1e6, operations: next.done ? n : next.value }
    },
  }
}

it('takes samples in each turn, of as many operations as it is told, until it is over', async () => {
  const batch = batchOf(subjectOf({ run: () => 1 }, { asynchronous: false }), 'inlined')
  const { asked, next } = turnsOf(1_000, 2_000)
  const { taken, turns, operations } = await takeInTurns(batch, 500, next)
  expect(asked).toEqual([500, 1_000, 2_000])
  expect(operations).toBe(2_000)
  for (const { time } of turns) expect(time.length).toBeGreaterThan(0)
  expect(taken.samples.length).toBeGreaterThanOrEqual(turns.flatMap(({ time }) => time).length)
})

it.each([
  ['its clean batches alone', [10, 20, 90], [10, 20], true],
  [
    'all of them, less what they waited but for what they computed, where none is',
    [90, 100],
    [85, 95],
    false,
  ],
])('a turn counts %s', (_, all, time, clean) => {
  const samples = all.map((perOperation) => ({
    ...{ perOperation, cpu: perOperation - 5, asleep: 0, waited: perOperation < 90 ? 0 : 10 },
    contaminated: perOperation >= 90,
  }))
  expect(turnOf({ samples, fineCpu: false })).toEqual({ time, clean })
})
