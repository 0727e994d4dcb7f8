import { describe, expect, it } from 'vitest'
import { asleepShare, isContended, waitsByItself } from '../../../src/core/ledger/waiting.ts'
import { timingOf } from '../given.ts'

describe('the share of its time that a benchmark sleeps', () => {
  const share = (...told: readonly (number | undefined)[]) =>
    asleepShare(told.map((asleep) => timingOf(1, asleep === undefined ? {} : { asleep })))

  it('is the median of its forks', () => {
    expect(share(0.1, 0.9, 0.2)).toBe(0.2)
  })

  it('is known when most forks tell', () => {
    expect(share(0.1, 0.3, undefined)).toBe(0.2)
    expect(share(0.1, undefined)).toBeUndefined()
    expect(share()).toBeUndefined()
  })
})

describe('a machine', () => {
  const contended = (...clean: readonly boolean[]) =>
    isContended(clean.map((cleanOnly) => timingOf(1, { cleanOnly })))

  it('is contended when most forks had hardly a batch to themselves', () => {
    expect(contended(false, false, true)).toBe(true)
    expect(contended(false, true)).toBe(false)
    expect(contended()).toBe(false)
  })
})

describe('pairs', () => {
  const waits = (...more: readonly (number | undefined)[]) =>
    waitsByItself(
      more.map((sleepsMore) => ({
        asleep: 0.02,
        mayWait: false,
        ...(sleepsMore !== undefined && { sleepsMore }),
      })),
    )

  it('wait by themselves where most have one side sleep longer, whichever', () => {
    expect([waits(0.05, 0.04, 0), waits(-0.05, -0.04, 0), waits(0.01)]).toEqual([true, true, true])
    expect([waits(0.05, 0, 0), waits(0.009, -0.009), waits(), waits(undefined)]).toEqual([
      false,
      false,
      true,
      false,
    ])
  })
})
