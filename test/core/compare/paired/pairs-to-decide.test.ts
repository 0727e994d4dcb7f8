import { describe, expect, it } from 'vitest'
import { pairsToDecide } from '../../../../src/core/compare/paired/pairs-to-decide.ts'

const gate = { tolerance: 0.01, margin: 0.03 }
const decision = (estimate: number, half: number, n = 30) => ({
  n,
  estimate,
  bounds: { low: estimate - half, high: estimate + half },
})

describe('the pairs that would decide', () => {
  it('are four times as many where the bounds are twice as far away as the farther boundary', () => {
    const room = Math.log(1.03) - 0.01
    expect(pairsToDecide(decision(0.01, 2 * room), gate)).toBe(120)
  })

  it('are counted to the boundary that is reached first, on either side', () => {
    expect(pairsToDecide(decision(0.028, 0.03), gate)).toBe(
      Math.ceil(30 * (0.03 / (0.028 - Math.log(1.01))) ** 2),
    )
    expect(pairsToDecide(decision(-0.01, 0.06), gate)).toBe(
      Math.ceil(30 * (0.06 / (Math.log(1.03) + 0.01)) ** 2),
    )
  })

  it('are unknown where nothing is bounded', () => {
    expect(pairsToDecide(decision(0, Number.POSITIVE_INFINITY), gate)).toBeUndefined()
  })
})
