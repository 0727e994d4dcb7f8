import { describe, expect, it } from 'vitest'
import { nominalLevels } from '../../src/stats/alpha-spending.ts'
import { normalTail } from '../../src/stats/normal.ts'
import { seeded } from '../../src/stats/random.ts'

/** z whose upper tail is p. */
function quantileOf(p: number): number {
  let [low, high] = [0, 10]
  while (high - low > 1e-12) {
    const middle = (low + high) / 2
    if (normalTail(middle) > p) low = middle
    else high = middle
  }
  return low
}

const equally = (looks: number) => Array.from({ length: looks }, (_, look) => (look + 1) / looks)

describe('levels of Lan and DeMets', () => {
  it('are the published ones for the Pocock type at 0.025 and five equal looks', () => {
    const z = [2.438, 2.4268, 2.4102, 2.3966, 2.386]
    const levels = nominalLevels(0.025, equally(5))
    for (const [look, level] of levels.entries()) expect(quantileOf(level)).toBeCloseTo(z[look]!, 4)
  })

  it.each([
    [0.05, [2.1, 2.08, 2.05, 2.03]],
    [0.01, [2.69, 2.71, 2.71, 2.71]],
    [0.0005, [3.57, 3.62, 3.64, 3.65]],
  ])('are those of the Pocock type at %f and four equal looks', (alpha, z) => {
    const levels = nominalLevels(alpha, equally(4))
    for (const [look, level] of levels.entries()) expect(quantileOf(level)).toBeCloseTo(z[look]!, 2)
  })

  it('are alpha itself for a single look', () => {
    expect(nominalLevels(0.01, [1])).toEqual([0.01])
  })

  it('spend no more than alpha, as random walks show', () => {
    const times = [0.3, 0.5, 1]
    const levels = nominalLevels(0.05, times)
    const limits = levels.map(quantileOf)
    const random = seeded('walks')
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    const runs = 40_000
    let crossed = 0
    for (let run = 0; run < runs; run++) {
      let [position, before] = [0, 0]
      for (const [look, time] of times.entries()) {
        position += Math.sqrt(time - before) * normal()
        before = time
        if (position / Math.sqrt(time) > limits[look]!) {
          crossed++
          break
        }
      }
    }
    // Four standard errors of a binomial.
    expect(Math.abs(crossed / runs - 0.05)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / runs))
  })

  it.each([
    ['an alpha of 0', 0, [1]],
    ['an alpha of 1', 1, [1]],
    ['no look', 0.05, []],
    ['looks that go back', 0.05, [0.5, 0.4, 1]],
    ['a last look before the end', 0.05, [0.5, 0.9]],
    ['a look at nothing', 0.05, [0, 1]],
  ])('are refused for %s', (_, alpha, times) => {
    expect(() => nominalLevels(alpha, times)).toThrow(RangeError)
  })
})
