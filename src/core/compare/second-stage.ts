import { policy } from '../../model/config.ts'

/**
 * Level of the second stage: alpha shared by all cells that are tested (Bonferroni), so that a suite raises a
 * false alarm with probability alpha at most, whatever the first stage picked. Both stages stand on the same
 * recorded values, so they are not independent, and the cheaper alpha ÷ (cells · screenAlpha) of fresh pairs
 * (MEASUREMENT.md section 4) does not hold here: simulated, it raised up to 19 alarms in 100 suites.
 */
export function confirmLevel(alpha: number, cells: number): number {
  return Math.min(policy.screenAlpha, alpha / Math.max(1, cells))
}

/**
 * Fresh forks that the second stage takes against so many recorded ones: as many as can bring the exact p a
 * factor `confirmReach` below the level, so that one fork out of line does not decide; at least
 * `confirmForks.min`, at most `confirmForks.max`.
 */
export function freshForks(base: number, level: number): number {
  const { min, max } = policy.confirmForks
  let forks = min
  while (forks < max && smallestP(forks, base) > level / policy.confirmReach) forks++
  return forks
}

/** 1 ÷ C(n + m, m): the p of complete separation, the smallest that Mann–Whitney's test can give. */
function smallestP(n: number, m: number): number {
  let p = 1
  for (let k = 1; k <= m; k++) p *= k / (n + k)
  return p
}
