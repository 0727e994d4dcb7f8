import type { Model } from './levenberg-marquardt.ts'

/**
 * The Universal Scalability Law (Gunther 2007, Guerrilla Capacity Planning; Schwartz 2015, Practical Scalability Analysis with
 * the Universal Scalability Law, equation 3): X(N) = λN ÷ (1 + σ(N − 1) + κN(N − 1)).
 */
export interface ScalabilityLaw {
  /** λ: throughput of one, per second or whatever the unit of throughput is. */
  readonly lambda: number
  /** σ: share of the work that waits for a turn (contention). */
  readonly sigma: number
  /** κ: what each one costs each other one (coherency, crosstalk), as a share of the work. */
  readonly kappa: number
}

/** A concurrency, and the throughput there. */
export interface LoadLevel {
  /** How many at a time; a measured mean need not be whole. */
  readonly concurrency: number
  readonly throughput: number
}

/** The throughput at a concurrency above 0, in the unit of λ. */
export function throughputAt({ lambda, sigma, kappa }: ScalabilityLaw, concurrency: number): number {
  return (lambda * concurrency) / slowdownAt([lambda, sigma, kappa], concurrency)
}

/**
 * The whole concurrency of the highest throughput, √((1 − σ) ÷ κ) rounded down (Schwartz 2015, equation 4), at least 1.
 * Where nothing is lost to coherency, throughput rises for ever: infinite, towards λ ÷ σ.
 */
export function peakOf(law: ScalabilityLaw): LoadLevel {
  const { lambda, sigma, kappa } = law
  if (sigma < 1 && kappa === 0) {
    return { concurrency: Number.POSITIVE_INFINITY, throughput: lambda / sigma }
  }
  const concurrency = sigma < 1 ? Math.max(1, Math.floor(Math.sqrt((1 - sigma) / kappa))) : 1
  return { concurrency, throughput: throughputAt(law, concurrency) }
}

/** The law at these concurrencies, as a function of λ, σ and κ. */
export function scalabilityModel(concurrencies: readonly number[]): Model {
  return (parameters) =>
    concurrencies.map((n) => {
      const slowdown = slowdownAt(parameters, n)
      if (!(slowdown > 0)) return { value: Number.POSITIVE_INFINITY, gradient: [0, 0, 0] }
      const value = (parameters[0]! * n) / slowdown
      const bySigma = (-value * (n - 1)) / slowdown
      return { value, gradient: [n / slowdown, bySigma, bySigma * n] }
    })
}

function slowdownAt([, sigma, kappa]: readonly number[], n: number): number {
  return 1 + sigma! * (n - 1) + kappa! * n * (n - 1)
}
