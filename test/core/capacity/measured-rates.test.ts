import { describe, expect, it } from 'vitest'
import { measuredRates, type StepOutcome } from '../../../src/core/capacity/measured-rates.ts'

function settled(...outcomes: StepOutcome[]) {
  const [{ outcome, isBelieved }] = measuredRates(outcomes.map((one) => ({ rate: 9, outcome: one }))) as [
    ReturnType<typeof measuredRates>[0],
  ]
  return [outcome, isBelieved]
}

describe('the steps at one rate', () => {
  it('are believed when two agree', () => {
    expect(settled('kept')).toEqual(['kept', false])
    expect(settled('kept', 'kept')).toEqual(['kept', true])
    expect(settled('lost', 'kept', 'lost')).toEqual(['lost', true])
    expect(settled('kept', 'lost', 'lost')).toEqual(['lost', true])
  })

  it('are open while two disagree, and contradict each other when three do', () => {
    expect(settled('kept', 'lost')).toEqual(['open', false])
    expect(settled('kept', 'lost', 'failed')).toEqual(['contradictory', false])
  })

  it('are told by rate, with which steps they were', () => {
    const steps = [
      { rate: 200, outcome: 'kept' },
      { rate: 100, outcome: 'kept' },
      { rate: 200, outcome: 'lost' },
    ] as const
    expect(measuredRates(steps).map(({ rate, steps }) => [rate, steps])).toEqual([
      [100, [1]],
      [200, [0, 2]],
    ])
    expect(measuredRates([])).toEqual([])
  })
})
