import { describe, expect, it } from 'vitest'
import { flipMaxima } from '../../src/stats/flip-maxima.ts'
import { seeded } from '../../src/stats/random.ts'
import { signFlipTest } from '../../src/stats/sign-flips.ts'

const random = seeded('flips')
/** Darwin's maize, crossed less self-fertilised plants, in eighths of an inch. */
const maize = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]

function shareBeyond(maxima: Float64Array): number {
  return maxima.filter((one) => one >= maxima[0]! - 1e-9).length / maxima.length
}

describe('flipMaxima', () => {
  it('has all ways of giving signs, of which the first one is the one that there is', () => {
    const maxima = flipMaxima(
      [
        [1, 0],
        [2, 0],
        [0, 4],
      ],
      random,
    )
    expect(maxima[0]).toBe(4)
    expect([...maxima].sort()).toEqual([4, 4, 4, 4])
    expect([...flipMaxima([[1], [2], [4]], random)].sort()).toEqual([1, 3, 5, 7])
  })

  it('tells what the exact test of one column tells', () => {
    const some = maize.slice(0, 13)
    expect(
      shareBeyond(
        flipMaxima(
          some.map((one) => [one]),
          random,
        ),
      ),
    ).toBe(signFlipTest(some))
  })

  it('draws ways where there are too many', () => {
    const maxima = flipMaxima(
      maize.map((one) => [one, -one]),
      seeded('maize'),
    )
    expect(maxima).toHaveLength(10_000)
    expect(maxima[0]).toBe(314)
    expect(shareBeyond(maxima)).toBeCloseTo(1726 / 32_768, 2)
  })

  it('needs something to flip', () => {
    expect(() => flipMaxima([], random)).toThrow(RangeError)
    expect(() => flipMaxima([[]], random)).toThrow(RangeError)
  })
})
