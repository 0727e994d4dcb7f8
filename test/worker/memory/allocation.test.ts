import { describe, expect, it } from 'vitest'
import { now } from '../../../src/worker/engine/clock.ts'
import { batchOf } from '../../../src/worker/measure/batch.ts'
import { allocatedBytes, takeAccounts, takesNothingOutside } from '../../../src/worker/memory/allocation.ts'
import { subjectOf } from '../subject-of.ts'

const none = { external: 0, minorCollections: 0, majorCollections: 0, minorPause: 0, majorPause: 0, time: 1 }
/** Runs of so many operations that each took so many bytes. */
const runs = (operations: number, ...bytes: number[]) => ({
  operations,
  seen: bytes.map((each) => ({ ...none, heap: 1000 + each * operations })),
  empty: bytes.map(() => 1000),
})

describe('the bytes of an operation', () => {
  it.each([
    ['of the short runs, when all agree', 40, 3, runs(3000, 40, 40, 40), runs(1e6, 40, 40.02)],
    ['of the short runs, also when one was disturbed', 40, 3, runs(3000, 40, 47, 40), runs(1e6, 40)],
    ['the smaller of two in the middle: what disturbs only adds', 40, 2, runs(3000, 45, 40), runs(1e6, 40)],
    [
      'without the ends of pages: three of 64 KiB fill one',
      65_536,
      3,
      runs(1, 65_536, 65_536, 65_536),
      runs(9000, 87_381),
    ],
    ['without the ends of pages: one of 128 KiB fills one', 131_072, 1, runs(1, 131_072), runs(900, 262_144)],
    ['of the long runs, when an array grows now and then', 24, 2, runs(9000, 0, 0, 0), runs(1e6, 48, 0)],
    ['of the long runs, when it grows beside what each takes', 40, 1, runs(3000, 16, 16, 16), runs(1e6, 40)],
    ['of the short runs, when the long ones were too few to tell', 84, 3, runs(2, 84, 84, 84), runs(2, 4652)],
    ['nothing at all', 0, 3, runs(9000, 0, 0, 0), runs(1e6, 0.01)],
    [
      'untouched by one reading of nothing that was disturbed',
      40,
      3,
      { ...runs(1, 40, 40, 40), empty: [1000, 1096, 1000] },
      runs(1e6, 40),
    ],
  ])('are %s', (_, bytes, readings, short, long) => {
    expect(allocatedBytes(short, long)).toEqual({ bytes, readings })
  })
})

it('nothing is outside the heap where no run changed that', () => {
  const outside = (...bytes: number[]) => ({
    ...runs(10),
    seen: bytes.map((external) => ({ ...none, heap: 0, external })),
  })
  expect(takesNothingOutside(outside(0, 0))).toBe(true)
  expect(takesNothingOutside(outside(0, 4096))).toBe(false)
  expect(takesNothingOutside(outside(-4096, 0))).toBe(false)
})

describe('accounts of runs', () => {
  const batch = batchOf(subjectOf({ run: () => ({}) }, { asynchronous: false }), 'inlined')
  const far = now() + BigInt(1e15)

  it.each([
    ['as many as are wanted', { most: 3, least: 1, end: far }, 3],
    ['the fewest where time is over', { most: 3, least: 2, end: now() }, 2],
  ])('are taken: %s', async (_, terms, count) => {
    const { seen, empty, operations } = await takeAccounts(batch, 10, terms)
    expect([seen.length, empty.length, operations]).toEqual([count, count, 10])
  })
})
