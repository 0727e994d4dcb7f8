import { describe, expect, it } from 'vitest'
import { twoSpeeds } from '../../../src/core/ledger/two-speeds.ts'

describe('the speeds of forks', () => {
  it('are two where each fork settles on one of them, as on CPUs that share a core', () => {
    const alone = [22.6, 23.6, 21.9, 22.6, 22.6]
    const beside = [36.4, 36.5, 35.4, 36.5, 35.4, 37.8, 35.4]
    const speeds = twoSpeeds([...alone, ...beside])
    expect(speeds?.fast).toEqual(alone.toSorted((a, b) => a - b))
    expect(speeds?.slow).toEqual(beside.toSorted((a, b) => a - b))
    expect(speeds?.inside).toBeCloseTo(23.6 / 21.9 - 1, 10)
  })

  it.each([
    ['they lie side by side', [20, 22, 24, 26, 28, 30, 32, 34, 36]],
    ['one fork stands alone', [22, 22.1, 22.2, 22.1, 35]],
    ['there are four forks', [22, 22, 35, 35]],
    ['no fork took any time', [0, 0, 0, 0, 0]],
    ['there are none', []],
  ])('are not two where %s', (_, values) => {
    expect(twoSpeeds(values)).toBeUndefined()
  })
})
