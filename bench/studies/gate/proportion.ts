/** A share of trials with the bounds of its 95 % interval, all in [0, 1]. */
export type Proportion = {
  readonly of: number
  readonly n: number
  readonly low: number
  readonly high: number
}

/** Clopper and Pearson 1934 (Biometrika 26, 404): exact, by inverting the binomial. For rare events. */
export function clopperPearson(of: number, n: number, alpha = 0.05): Proportion {
  const high = of === n ? 1 : solve((p) => atMost(of, n, p) > alpha / 2)
  const low = of === 0 ? 0 : solve((p) => 1 - atMost(of - 1, n, p) < alpha / 2)
  return { of, n, low, high }
}

/** Wilson 1927 (J. Am. Stat. Assoc. 22, 209). */
export function wilson(of: number, n: number): Proportion {
  const z = 1.959963984540054
  const p = of / n
  const centre = (p + z ** 2 / (2 * n)) / (1 + z ** 2 / n)
  const half = (z / (1 + z ** 2 / n)) * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2))
  return { of, n, low: Math.max(0, centre - half), high: Math.min(1, centre + half) }
}

/** P(X ≤ k) of a binomial. */
function atMost(k: number, n: number, p: number): number {
  let total = 0
  let log = n * Math.log1p(-p)
  for (let i = 0; i <= k; i++) {
    total += Math.exp(log)
    log += Math.log((n - i) / (i + 1)) + Math.log(p) - Math.log1p(-p)
  }
  return Math.min(1, total)
}

/** The p in (0, 1) up to which the question is answered with yes. */
function solve(isBelow: (p: number) => boolean): number {
  let [low, high] = [0, 1]
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2
    if (isBelow(middle)) low = middle
    else high = middle
  }
  return (low + high) / 2
}
