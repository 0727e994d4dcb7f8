import { describe, expect, it } from 'vitest'
import {
  openBudget,
  ownTimeFromSwitches,
  ownTimeFromWaiting,
  patience,
} from '../../../src/worker/measure/own-time.ts'
import type { Switches } from '../../../src/worker/measure/run-queue.ts'

describe("a thread's own time", () => {
  it('is what the clock says less what was spent waiting for a CPU', () => {
    let [time, waited] = [1_000, 500]
    const own = ownTimeFromWaiting(
      () => waited,
      () => BigInt(time),
    )
    const before = own()
    time += 100
    waited += 90
    expect(own() - before).toBe(10)
  })

  it('is right where a wait comes between reading the one and the other', () => {
    let [time, waited, waits] = [0, 0, 0]
    const own = ownTimeFromWaiting(
      () => waited,
      () => {
        const read = BigInt(time)
        // Switched away just after the clock was read.
        if (waits-- > 0) [time, waited] = [time + 50, waited + 50]
        return read
      },
    )
    const before = own()
    waits = 2
    time += 10
    expect(own() - before).toBe(10)
    waits = 1
    time += 7
    expect(own() - before).toBe(17)
  })
})

it('of a thread that is interrupted in every reading is no longer than it was, and never goes back', () => {
  let [time, waited, isInterrupted] = [0, 0, false]
  const own = ownTimeFromWaiting(
    () => waited,
    () => {
      const read = BigInt(time)
      if (isInterrupted) [time, waited] = [time + 50, waited + 50]
      return read
    },
  )
  const seen = [own()]
  for (const interrupted of [false, true, true, false, true, false]) {
    isInterrupted = interrupted
    time += 10
    seen.push(own())
  }
  expect(seen).toEqual([...seen].sort((a, b) => a - b))
  expect(seen.map((one, reading) => one <= 10 * reading)).not.toContain(false)
  expect(seen.at(-1)).toBe(60)
})

describe('a budget of own time', () => {
  let [time, own] = [0, 0]
  const pass = (passed: number, spent: number) => {
    time += passed
    own += spent
  }
  const open = (last?: bigint) => {
    ;[time, own] = [0, 0]
    return openBudget(
      100,
      () => own,
      last,
      () => BigInt(time),
    )
  }

  it('is spent by what the thread did, whatever it had to wait', () => {
    const left = open()
    pass(900, 60)
    expect(left()).toBe(40)
    pass(40, 40)
    expect(left()).toBe(0)
  })

  it('is spent in any case when it has taken so many times as long by the clock', () => {
    const left = open()
    pass(100 * patience - 1, 1)
    expect(left()).toBeGreaterThan(0)
    pass(1, 0)
    expect(left()).toBe(0)
  })

  it('is that of the clock once there is enough', () => {
    const left = open()
    pass(99, 30)
    expect(left()).toBe(70)
    expect(left(true)).toBe(1)
    pass(1, 0)
    expect(left(true)).toBe(0)
  })

  it('of a large fork is spent before its time-out', () => {
    const left = open(500n)
    pass(499, 50)
    expect(left()).toBe(50)
    pass(1, 0)
    expect(left()).toBe(0)
    pass(1, 70)
    expect(left()).toBe(-20)
  })
})

describe('where the system does not tell how long a thread waits, it is', () => {
  /** Steps of [clock, switches, CPU time]. */
  const passing = (...steps: (readonly [number, number, number])[]) => {
    let [time, state] = [0, { count: 0, cpu: 0 }]
    const read = (into: Switches) => Object.assign(into, state)
    const own = ownTimeFromSwitches(read, () => BigInt(time))
    for (const [passed, count, cpu] of steps) {
      time += passed
      state = { count: state.count + count, cpu: state.cpu + cpu }
      own()
    }
    return own()
  }

  it('the clock while the thread is not switched away: it computes or sleeps', () => {
    expect(passing([100, 0, 100], [50, 0, 0])).toBe(150)
  })

  it('CPU time while it is', () => {
    expect(passing([100, 3, 10], [100, 0, 100])).toBe(110)
  })

  it('the clock where CPU time cannot be read', () => {
    expect(passing([100, 3, Number.NaN])).toBe(100)
  })

  it('CPU time, or a quarter of what passes without any, where switches are not counted', () => {
    expect(passing([100, Number.NaN, 80], [100, Number.NaN, 0])).toBe(105)
  })
})
