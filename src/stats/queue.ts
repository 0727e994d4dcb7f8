import { deterministicWait } from './deterministic-wait.ts'

/** One server with requests that come at random (Poisson) and wait in order. Times in one unit, the rate per that unit. */
export interface Queue {
  /** How long requests are served: exponentially distributed (M/M/1), or all equally long (M/D/1). */
  readonly service: 'exponential' | 'constant'
  /** Mean time of service. */
  readonly time: number
  /** Requests per unit of time. */
  readonly rate: number
}

/** What serves, before anybody says how fast requests come. */
export type Server = Omit<Queue, 'rate'>

/**
 * Mean time from arrival to answer: that of Pollaczek and Khinchine (Kleinrock 1975, Queueing Systems I, chapter 5). Infinite where
 * more comes than can be served. Throws RangeError unless the time is above 0 and the rate at least 0.
 */
export function meanResponse({ service, time, rate }: Queue): number {
  const load = loadOf(time, rate)
  const variation = service === 'exponential' ? 1 : 0
  return load < 1 ? time * (1 + (load * (1 + variation)) / (2 * (1 - load))) : Number.POSITIVE_INFINITY
}

/** P(response ≤ limit) of a request, in [0, 1]. Throws RangeError as `meanResponse` does. */
export function responseWithin({ service, time, rate }: Queue, limit: number): number {
  const load = loadOf(time, rate)
  if (load >= 1 || limit <= 0) return 0
  if (service === 'exponential') return -Math.expm1((-(1 - load) * limit) / time)
  return limit < time ? 0 : deterministicWait(load, limit / time - 1)
}

/**
 * The p-quantile of response times, to 1e-12 of it; infinite where more comes than can be served. Exact for M/M/1, where they
 * are exponential, too. Throws RangeError unless p is in (0, 1), and as `meanResponse` does.
 */
export function responseQuantile(queue: Queue, p: number): number {
  assertShare(p)
  const load = loadOf(queue.time, queue.rate)
  if (load >= 1) return Number.POSITIVE_INFINITY
  if (queue.service === 'exponential') return (-queue.time * Math.log1p(-p)) / (1 - load)
  let high = queue.time
  while (responseWithin(queue, high) < p) high *= 2
  return turnOf((limit) => responseWithin(queue, limit) >= p, high / 2, high).after
}

/**
 * The highest rate at which the p-quantile of response times is at most the limit, to 1e-12 of it; 0 where even a request alone
 * takes longer. Throws RangeError unless p is in (0, 1), and as `meanResponse` does.
 */
export function highestRate(server: Server, p: number, limit: number): number {
  assertShare(p)
  const isTooFast = (rate: number) => responseWithin({ ...server, rate }, limit) < p
  return isTooFast(0) ? 0 : turnOf(isTooFast, 0, 1 / server.time).before
}

/** Where an answer becomes yes, which it stays, between `low` and `high`. */
function turnOf(isBeyond: (value: number) => boolean, low: number, high: number) {
  let [before, after] = [low, high]
  while (after - before > 1e-12 * after) {
    const middle = (before + after) / 2
    if (isBeyond(middle)) after = middle
    else before = middle
  }
  return { before, after }
}

function loadOf(time: number, rate: number): number {
  if (!(time > 0 && time < Number.POSITIVE_INFINITY && rate >= 0 && rate < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`a queue has a time above 0 and a rate of at least 0, not ${time} and ${rate}`)
  }
  return time * rate
}

function assertShare(p: number): void {
  if (!(p > 0 && p < 1)) throw new RangeError(`a quantile is asked for between 0 and 1, not at ${p}`)
}
