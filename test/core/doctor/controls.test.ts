import { describe, expect, it } from 'vitest'
import { limitsOf } from '../../../src/core/compare/limits.ts'
import { isNullControlBroken, summarizeControl } from '../../../src/core/doctor/controls.ts'
import { policy } from '../../../src/model/config.ts'
import { controlSchema } from '../../../src/model/doctor.ts'
import { seeded } from '../../../src/stats/random.ts'
import { draw, populations } from '../../stats/populations.ts'
import { configOf } from '../given.ts'
import { armOf, kernel } from './given.ts'

const gate = limitsOf('time', configOf().gate)

describe('the summary of a control kernel', () => {
  it('has what its forks say together', () => {
    const control = summarizeControl(kernel('mixing'))
    expect(controlSchema.parse(control)).toEqual(control)
    expect(control).toMatchObject({ name: 'mixing', cost: 450e6 + 9.5 })
    expect(control.a).toHaveLength(10)
    expect(control.b).toHaveLength(10)
    expect(control.time).toBeCloseTo(1000, -1)
    expect(control.spread).toBeCloseTo(0.02, 2)
    expect(control.contaminated).toBeCloseTo(0.05, 10)
    expect(control.difference?.estimate).toBeCloseTo(0, 2)
    expect(control.difference!.low).toBeLessThan(0)
    expect(control.difference!.high).toBeGreaterThan(0)
  })

  it('tells how much slower arm B is', () => {
    expect(summarizeControl(kernel('mixing', { slower: 1.5 })).difference?.estimate).toBeCloseTo(0.5, 1)
  })

  it('counts batches over all forks', () => {
    const a = [armOf(1000, { samples: 100, clean: 100 })]
    const b = [armOf(1000, { samples: 300, clean: 0, cleanOnly: false })]
    expect(summarizeControl(kernel('mixing', { a, b })).contaminated).toBe(0.75)
  })

  it.each([
    [0, { time: null, spread: null, contaminated: null }],
    [1, { spread: null }],
    [policy.doctor.fewestForks / 2 - 1, { spread: null }],
  ])('does not say what %d forks an arm cannot', (forks, nothing) => {
    const control = summarizeControl(kernel('mixing', { forks }))
    expect(controlSchema.parse(control)).toEqual(control)
    expect(control).toMatchObject(nothing)
  })

  it('has no interval without bounds, and no difference without a second arm', () => {
    expect(summarizeControl(kernel('mixing', { forks: 2 })).difference).toMatchObject({
      low: null,
      high: null,
    })
    const one = summarizeControl(kernel('mixing', { b: [] }))
    expect(one).not.toHaveProperty('difference')
    expect(isNullControlBroken(one, 1, gate)).toBe(false)
  })

  it('keeps why it failed', () => {
    const failure = { reason: 'crashed', message: 'SIGSEGV' } as const
    const control = summarizeControl(kernel('mixing', { forks: 0, walls: [], failure }))
    expect(control).toMatchObject({ error: failure, cost: null })
    expect(controlSchema.parse(control)).toEqual(control)
  })
})

describe('the null control', () => {
  it.each([
    ['equal arms', 1, false],
    ['a difference that the tolerance allows for', 1.009, false],
    ['an arm that is slower beyond doubt', 1.2, true],
    ['an arm that is faster beyond doubt', 0.8, true],
  ])('%s', (_, slower, broken) => {
    expect(isNullControlBroken(summarizeControl(kernel('x', { spread: 0.004, slower })), 4, gate)).toBe(
      broken,
    )
  })

  it('is not broken by what so few forks cannot prove', () => {
    // 1 ÷ C(12, 6) = 1 ÷ 924 against 0.01 ÷ 8 = 1 ÷ 800; with five of each it is 1 ÷ 252.
    const broken = (forks: number) =>
      isNullControlBroken(summarizeControl(kernel('x', { slower: 2, forks })), 4, gate)
    expect(broken(5)).toBe(false)
    expect(broken(6)).toBe(true)
  })

  it('breaks no oftener than alpha for all kernels together, however wide the noise', () => {
    const random = seeded('null control')
    const arm = () => draw(12, populations['Student t3']!, random).map((z) => armOf(1000 * Math.exp(0.3 * z)))
    let doctors = 0
    for (let run = 0; run < 1000; run++) {
      const controls = Array.from({ length: 4 }, () => summarizeControl(kernel('x', { a: arm(), b: arm() })))
      if (controls.some((control) => isNullControlBroken(control, 4, { ...gate, tolerance: 1e-9 }))) doctors++
    }
    // The 99.9 % quantile of the binomial distribution of 1000 at 0.01 is 21.
    expect(doctors).toBeLessThanOrEqual(21)
    expect(doctors).toBeGreaterThan(0)
  })
})
