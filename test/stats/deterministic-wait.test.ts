import { describe, expect, it } from 'vitest'
import { deterministicWait } from '../../src/stats/deterministic-wait.ts'

describe('the wait for a server that takes as long for each', () => {
  // Erlang's alternating series (1909), with 200 digits (mpmath 1.3.0).
  it.each([
    [0.5, 0, 0.5],
    [0.5, 0.5, 0.64201270834387],
    [0.5, 1, 0.824360635350064],
    [0.5, 2.5, 0.971359369636913],
    [0.8, 3.3, 0.790936962152709],
    [0.9, 10, 0.882403020429719],
    [0.95, 45.7, 0.990746079587131],
    [0.99, 300.25, 0.997598928338479],
  ])('at a load of %d is at most %d with probability %d', (load, wait, probability) => {
    expect(Math.abs(deterministicWait(load, wait) - probability)).toBeLessThan(1e-13)
  })

  it('is none as often as nobody is there', () => {
    for (const load of [0, 0.1, 0.7, 0.999]) expect(deterministicWait(load, 0)).toBeCloseTo(1 - load, 13)
    expect(deterministicWait(0, 3)).toBe(1)
  })

  it('has the mean of Pollaczek and Khinchine: load ÷ 2(1 − load)', () => {
    const [step, load] = [0.01, 0.7]
    let mean = 0
    for (let wait = step / 2; wait < 60; wait += step) mean += step * (1 - deterministicWait(load, wait))
    expect(mean).toBeCloseTo(0.7 / (2 * 0.3), 4)
  })

  it('never falls with the wait, and ends at 1', () => {
    let last = 0
    for (let wait = 0; wait < 500; wait += 0.37) {
      const now = deterministicWait(0.97, wait)
      expect(now).toBeGreaterThanOrEqual(last - 1e-13)
      last = now
    }
    expect(last).toBeCloseTo(1, 10)
    expect(deterministicWait(0.97, 5000)).toBeLessThanOrEqual(1)
    expect(deterministicWait(0.97, -0.1)).toBe(0)
  })
})
