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

/**
 * The regularised incomplete beta function I_x(a, b); `rest` is 1 − x, which the caller knows to more digits. Its
 * continued fraction converges fast below (a + 1) ÷ (a + b + 2); above, by symmetry, that of the rest does
 * (DiDonato & Morris 1992, ACM Trans. Math. Softw. 18, 360).
 */
function incompleteBeta(a: number, b: number, x: number, rest: number): number {
  if (x <= 0) return 0
  if (rest <= 0) return 1
  const front = Math.exp(a * Math.log(x) + b * Math.log(rest) + logGamma(a + b) - logGamma(a) - logGamma(b))
  return x < (a + 1) / (a + b + 2) ? (front * fraction(a, b, x)) / a : 1 - (front * fraction(b, a, rest)) / b
}

/** The continued fraction of Abramowitz & Stegun 1964, 26.5.8, from the front after Lentz 1976 (Appl. Opt. 15, 668). */
function fraction(a: number, b: number, x: number): number {
  const tiny = 1e-300
  let c = 1
  let d = 1 / (1 - ((a + b) * x) / (a + 1) || tiny)
  let value = d
  for (let m = 1; m < 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    for (const term of [even, odd]) {
      d = 1 / (1 + term * d || tiny)
      c = 1 + term / c || tiny
      value *= d * c
    }
    if (Math.abs(d * c - 1) < 1e-16) break
  }
  return value
}
