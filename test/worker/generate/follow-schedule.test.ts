import { describe, expect, it } from 'vitest'
import type { Alarm } from '../../../src/worker/generate/alarm.ts'
import { readClock } from '../../../src/worker/generate/clock.ts'
import { followSchedule } from '../../../src/worker/generate/follow-schedule.ts'

/** Never needed: everything is due too soon for it to be worth while to sleep. */
const alarm: Alarm = {
  wakeAt() {
    throw new Error('nobody sleeps here')
  },
  close: async () => {},
}

/** So many, one each 50 µs. */
function every50us(count: number): () => number | undefined {
  let place = 0
  return () => (place < count ? place++ * 50e3 : undefined)
}

describe('a schedule', () => {
  it('is followed to its end, in order, and nothing is early', async () => {
    const fired: number[] = []
    const early: number[] = []
    await followSchedule(
      every50us(500),
      (due) => {
        fired.push(due)
        if (readClock() < due) early.push(due)
      },
      alarm,
      () => 0,
    )
    expect(fired).toHaveLength(500)
    expect(fired).toEqual(fired.toSorted((a, b) => a - b))
    expect(early).toEqual([])
  })

  it('tells for how long the clock was only looked at', async () => {
    const from = readClock()
    const polled = await followSchedule(
      every50us(500),
      () => {},
      alarm,
      () => 0,
    )
    expect(polled).toBeGreaterThan(0)
    expect(polled).toBeLessThanOrEqual(readClock() - from)
  })

  it('takes no time for idle in which something was done', async () => {
    let done = 0
    const polled = await followSchedule(
      every50us(500),
      () => {},
      alarm,
      () => done++,
    )
    expect(polled).toBe(0)
  })

  it('rejects with what is thrown by what it calls', async () => {
    const fire = () => {
      throw new Error('no')
    }
    await expect(followSchedule(every50us(1), fire, alarm, () => 0)).rejects.toThrow('no')
  })
})
