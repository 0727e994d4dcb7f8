import { describe, expect, it } from 'vitest'
import { controlConfig, controlSteps } from '../../../src/core/plan/control-steps.ts'
import { forkBudget } from '../../../src/core/plan/plan.ts'
import { policy } from '../../../src/model/config.ts'
import { benchmarkOf, configOf } from '../given.ts'

const kernels = ['mixing', 'access', 'strings'].map((name) => benchmarkOf(name))
const { forks, forkTime, batch } = policy.controls

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
      expect(forkBudget(config)).toBe(forkTime)
      expect(config.time.batch).toBe(batch)
    }
  })
})
