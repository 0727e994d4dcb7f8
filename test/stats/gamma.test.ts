import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { digamma, logGamma, trigamma, trigammaInverse } from '../../src/stats/gamma.ts'

// lgamma, digamma and trigamma of R 4.2.2.
const published: [x: number, logGamma: number, digamma: number, trigamma: number][] = [
  [0.25, 1.2880225246980774, -4.2274535333762655, 17.19732915450711],
  [0.5, 0.5723649429247, -1.963510026021423, 4.934802200544679],
  [1, 0, -0.5772156649015323, 1.6449340668482264],
  [1.5, -0.12078223763524518, 0.036489973978576895, 0.9348022005446793],
  [2.5, 0.2846828704729192, 0.7031566406452434, 0.4903577561002349],
  [7, 6.579251212010101, 1.8727843350984674, 0.1535451779593375],
  [12.3, 18.238983407092245, 2.4683984003011386, 0.08469517024591638],
  [100, 359.1342053695754, 4.600161852738088, 0.010050166663333566],
]

describe('the gamma function', () => {
  it.each(published)('and its derivatives at %d', (x, log, first, second) => {
    expect(Math.abs(logGamma(x) - log)).toBeLessThan(1e-13 * Math.max(1, log))
    expect(Math.abs(digamma(x) - first)).toBeLessThan(1e-13 * Math.max(1, Math.abs(first)))
    expect(Math.abs(trigamma(x) / second - 1)).toBeLessThan(1e-13)
  })

  const positive = fc.double({ min: 1e-3, max: 1e4, noNaN: true })

  it('grows by a factor of x from x to x + 1, and its derivatives as that says', () => {
    fc.assert(
      fc.property(positive, (x) => {
        expect(logGamma(x + 1) - logGamma(x)).toBeCloseTo(Math.log(x), 9)
        expect(digamma(x + 1) - digamma(x)).toBeCloseTo(1 / x, 9)
        expect((trigamma(x) - trigamma(x + 1)) * x ** 2).toBeCloseTo(1, 6)
      }),
    )
  })

  it('has an inverse of its second derivative', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), (y) => {
        expect(trigamma(trigammaInverse(y)) / y).toBeCloseTo(1, 10)
      }),
    )
    // trigammaInverse of limma 3.54.1.
    expect(trigammaInverse(0.3)).toBeCloseTo(3.808719012051167, 12)
    expect(trigammaInverse(37)).toBeCloseTo(0.16740613481871905, 12)
    expect(trigammaInverse(0.01)).toBeCloseTo(100.4991666819432, 9)
  })

  it.each([logGamma, digamma, trigamma, trigammaInverse])('is refused what is not positive: %o', (of) => {
    for (const wrong of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => of(wrong)).toThrow(RangeError)
  })
})
