/** Terms of a Poisson distribution with a mean of at most 1 after which the rest is nothing: below 1e-30. */
const TERMS = 28

/**
 * P(wait ≤ x) of the queue M/D/1, in [0, 1], to 1e-13 or so: requests come at random with `load` of them during one service,
 * below 1, and are served in order; waits are in times of service. Franx 2001 (Oper. Res. Lett. 29, 221), whose terms are all
 * positive: those of Erlang's series alternate, and at ten times of service only a few digits of them are left. Time grows with
 * the wait.
 */
export function deterministicWait(load: number, wait: number): number {
  if (wait < 0) return 0
  const served = Math.floor(wait) + 1
  const states = stateProbabilities(load, served)
  const mean = load * (served - wait)
  // Q(m): at most m wait, and one more is served.
  let queued = 0
  for (let state = 0; state <= served; state++) queued += states[state]!
  let weight = Math.exp(-mean)
  let total = 0
  for (let term = 0; term < Math.min(served, TERMS); term++) {
    total += weight * queued
    weight *= mean / (term + 1)
    queued -= states[served - term]!
  }
  return Math.min(1, total)
}

/**
 * Probabilities of 0 … `last` in the system. What goes up from n to more is what comes down from n + 1: that adds positive
 * terms only (Ramaswami 1988, Commun. Stat. Stoch. Models 4, 183).
 */
function stateProbabilities(load: number, last: number): Float64Array {
  const beyond = poissonTails(load)
  const none = Math.exp(-load)
  const states = new Float64Array(last + 1)
  states[0] = 1 - load
  for (let state = 0; state < last; state++) {
    let up = states[0]! * (beyond[state] ?? 0)
    for (let from = Math.max(1, state + 2 - TERMS); from <= state; from++)
      up += states[from]! * beyond[state - from + 1]!
    states[state + 1] = up / none
  }
  return states
}

/** P(N > k) for k in 0 … TERMS − 1, the small ones added from their own end. */
function poissonTails(mean: number): number[] {
  const tails: number[] = []
  let weight = Math.exp(-mean)
  const weights = Array.from({ length: 2 * TERMS }, (_, k) => {
    const own = weight
    weight *= mean / (k + 1)
    return own
  })
  let tail = 0
  for (let k = weights.length - 1; k > 0; k--) {
    tail += weights[k]!
    tails[k - 1] = tail
  }
  return tails.slice(0, TERMS)
}
