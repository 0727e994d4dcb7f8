/**
 * How often something of this probability may happen in so many independent trials before the claim is wrong: the 99.9 %
 * quantile of the binomial distribution.
 */
export function mostAlarms(probability: number, trials: number): number {
  let each = (1 - probability) ** trials
  let below = each
  let most = 0
  while (below < 0.999) {
    most++
    each *= ((trials - most + 1) / most) * (probability / (1 - probability))
    below += each
  }
  return most
}
