import { incompleteBeta } from './beta.ts'
import { logGamma } from './gamma.ts'
import { assertLevel } from './interval.ts'
import { normalDensity, normalTail } from './normal.ts'

/** Beyond so many degrees of freedom the normal distribution is right to nine digits. */
const NORMAL_FROM = 1e9

/**
 * P(T ≥ t) of Student's distribution with `df` degrees of freedom, which need not be whole and may be infinite:
 * ½ I_x(df ÷ 2, ½) with x = df ÷ (df + t²), relative error below 1e-10 up to a thousand of them.
 * Throws RangeError unless df is above 0.
 */
export function studentTail(t: number, df: number): number {
  if (!(df > 0)) throw new RangeError(`degrees of freedom must be above 0, not ${df}`)
  if (df >= NORMAL_FROM) return normalTail(t)
  if (t < 0) return 1 - studentTail(-t, df)
  const half = incompleteBeta(df / 2, 0.5, df / (df + t * t), (t * t) / (df + t * t))
  return half / 2
}

/**
 * What a variable of Student's distribution exceeds with probability alpha, to 1e-12 of it: Newton's method from zero,
 * which comes nearer with every step and never passes the root, because the tail is convex there.
 * Throws RangeError unless alpha is above 0 and below 1, and df above 0.
 */
export function studentUpper(alpha: number, df: number): number {
  assertLevel(alpha)
  if (alpha > 0.5) return -studentUpper(1 - alpha, df)
  const last = kept.get(alpha)
  if (last?.df === df) return last.upper
  const upper = root(alpha, df)
  kept.set(alpha, { df, upper })
  return upper
}

/** The last one of each level: the benchmarks of a suite have as many sessions, one after the other. */
const kept = new Map<number, { readonly df: number; readonly upper: number }>()

function root(alpha: number, df: number): number {
  let t = 0
  for (let step = 0; step < 1000; step++) {
    const change = (studentTail(t, df) - alpha) / studentDensity(t, df)
    if (!(change > 1e-14 * t)) break
    t += change
  }
  return t
}

function studentDensity(t: number, df: number): number {
  if (df >= NORMAL_FROM) return normalDensity(t)
  const scale = Math.exp(logGamma((df + 1) / 2) - logGamma(df / 2)) / Math.sqrt(df * Math.PI)
  return scale * (1 + (t * t) / df) ** (-(df + 1) / 2)
}
