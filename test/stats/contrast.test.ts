import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contrastOf, groupMean, reachOf } from '../../src/stats/contrast.ts'

/** Hours of sleep that two drugs gave ten patients more (Student 1908, table; R's `sleep`). */
const [one, other] = [
  [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0],
  [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
]

describe('a contrast of means', () => {
  it('is the test of Welch where it is a difference', () => {
    const contrast = contrastOf([groupMean(one), groupMean(other)], [1, -1])
    // scipy.stats.ttest_ind(one, other, equal_var=False), SciPy 1.17.1; R's t.test says the same in five digits.
    expect(contrast.estimate / contrast.error).toBeCloseTo(-1.8608134674868526, 10)
    expect(contrast.df).toBeCloseTo(17.776473516178488, 10)
    expect(contrast.estimate - reachOf(contrast, 0.025)).toBeCloseTo(-3.3654832307117104, 9)
    expect(contrast.estimate + reachOf(contrast, 0.025)).toBeCloseTo(0.20548323071171137, 9)
  })

  const values = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 2, maxLength: 8 })

  it('does not know the groups that play no part', () => {
    fc.assert(
      fc.property(values, values, values, (a, b, c) => {
        const [first, second, third] = [groupMean(a), groupMean(b), groupMean(c)]
        expect(contrastOf([first, third, second], [1, 0, -1])).toEqual(contrastOf([first, second], [1, -1]))
      }),
    )
  })

  it('is exact where no group scatters', () => {
    const contrast = contrastOf([groupMean([3, 3]), groupMean([1, 1, 1])], [1, -1])
    expect(contrast).toEqual({ estimate: 2, error: 0, df: Number.POSITIVE_INFINITY })
    expect(reachOf(contrast, 0.01)).toBe(0)
  })

  it('needs two values of a group to know how it scatters', () => {
    expect(() => groupMean([1])).toThrow(RangeError)
  })
})
