import { expect, it } from 'vitest'
import { randomNumbers } from '../../../bench/kernels/random.ts'

const draw = (seed: number, count: number) => {
  const random = randomNumbers(seed)
  return Array.from({ length: count }, () => random())
}

it('gives the same numbers for the same seed and others for the next', () => {
  expect(draw(1, 10)).toEqual(draw(1, 10))
  expect(draw(2, 10)).not.toEqual(draw(1, 10))
})

it('is what it was when the baselines were measured', () => {
  expect(draw(1, 3).map((value) => value * 2 ** 32)).toEqual([2693262067, 11749833, 2265367787])
})

it.each([0, 1, -1, 2 ** 31])('is uniform on [0, 1) for the seed %i', (seed) => {
  const tenths = new Array<number>(10).fill(0)
  for (const value of draw(seed, 10_000)) tenths[Math.floor(value * 10)]!++
  // Five standard deviations of a binomial count are 150.
  for (const count of tenths) expect(Math.abs(count - 1_000)).toBeLessThan(150)
})
