import { describe, expect, it } from 'vitest'
import { controlRound, roundFits } from '../../../src/core/plan/control-round.ts'
import { benchmarkOf } from '../given.ts'

const kernels = ['mixing', 'access', 'strings'].map((name) =>
  benchmarkOf(name, { file: '/assay/controls.ts' }),
)
const order = (round: number, seed = 's') =>
  controlRound(kernels, round, seed).map(({ keys, side }) => `${keys[0]} ${side}`)

describe('a round of the A/A', () => {
  it('visits both arms of every kernel once, and they are the same code', () => {
    const steps = controlRound(kernels, 3, 's')
    expect(steps.map(({ keys, side }) => `${keys[0]} ${side}`).sort()).toEqual([
      'access base',
      'access head',
      'mixing base',
      'mixing head',
      'strings base',
      'strings head',
    ])
    for (const step of steps) {
      expect(step).toMatchObject({ task: 'time', file: '/assay/controls.ts', ids: step.keys, round: 3 })
    }
  })

  it('has an order of its own, drawn from the seed', () => {
    expect(order(1)).toEqual(order(1))
    expect(order(1)).not.toEqual(order(2))
    expect(order(1)).not.toEqual(order(1, 'other'))
  })

  it('puts either arm first about as often', () => {
    const firstA = Array.from({ length: 400 }, (_, round) => {
      const steps = order(round)
      return steps.indexOf('access base') < steps.indexOf('access head')
    })
    expect(firstA.filter(Boolean).length).toBeGreaterThan(160)
    expect(firstA.filter(Boolean).length).toBeLessThan(240)
  })
})

describe('one more round', () => {
  it('is made as long as the time holds one like those before', () => {
    expect(roundFits(4, 40, 50)).toBe(true)
    expect(roundFits(4, 41, 50)).toBe(false)
  })

  it('is made in any case when there was none', () => {
    expect(roundFits(0, 0, 1)).toBe(true)
    expect(roundFits(1, 10, 1)).toBe(false)
  })
})
