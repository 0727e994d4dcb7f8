import { describe, expect, it } from 'vitest'
import { criticalValue } from '../../src/stats/interval.ts'
import { mannWhitneyBounds, mannWhitneyTest } from '../../src/stats/mann-whitney.ts'
import { mannWhitneyTail } from '../../src/stats/mann-whitney-tail.ts'
import { medianInterval } from '../../src/stats/median-interval.ts'
import { type Random, seeded } from '../../src/stats/random.ts'
import { signedRankBounds, signedRankCritical, signedRankTest } from '../../src/stats/signed-rank.ts'
import { signedRankTail } from '../../src/stats/signed-rank-tail.ts'
import { draw, populations } from './populations.ts'

const RUNS = 1500
const cases = Object.keys(populations).flatMap((name) => [0.05, 0.01].map((alpha) => ({ name, alpha })))

describe('the signed-rank test', () => {
  it.each(cases)(
    'rejects as often as it says for pairs of equal $name values at $alpha',
    ({ name, alpha }) => {
      const random = seeded(`signed-rank ${name} ${alpha}`)
      const level = signedRankSize(16, alpha)
      expect(level).toBeLessThanOrEqual(alpha)
      const rejections = count(() => signedRankTest(pairs(16, name, random)).p <= alpha)
      expect(rejections).toSatisfy(insideBand(level))
    },
  )

  it.each([0.05, 0.01])('rejects as often as it says where the expansion is used, at %f', (alpha) => {
    const random = seeded(`expansion ${alpha}`)
    const rejections = count(() => signedRankTest(pairs(64, 'normal', random)).p <= alpha)
    expect(rejections).toSatisfy(insideBand(signedRankSize(64, alpha)))
  })

  it.each(cases)(
    'gives bounds that miss the centre no oftener than $alpha for $name values',
    ({ name, alpha }) => {
      const random = seeded(`signed-rank bounds ${name} ${alpha}`)
      let above = 0
      const below = count(() => {
        const { low, high } = signedRankBounds(pairs(16, name, random), alpha)
        if (low > 0) above++
        return high < 0
      })
      expect(below).toSatisfy(insideBand(signedRankSize(16, alpha)))
      expect(above).toSatisfy(insideBand(signedRankSize(16, alpha)))
    },
  )

  it('would be caught by this very simulation if every value were counted twice', () => {
    const random = seeded('twice')
    const rejections = count(() => {
      const values = pairs(16, 'normal', random)
      return signedRankTest([...values, ...values]).p <= 0.05
    })
    expect(rejections).not.toSatisfy(insideBand(0.05))
    expect(rejections).toBeGreaterThan(0.08 * RUNS)
  })
})

describe('the Mann-Whitney test', () => {
  it.each(cases)('rejects as often as it says for equal $name values at $alpha', ({ name, alpha }) => {
    const random = seeded(`mann-whitney ${name} ${alpha}`)
    const level = mannWhitneySize(10, 14, alpha)
    expect(level).toBeLessThanOrEqual(alpha)
    const rejections = count(() => mannWhitneyTest(...sides(10, 14, name, random)).p <= alpha)
    expect(rejections).toSatisfy(insideBand(level))
  })

  it.each(cases)(
    'gives bounds that miss no shift oftener than $alpha for $name values',
    ({ name, alpha }) => {
      const random = seeded(`mann-whitney bounds ${name} ${alpha}`)
      let above = 0
      const below = count(() => {
        const { low, high } = mannWhitneyBounds(...sides(10, 14, name, random), alpha)
        if (low > 0) above++
        return high < 0
      })
      expect(below).toSatisfy(insideBand(mannWhitneySize(10, 14, alpha)))
      expect(above).toSatisfy(insideBand(mannWhitneySize(10, 14, alpha)))
    },
  )

  it.each([0.05, 0.01])('stays at or below %f when rounding ties most values', (alpha) => {
    const random = seeded(`ties ${alpha}`)
    const rejections = count(() => {
      const [head, base] = sides(10, 14, 'normal', random)
      return mannWhitneyTest(head.map(Math.round), base.map(Math.round)).p <= alpha
    })
    expect(rejections).toBeLessThanOrEqual(upperLimit(alpha))
    expect(rejections).toBeGreaterThan(0)
  })
})

describe('the interval of a median', () => {
  it.each(Object.keys(populations))('covers the median of %s values as often as it says', (name) => {
    const random = seeded(`median ${name}`)
    const centre = name === 'log-normal' ? 1 : 0
    const interval = () => medianInterval(draw(12, populations[name]!, random), 0.95)
    const { coverage } = interval()
    const missed = count(() => {
      const { low, high } = interval()
      return low > centre || high < centre
    })
    expect(missed).toSatisfy(insideBand(1 - coverage))
  })
})

/** The level that the test really has: the largest attainable p that is at most alpha. */
function signedRankSize(n: number, alpha: number): number {
  return signedRankTail(Array.from({ length: n }, (_, i) => i + 1))(signedRankCritical(n, alpha)!)
}

function mannWhitneySize(heads: number, bases: number, alpha: number): number {
  const tail = mannWhitneyTail(heads, bases, new Array(heads + bases).fill(1))
  return tail(criticalValue(tail, heads * bases, alpha)!)
}

/** Differences of two equal distributions: symmetric around 0 whatever the distribution. */
function pairs(size: number, name: string, random: Random): number[] {
  const [head, base] = sides(size, size, name, random)
  return head.map((value, i) => value - base[i]!)
}

function sides(heads: number, bases: number, name: string, random: Random): [number[], number[]] {
  return [draw(heads, populations[name]!, random), draw(bases, populations[name]!, random)]
}

function count(happens: () => boolean): number {
  let times = 0
  for (let run = 0; run < RUNS; run++) if (happens()) times++
  return times
}

/** The 99 % band of a binomial count around its expectation, normal approximation. */
function insideBand(probability: number): (times: number) => boolean {
  return (times) =>
    times <= upperLimit(probability) && times >= 2 * RUNS * probability - upperLimit(probability)
}

function upperLimit(probability: number): number {
  return RUNS * probability + 2.576 * Math.sqrt(RUNS * probability * (1 - probability))
}
