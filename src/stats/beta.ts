import { logGamma } from './gamma.ts'

/**
 * The regularised incomplete beta function I_x(a, b); `rest` is 1 − x, which the caller knows to more digits. Its
 * continued fraction converges fast below (a + 1) ÷ (a + b + 2); above, by symmetry, that of the rest does
 * (DiDonato & Morris 1992, ACM Trans. Math. Softw. 18, 360).
 */
export function incompleteBeta(a: number, b: number, x: number, rest: number): number {
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
