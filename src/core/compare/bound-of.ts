import type { Limits } from './limits.ts'

/**
 * A change on the log scale, on which more is worse, as ratio − 1 with the sign of the worse: twice as slow is 1, half the
 * rate is 0.5.
 */
export function changeOf(log: number, { better }: Pick<Limits, 'better'>): number {
  return better === 'lower' ? Math.expm1(log) : -Math.expm1(-log)
}

/** The same of a bound; `null` where there is none, because JSON has no infinity. */
export function boundOf(log: number, limits: Pick<Limits, 'better'>): number | null {
  return Number.isFinite(log) ? changeOf(log, limits) : null
}
