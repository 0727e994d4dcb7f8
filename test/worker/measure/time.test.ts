import { describe, expect, it } from 'vitest'
import type { Sample } from '../../../src/worker/measure/sample.ts'
import { summarizeCpu } from '../../../src/worker/measure/time.ts'

const sampleOf = (cpu: number, asleep: number, contaminated = false): Sample => ({
  perOperation: cpu + asleep,
  contaminated,
  cpu,
  asleep,
  waited: 0,
})

describe('where the time of the samples went', () => {
  const samples = [sampleOf(10, 0), sampleOf(20, 10), sampleOf(60, 20, true)]
  const counted = samples.slice(0, 2)

  it('is the median CPU time of the batches that count, and the share asleep of all', () => {
    expect(summarizeCpu({ samples, fineCpu: true, helperCpu: 5 }, [...counted, sampleOf(100, 0)])).toEqual({
      cpu: 20,
      helperCpu: 5,
      asleep: 30 / 120,
    })
  })

  it('is the mean where CPU time moves in ticks, and nobody knows what slept', () => {
    expect(
      summarizeCpu(
        { samples, fineCpu: false, helperCpu: 5 },
        [0, 0, 30].map((cpu) => sampleOf(cpu, 0)),
      ),
    ).toEqual({ cpu: 10, helperCpu: 5 })
  })

  it('is not told where nothing can be read', () => {
    const blind = [sampleOf(Number.NaN, Number.NaN)]
    expect(summarizeCpu({ samples: blind, fineCpu: false, helperCpu: Number.NaN }, blind)).toEqual({})
  })

  it('leaves out the batches of which sleeping cannot be told from waiting', () => {
    const some = [sampleOf(10, 10), sampleOf(90, Number.NaN)]
    expect(summarizeCpu({ samples: some, fineCpu: true, helperCpu: 0 }, some).asleep).toBe(0.5)
  })
})
