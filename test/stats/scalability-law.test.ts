import { describe, expect, it } from 'vitest'
import { peakOf, scalabilityModel, throughputAt } from '../../src/stats/scalability-law.ts'

const law = { lambda: 100, sigma: 0.1, kappa: 0.01 }

describe('the scalability law', () => {
  it.each([
    [1, 100],
    [2, 200 / 1.12],
    [11, 1100 / (1 + 1 + 1.1)],
  ])('has at %d the throughput %d', (concurrency, throughput) => {
    expect(throughputAt(law, concurrency)).toBeCloseTo(throughput, 9)
  })

  it('has the derivatives that it has', () => {
    const at = [100, 0.1, 0.01]
    const model = scalabilityModel([1, 3, 20])
    for (const [index, value] of at.entries()) {
      const step = value * 1e-6
      const [above, below] = [step, -step].map((by) => model(at.with(index, value + by)))
      for (const [point, { gradient }] of model(at).entries()) {
        const slope = (above![point]!.value - below![point]!.value) / (2 * step)
        expect(gradient[index]! - slope).toBeCloseTo(0, 4)
      }
    }
  })

  it('makes no sense where it would be infinite', () => {
    expect(scalabilityModel([101])([1, -0.01, 0])[0]!.value).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('its peak', () => {
  it('is where others begin to cost more than one more brings', () => {
    const { concurrency, throughput } = peakOf(law)
    expect(concurrency).toBe(Math.floor(Math.sqrt(0.9 / 0.01)))
    expect(throughput).toBe(throughputAt(law, concurrency))
  })

  it('is never reached without coherency', () => {
    expect(peakOf({ ...law, kappa: 0 })).toEqual({ concurrency: Number.POSITIVE_INFINITY, throughput: 1000 })
    expect(peakOf({ lambda: 1, sigma: 0, kappa: 0 }).throughput).toBe(Number.POSITIVE_INFINITY)
  })

  it('is at 1 where two are no better', () => {
    for (const sigma of [1, 2]) {
      expect(peakOf({ ...law, sigma, kappa: 0 })).toEqual({ concurrency: 1, throughput: 100 })
    }
    expect(peakOf({ ...law, kappa: 5 })).toEqual({ concurrency: 1, throughput: 100 })
  })
})
