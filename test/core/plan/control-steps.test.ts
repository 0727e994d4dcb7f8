import { describe, expect, it } from 'vitest'
import { controlConfig, controlRound, controlSteps, roundFits } from '../../../src/core/plan/control-steps.ts'
import { forkBudget } from '../../../src/core/plan/plan.ts'
import { policy } from '../../../src/model/config.ts'
import { benchmarkOf, configOf } from '../given.ts'

const kernels = ['mixing', 'access', 'strings'].map((name) =>
  benchmarkOf(name, { file: '/assay/controls.ts' }),
)
const { forks, trialTime, batch } = policy.controls

describe('the forks of control kernels', () => {
  it('are as many of each, in rounds, in an order that the seed draws', () => {
    const steps = controlSteps(kernels, 'one')
    expect(steps).toHaveLength(3 * forks)
    for (const { key } of kernels) expect(steps.filter(({ keys }) => keys[0] === key)).toHaveLength(forks)
    expect(steps.map(({ round }) => round)).toEqual(steps.map(({ round }) => round).toSorted((a, b) => a - b))
    expect(controlSteps(kernels, 'one')).toEqual(steps)
    expect(controlSteps(kernels, 'other')).not.toEqual(steps)
  })

  it('are of the same length whatever a project asks for', () => {
    for (const perBenchmark of ['1 s', '30 s']) {
      const config = controlConfig(configOf({ time: { perBenchmark, batch: '2 ms' } }))
      expect(forkBudget(config)).toBe(trialTime)
      expect(config.time.batch).toBe(batch)
    }
  })
})

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
