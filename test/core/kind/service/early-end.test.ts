import { describe, expect, it } from 'vitest'
import { earlyEndOf } from '../../../../src/core/kind/service/early-end.ts'
import { tallyOf } from './given.ts'

const ms = 1e6
const asked = { rate: 100, duration: 10e9, timeout: 1e9, arrivals: 'even', whenLost: false } as const
/** So many requests in so many ms each, of which some were refused. */
const soFar = (count: number, latency: number, { rejected = 0, lag = 0, elapsed = 1e9 } = {}) => ({
  tally: tallyOf('head', Array<number>(count).fill(latency * ms), { counts: { rejected } }),
  ...{ elapsed, lag },
})
const written = (threshold: string, delayAbortEval = '0s') => [
  { threshold, abortOnFail: true, delayAbortEval },
]

describe('what ends a load early', () => {
  it('is nothing where no objective asks for it', () => {
    expect(earlyEndOf(undefined, asked)).toBeUndefined()
    expect(earlyEndOf(['p99 < 5 ms'], asked)).toBeUndefined()
  })

  it('is an objective that asks for it and is not kept so far', () => {
    const end = earlyEndOf(written('p(99)<5'), asked)!
    expect(end(soFar(100, 4))).toBeUndefined()
    expect(end(soFar(100, 50))?.text).toBe('p(99)<5')
  })

  it('is none before its delay is over', () => {
    const end = earlyEndOf(written('p(99)<5', '3s'), asked)!
    expect(end(soFar(100, 50, { elapsed: 2.9e9 }))).toBeUndefined()
    expect(end(soFar(100, 50, { elapsed: 3e9 }))).toBeDefined()
  })

  it('is no latency of requests that were sent late', () => {
    const end = earlyEndOf(written('p(99)<5'), asked)!
    expect(end(soFar(100, 50, { lag: 0.5 * ms }))).toBeUndefined()
    expect(earlyEndOf(written('rate<0.1'), asked)!(soFar(100, 1, { rejected: 50, lag: 1e9 }))).toBeDefined()
  })

  it('is one that is lost for certain, where that is asked for: 10 of 1,000 may fail, and no 11', () => {
    const end = earlyEndOf(['errors <= 1 %'], { ...asked, whenLost: true })!
    expect(end(soFar(100, 1, { rejected: 10 }))).toBeUndefined()
    expect(end(soFar(100, 1, { rejected: 11 }))).toBeDefined()
    // More than were expected: what is known is all there is.
    expect(end(soFar(2_000, 1, { rejected: 20 }))).toBeUndefined()
  })

  it('is never certain where requests come by chance', () => {
    expect(earlyEndOf(['errors <= 1 %'], { ...asked, arrivals: 'poisson', whenLost: true })).toBeUndefined()
  })
})
