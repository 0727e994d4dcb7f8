import { describe, expect, it } from 'vitest'
import { judgeStep } from '../../../src/core/capacity/judge-step.ts'
import { loadCapacityOf } from '../../../src/core/capacity/load-capacity.ts'
import { holdToObjectives } from '../../../src/core/kind/service/objectives.ts'
import { endOfTarget } from '../../../src/core/kind/service/trials.ts'
import type { CapacityStep } from '../../../src/model/capacity.ts'
import { capacityStepSchema } from '../../../src/model/capacity.ts'
import type { FailureReason } from '../../../src/model/failure.ts'
import { generatedOf, tallyOf, trialWith } from '../kind/service/given.ts'

const ms = 1e6
const asked = { rate: 100, duration: 1e9, timeout: 10e9, apart: true }
const quick = Array.from({ length: 1000 }, () => 5 * ms)

/** A step of 1,000 requests within 10 s, in 5 ms each. */
function stepWith(more: {
  objectives?: readonly string[]
  late?: number
  utilization?: number
  elapsed?: number
}): CapacityStep {
  const { objectives = ['p99 < 50 ms'], late = 0.1 * ms, utilization = 0.2, elapsed = 10e9 } = more
  const tally = tallyOf('head', quick, { cpu: 4e9, helperCpu: 1e9 })
  const lag = { p50: late, p99: late, max: late }
  const end = endOfTarget(tally, generatedOf([tally], { lag, utilization, elapsed }), asked)
  const step = judgeStep(100, trialWith(end), holdToObjectives({ objectives }, [end]))
  expect(capacityStepSchema.parse(step)).toEqual(step)
  return step
}

describe('a step of the search for capacity', () => {
  it('is kept where all objectives are, and tells what was seen', () => {
    const step = stepWith({})
    expect(step).toMatchObject({ outcome: 'kept', throughput: 100, errors: 0, cpus: 0.5, lag: 0.1 * ms })
    // Little: 100 a second of 5 ms each.
    expect(step.concurrency).toBeCloseTo(0.5, 9)
    expect(step).not.toHaveProperty('why')
  })

  it('is lost where one is not, and says which', () => {
    expect(stepWith({ objectives: ['p99 < 50 ms', 'p50 < 1 ms'] })).toMatchObject({
      outcome: 'lost',
      why: expect.stringMatching(/^'p50 < 1 ms' is lost: median is 5\.0/u),
    })
  })

  it('is lost where fewer are answered than are due', () => {
    expect(stepWith({ elapsed: 11e9 })).toMatchObject({
      outcome: 'lost',
      why: 'it answers 91 a second of 100',
    })
  })

  it.each([{ late: 6 * ms }, { utilization: 0.9 }])('says nothing against the service: %o', (more) => {
    expect(stepWith({ objectives: ['p50 < 1 ms'], ...more })).toMatchObject({
      outcome: 'generator-limited',
      why: expect.stringMatching(/^requests were sent .* ms late, and 'p50 < 1 ms' is lost/u),
    })
    // What is kept all the same is kept.
    expect(stepWith(more)).toMatchObject({ outcome: 'kept' })
  })

  it.each<[FailureReason, CapacityStep['outcome']]>([
    ['exited', 'lost'],
    ['unanswered', 'lost'],
    ['not-started', 'failed'],
    ['timed-out', 'failed'],
  ])('that failed since it %s is %s', (reason, outcome) => {
    const trial = trialWith({ state: 'failed', failure: { reason, message: 'why' } } as never)
    expect(judgeStep(100, trial, [])).toEqual({ rate: 100, outcome, why: 'why', objectives: [] })
  })
})

describe('what steps come to', () => {
  const law = (concurrency: number) => (1000 * concurrency) / (1 + 0.1 * (concurrency - 1))
  const stepAt = (concurrency: number): CapacityStep => {
    const throughput = law(concurrency)
    return { rate: throughput, outcome: 'kept', objectives: [], throughput, concurrency, errors: 0 }
  }
  const bound = (rate: number) => ({ rate, steps: [0], isBelieved: true })
  const ended = { state: 'ended', reason: 'resolved', kept: bound(1000), lost: bound(1020) } as const

  it('has the room above the peak that is expected', () => {
    const found = loadCapacityOf('a', [], ended, { peak: 800, seed: 's' })
    expect(found).toMatchObject({ end: 'resolved', kept: { rate: 1000 }, lost: { rate: 1020 } })
    expect(found.peak).toEqual({ rate: 800, headroom: 0.25 })
  })

  it('fits how throughput grows with the requests that wait', () => {
    const steps = [1, 2, 4, 8, 12, 16, 24].map(stepAt)
    const { scalability } = loadCapacityOf('a', steps, ended, { peak: undefined, seed: 's' })
    expect(scalability).toMatchObject({ bound: 'contention', doubts: [] })
    expect(scalability!.sigma.estimate).toBeCloseTo(0.1, 4)
  })

  it('fits nothing to few levels, nor to what piles up', () => {
    const piled = [1, 2, 4].map((one) => ({ ...stepAt(one), throughput: 0.5 * law(one) }))
    expect(loadCapacityOf('a', piled, ended, { peak: undefined, seed: 's' })).not.toHaveProperty(
      'scalability',
    )
  })

  it('says that a person ended it', () => {
    expect(loadCapacityOf('a', [], undefined, { peak: 5, seed: 's' })).toEqual({
      ...{ id: 'a', steps: [], end: 'interrupted' },
    })
  })
})
