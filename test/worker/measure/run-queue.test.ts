import { describe, expect, it } from 'vitest'
import { elapsedBetween, now } from '../../../src/worker/engine/clock.ts'
import { isFine, openRunQueue, type Reading } from '../../../src/worker/measure/run-queue.ts'

const onLinux = process.platform === 'linux'
const reading = (): Reading => ({ waited: 0, cpu: 0, helpers: 0 })

describe('the run queue', () => {
  const runQueue = openRunQueue()

  it('tells the CPU time of a thread that computes, and never more than the clock and a reading', () => {
    const [before, after] = [reading(), reading()]
    const start = now()
    runQueue.read(before, 'before')
    let sum = 0
    while (elapsedBetween(start, now()) < 5_000_000) sum += Math.sqrt(sum + 1)
    runQueue.read(after, 'after')
    const duration = elapsedBetween(start, now())
    expect(after.cpu).toBeGreaterThan(before.cpu)
    expect(after.waited).toBeGreaterThanOrEqual(before.waited)
    // Windows counts in ticks of 16 ms.
    if (onLinux) expect(after.cpu - before.cpu).toBeLessThan(1.05 * duration + 100_000)
  })

  it('tells no CPU time of a thread that sleeps', () => {
    const [before, after] = [reading(), reading()]
    runQueue.read(before, 'before')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)
    runQueue.read(after, 'after')
    expect(after.cpu - before.cpu).toBeLessThan(50e6)
  })

  it.runIf(onLinux)(
    'tells CPU time finely enough for a batch, which it does at ticks alone if nobody asks',
    () => {
      // A probe that is interrupted for long may fail by itself.
      expect([1, 2, 3, 4, 5].some(() => isFine(runQueue))).toBe(true)
    },
  )

  it.runIf(onLinux)('calls a batch contaminated that waited for more than 0.2 % of it', () => {
    expect(runQueue.contaminated(1_000, 500_000)).toBe(false)
    expect(runQueue.contaminated(1_001, 500_000)).toBe(true)
  })

  it.runIf(onLinux)('counts as asleep what is neither computing nor waiting for a CPU', () => {
    expect(runQueue.asleep(100, 30, 50)).toBe(20)
    expect(runQueue.asleep(100, 104, 0)).toBe(0)
  })
})

describe('CPU time', () => {
  it.each([
    ['stands still between ticks', false, () => 0],
    ['jumps at one', false, () => 16e6],
    ['cannot be read', false, () => Number.NaN],
    ['goes with the clock', true, (spent: number) => spent],
  ])('that %s is fine: %s', (_, fine, cpu) => {
    // A clock of its own: nobody interrupts it.
    let time = 0n
    const clock = () => (time += 1_000n)
    const read = (into: Reading) => {
      into.cpu = time === 0n ? 0 : cpu(Number(time))
    }
    expect(isFine({ read, contaminated: () => false, asleep: () => 0, lost: () => 0 }, clock)).toBe(fine)
  })
})
