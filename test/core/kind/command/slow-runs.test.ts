import { describe, expect, it } from 'vitest'
import {
  asleepOf,
  countCauses,
  disturbanceOf,
  slowCauseOf,
  usualOf,
  waitingOf,
} from '../../../../src/core/kind/command/slow-runs.ts'
import type { CommandRun } from '../../../../src/model/command.ts'
import { runOf } from './runs.ts'

const usual = usualOf([runOf(), runOf({ wall: 102e6 }), runOf({ wall: 98e6 })])

describe('what disturbed a run', () => {
  it.each<[string, string | undefined, Partial<CommandRun>]>([
    ['nothing', undefined, {}],
    ['nothing, though it took twice as long', undefined, { wall: 200e6 }],
    ['a wait of 1 %', undefined, { wall: 101e6, waiting: 1e6 }],
    ['a wait of 5 %', 'waiting', { wall: 105e6, waiting: 5e6 }],
    ['a wait for its helpers', undefined, { wall: 98e6, waiting: 4e6, user: 95e6, oncpu: 92e6 }],
    [
      'a wait for its helpers and somebody else',
      'waiting',
      { wall: 106e6, waiting: 12e6, user: 95e6, oncpu: 92e6 },
    ],
    [
      'a wait beside others that compute, too',
      'waiting',
      { wall: 65e6, waiting: 5e6, user: 95e6, oncpu: 60e6 },
    ],
    [
      'a wait of processes that compute by turns',
      'waiting',
      { wall: 110e6, user: 95e6, oncpu: 40e6, involuntary: 8 },
    ],
    [
      'room for a process that it starts itself',
      undefined,
      { wall: 101e6, user: 95e6, oncpu: 40e6, involuntary: 8 },
    ],
    ['a wait of its control group', 'waiting', { wall: 105e6, user: 95e6, oncpu: 92e6, stalled: 5e6 }],
    ['what only some of its control group wait', undefined, { waiting: 8e6, involuntary: 50, stalled: 1e6 }],
    ['a quota', 'throttled', { wall: 150e6, waiting: 50e6, throttled: 50e6 }],
    ['page faults that read from a disk', 'disk', { major: 40 }],
    ['bytes from a disk', 'disk', { read: 1e6 }],
    ['one page fault', undefined, { major: 1 }],
  ])('%s: %s', (_, cause, more) => {
    expect(disturbanceOf(runOf(more), usual)).toBe(cause)
  })

  it('is never that others read from a disk, too', () => {
    const reading = runOf({ major: 40, read: 1e6 })
    expect(disturbanceOf(reading, usualOf([reading, reading]))).toBeUndefined()
  })
})

describe('why a run was slow', () => {
  it.each<[string | undefined, Partial<CommandRun>]>([
    [undefined, {}],
    [undefined, { wall: 109e6 }],
    ['waiting', { wall: 150e6, waiting: 50e6 }],
    ['throttled', { wall: 160e6, waiting: 55e6, throttled: 50e6 }],
    ['disk', { wall: 150e6, user: 95e6, oncpu: 100e6, major: 30 }],
    ['asleep', { wall: 150e6, user: 95e6, oncpu: 100e6 }],
    ['processor', { wall: 150e6 }],
    // Two causes: the larger one.
    ['processor', { wall: 160e6, waiting: 20e6 }],
    ['waiting', { wall: 160e6, waiting: 40e6 }],
  ])('is %s: %j', (cause, more) => {
    expect(slowCauseOf(runOf(more), usual)).toBe(cause)
  })

  it('is counted by cause', () => {
    expect(countCauses(['disk', undefined, 'waiting', 'disk'])).toEqual({ disk: 2, waiting: 1 })
  })
})

describe('time without a CPU', () => {
  it('is guessed from context switches for processes whose queue the system does not tell', () => {
    // A shell that waits for its child: none of the CPU time is its own.
    const run = runOf({ wall: 130e6, user: 95e6, oncpu: 1e6, waiting: 0, involuntary: 20 })
    expect(waitingOf(run)).toBeCloseTo(20 * 1.5e6 * 0.99)
    expect(asleepOf(run)).toBeCloseTo(30e6 - 20 * 1.5e6 * 0.99)
  })

  it('is not what it was stopped for itself, after each of its slices', () => {
    const run = runOf({ wall: 110e6, user: 95e6, oncpu: 1e6, waiting: 0, involuntary: 20, slices: 21 })
    expect(waitingOf(run)).toBeLessThan(4e6)
    expect(waitingOf({ ...run, involuntary: 60 })).toBe(10e6)
  })

  it('is not guessed for a single process', () => {
    expect(waitingOf(runOf({ involuntary: 50 }))).toBe(0)
  })

  it('is never sleep where several threads compute', () => {
    expect(asleepOf(runOf({ user: 180e6, oncpu: 95e6 }))).toBe(0)
  })
})
