import { hodgesLehmann } from './hodges-lehmann.ts'
import { interdecileSpread } from './interdecile.ts'
import type { Variance } from './moderated-variance.ts'
import { mean, standardDeviation } from './moments.ts'

/** How far one session lies above others, its standard error, both in the unit of the values, and what is behind it. */
export interface SessionShift {
  readonly estimate: number
  readonly error: number
  readonly df: number
}

/** The variance of Hodges & Lehmann's centre of n normal values is so many times that of their mean (1963). */
const CENTRE_LOSS = Math.PI / 3

/**
 * How far the centres of sessions scatter, which holds both what differs from session to session and what the few forks
 * of each leave open. `undefined` of fewer than two.
 * Throws RangeError when a session has no value or one that is not finite.
 */
export function centreVariance(sessions: readonly (readonly number[])[]): Variance | undefined {
  const centres = sessions.map((values) => hodgesLehmann(values))
  if (centres.length < 2) return undefined
  return { variance: standardDeviation(centres) ** 2, df: centres.length - 1 }
}

/**
 * How far the centre of today's values lies above the mean centre of recorded sessions. `centres` is the (moderated)
 * variance of one such centre. What the forks of a session leave open is taken out of it, counted with the numbers of
 * forks that there are, and never for less than the spread of the forks themselves says:
 * error² = between · (1 + 1 ÷ S) + forks · (1 ÷ n + Σ 1 ÷ nₛ ÷ S²) of S sessions.
 *
 * Note: moderating what is left after the forks' part is taken out would be more direct, but that is often zero or less
 * (S = 2), has no logarithm then, and is not distributed as χ².
 *
 * Throws RangeError when there is no session, or one, or today, has no value or one that is not finite; or when no side
 * has two values that differ.
 */
export function sessionShift(
  today: readonly number[],
  sessions: readonly (readonly number[])[],
  centres: Variance,
): SessionShift {
  const recorded = sessions.map((values) => hodgesLehmann(values))
  const own = hodgesLehmann(today)
  const forks = CENTRE_LOSS * forkSpread([today, ...sessions], [own, ...recorded]) ** 2
  const share = mean(sessions.map(({ length }) => 1 / length))
  const between = Math.max(0, centres.variance - forks * share)
  const count = sessions.length
  return {
    estimate: own - mean(recorded),
    error: Math.sqrt(between * (1 + 1 / count) + forks * (1 / today.length + share / count)),
    df: centres.df,
  }
}

/** The spread of forks within a session, of all sessions together: one fork in ten may be anything. */
function forkSpread(sessions: readonly (readonly number[])[], centres: readonly number[]): number {
  const residuals = sessions.flatMap((values, index) => values.map((value) => value - centres[index]!))
  const free = residuals.length - sessions.length
  if (free < 1) throw new RangeError('the spread of forks needs two values of one session')
  // A spread of values that are nearly all the same is that of the few others.
  const spread = interdecileSpread(residuals) || standardDeviation(residuals)
  if (spread === 0) throw new RangeError('the spread of forks needs two values that differ')
  return spread * Math.sqrt(residuals.length / free)
}
