import { describe, expect, it } from 'vitest'
import { quantile } from '../../src/stats/quantile.ts'
import {
  highestRate,
  meanResponse,
  type Queue,
  responseQuantile,
  responseWithin,
} from '../../src/stats/queue.ts'
import { type Random, seeded } from '../../src/stats/random.ts'
import { sorted, sum } from '../../src/stats/sample.ts'

const exponential = (mean: number, random: Random) => -mean * Math.log1p(-random())

/** Response times of so many requests, by Lindley's recursion (1952): each waits for what the one before has left. */
function simulate({ service, time, rate }: Queue, requests: number, random: Random): number[] {
  let wait = 0
  return Array.from({ length: requests }, () => {
    const response = wait + (service === 'constant' ? time : exponential(time, random))
    wait = Math.max(0, response - exponential(1 / rate, random))
    return response
  })
}

describe('response times of a queue', () => {
  it.each([
    ['exponential', 0.002, 250],
    ['constant', 0.002, 350],
    ['constant', 3, 0.1],
  ] as const)('are those of a simulation: %s service of %d, at %d', (service, time, rate) => {
    const queue = { service, time, rate }
    const responses = simulate(queue, 200_000, seeded(`${service} ${time}`))
    expect(sum(responses) / responses.length / meanResponse(queue)).toBeCloseTo(1, 1.5)
    const ordered = sorted(responses)
    for (const p of [0.25, 0.5, 0.9, 0.99]) {
      // Neighbours wait together: of 200,000 no more than 17,000 tell something new.
      expect(Math.abs(quantile(ordered, p) / responseQuantile(queue, p) - 1)).toBeLessThan(0.05)
    }
  })

  // The root of Erlang's alternating series, with 120 digits (mpmath 1.3.0).
  it.each([
    [0.5, 0.5, 1],
    [0.5, 0.99, 4.336255957002204],
    [0.8, 0.9, 6.011511498446045],
    [0.8, 0.99, 11.35588679199495],
    [0.9, 0.999, 34.0139697431193],
    [0.95, 0.95, 30.11620435985736],
  ])('of constant service at a load of %d are with %d at most %d', (load, p, response) => {
    const found = responseQuantile({ service: 'constant', time: 4, rate: load / 4 }, p)
    expect(found / (4 * response)).toBeCloseTo(1, 10)
  })

  it.each([
    [0.5, 2, 1.5],
    [0.9, 10, 5.5],
    [0, 1, 1],
  ])('have at a load of %d a mean of %d, of constant service %d', (rate, random, constant) => {
    expect(meanResponse({ service: 'exponential', time: 1, rate })).toBeCloseTo(random, 12)
    expect(meanResponse({ service: 'constant', time: 1, rate })).toBeCloseTo(constant, 12)
  })

  it('of an idle server are its times of service', () => {
    expect(responseQuantile({ service: 'constant', time: 7, rate: 0 }, 0.99)).toBe(7)
    expect(responseQuantile({ service: 'exponential', time: 7, rate: 0 }, 0.5)).toBeCloseTo(7 * Math.LN2, 12)
  })

  it.each(['exponential', 'constant'] as const)(
    'of %s service never end where more comes than is served',
    (service) => {
      for (const rate of [1, 2]) {
        const queue = { service, time: 1, rate }
        expect(meanResponse(queue)).toBe(Number.POSITIVE_INFINITY)
        expect(responseQuantile(queue, 0.01)).toBe(Number.POSITIVE_INFINITY)
        expect(responseWithin(queue, 1e6)).toBe(0)
      }
    },
  )

  it('are within what their quantile is', () => {
    for (const service of ['exponential', 'constant'] as const) {
      const queue = { service, time: 0.01, rate: 85 }
      for (const p of [0.2, 0.9, 0.9999]) {
        expect(responseWithin(queue, responseQuantile(queue, p))).toBeCloseTo(p, 9)
      }
    }
  })
})

describe('the highest rate', () => {
  it('of exponential service is the rate of service less what the limit asks for', () => {
    // The quantile is −ln(1 − p) ÷ (μ − λ).
    const rate = highestRate({ service: 'exponential', time: 0.01 }, 0.99, 0.25)
    expect(rate).toBeCloseTo(100 - Math.log(100) / 0.25, 8)
  })

  it.each(['exponential', 'constant'] as const)('of %s service has the quantile at the limit', (service) => {
    for (const [p, limit] of [
      [0.5, 0.02],
      [0.99, 0.08],
      [0.999, 0.8],
    ] as const) {
      const rate = highestRate({ service, time: 0.01 }, p, limit)
      expect(responseQuantile({ service, time: 0.01, rate }, p) / limit).toBeCloseTo(1, 8)
      expect(rate).toBeLessThan(100)
    }
  })

  it('is higher where service never varies', () => {
    const [varying, constant] = (['exponential', 'constant'] as const).map((service) =>
      highestRate({ service, time: 2 }, 0.99, 20),
    )
    expect(constant).toBeGreaterThan(1.2 * varying!)
  })

  it('is 0 where one alone takes longer', () => {
    expect(highestRate({ service: 'constant', time: 2 }, 0.99, 1.9)).toBe(0)
    expect(highestRate({ service: 'exponential', time: 2 }, 0.99, 9)).toBe(0)
  })
})

describe('a queue', () => {
  const queue = { service: 'constant', time: 1, rate: 0.5 } as const
  it.each([
    [() => meanResponse({ ...queue, time: 0 })],
    [() => meanResponse({ ...queue, rate: -1 })],
    [() => responseWithin({ ...queue, rate: Number.NaN }, 1)],
    [() => responseQuantile(queue, 1)],
    [() => highestRate(queue, 0, 1)],
  ])('refuses what has no answer (%#)', (ask) => {
    expect(ask).toThrow(RangeError)
  })
})
