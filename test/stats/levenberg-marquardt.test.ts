import { describe, expect, it } from 'vitest'
import { fitLeastSquares, type Model } from '../../src/stats/levenberg-marquardt.ts'

const places = [0, 1, 2, 3, 4]
/** a + b · place. */
const line: Model = ([a, b]) => places.map((place) => ({ value: a! + b! * place, gradient: [1, place] }))
/** a · e^(b · place). */
const exponential: Model = ([a, b]) =>
  places.map((place) => {
    const growth = Math.exp(b! * place)
    return { value: a! * growth, gradient: [growth, a! * place * growth] }
  })
const none = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]

describe('fitLeastSquares', () => {
  it('finds the line of regression', () => {
    const { parameters, squares } = fitLeastSquares(line, [1, 3, 2, 5, 4], { start: [0, 0], least: none })
    expect(parameters[0]).toBeCloseTo(1.4, 9)
    expect(parameters[1]).toBeCloseTo(0.8, 9)
    expect(squares).toBeCloseTo(3.6, 9)
  })

  it('finds a curve from afar', () => {
    const observed = places.map((place) => 3 * Math.exp(-0.7 * place))
    const { parameters } = fitLeastSquares(exponential, observed, { start: [100, 2], least: none })
    expect(parameters[0]).toBeCloseTo(3, 9)
    expect(parameters[1]).toBeCloseTo(-0.7, 9)
  })

  it('rests at a bound, where the others are best for that', () => {
    const falling = [5, 4, 3, 2, 1]
    const { parameters } = fitLeastSquares(line, falling, { start: [0, 1], least: [0, 0] })
    expect(parameters[0]).toBeCloseTo(3, 6)
    expect(parameters[1]).toBe(0)
  })

  it('leaves a bound where that is better, and starts within', () => {
    const { parameters } = fitLeastSquares(line, [1, 2, 3, 4, 5], { start: [-8, -8], least: [0, 0] })
    expect(parameters[0]).toBeCloseTo(1, 9)
    expect(parameters[1]).toBeCloseTo(1, 9)
  })

  it('finds the same in other units', () => {
    const observed = [1, 3, 2, 5, 4]
    const scaled: Model = ([a, b]) =>
      line([a!, 1e9 * b!]).map(({ value, gradient }) => ({
        value,
        gradient: [gradient[0]!, 1e9 * gradient[1]!],
      }))
    const { parameters } = fitLeastSquares(scaled, observed, { start: [0, 0], least: none })
    expect(parameters[1]! * 1e9).toBeCloseTo(0.8, 9)
  })

  it('does not go where the model makes no sense', () => {
    /** √(a): infinite below 0. */
    const root: Model = ([a]) => [
      { value: a! < 0 ? Number.POSITIVE_INFINITY : Math.sqrt(a!), gradient: [0.5 / Math.sqrt(a!)] },
    ]
    const { parameters } = fitLeastSquares(root, [0.1], { start: [9], least: none })
    expect(parameters[0]).toBeCloseTo(0.01, 9)
  })
})
