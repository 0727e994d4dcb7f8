import { assertLevel } from './interval.ts'
import { fitLeastSquares, type LeastSquares } from './levenberg-marquardt.ts'
import { mean } from './moments.ts'
import { quantile } from './quantile.ts'
import type { Random } from './random.ts'
import { assertFinite, sorted, sum } from './sample.ts'
import {
  type LoadLevel,
  peakOf,
  type ScalabilityLaw,
  scalabilityModel,
  throughputAt,
} from './scalability-law.ts'
import { wildBootstrap } from './wild-bootstrap.ts'

/** Why a fit must not be believed: too few concurrencies, or a curve that is not that of the law. */
export type ScalabilityDoubt = 'few-levels' | 'poor-fit'

export interface ScalabilityFit extends ScalabilityLaw {
  /** Intervals of the parameters, each at the confidence asked for; `high` is infinite where the points cannot say. */
  readonly intervals: Readonly<Record<keyof ScalabilityLaw, { readonly low: number; readonly high: number }>>
  /** Share of the variance of throughput that the law explains, at most 1. */
  readonly rSquared: number
  /** Where throughput is highest. Beyond `reach` it is no more than an extrapolation. */
  readonly peak: LoadLevel
  /**
   * What costs more at the largest concurrency: waiting for turns, or each other; or `linear`: it is not proven that more than
   * one twentieth of λN is lost there.
   */
  readonly bound: 'contention' | 'coherency' | 'linear'
  /** None for a fit that may be believed. */
  readonly doubts: readonly ScalabilityDoubt[]
  /** The largest concurrency that may be predicted: twice the largest one measured, that one itself where there are doubts. */
  readonly reach: number
}

const FEWEST_LEVELS = 6
const LEAST_R_SQUARED = 0.9
const FARTHEST = 2
/** Share of λN that may be lost by what is called linear. */
const LINEAR_LOSS = 0.05
const DRAWS = 1000

/**
 * The law with the smallest sum of squared deviations of throughput, σ and κ at least 0: a curve that bends upwards is not
 * told by a negative κ, with which it would soon be infinite. Levenberg & Marquardt from nine starts; intervals by a wild
 * bootstrap, cut at 0.
 * Throws RangeError on fewer than three different concurrencies, or on a value that is not finite and above 0.
 */
export function fitScalability(
  levels: readonly LoadLevel[],
  { confidence, random }: { readonly confidence: number; readonly random: Random },
): ScalabilityFit {
  assertLevel(confidence)
  const concurrencies = positive(levels.map(({ concurrency }) => concurrency))
  const throughputs = positive(levels.map(({ throughput }) => throughput))
  const different = new Set(concurrencies).size
  if (different < 3)
    throw new RangeError(`the law has three parameters, and so needs three concurrencies, not ${different}`)
  const { parameters, squares } = fitFrom(concurrencies, throughputs)
  const law = toLaw(parameters)
  const largest = Math.max(...concurrencies)
  const drawn = drawLaws(concurrencies, throughputs, parameters, { confidence, random })
  const middle = mean(throughputs)
  const variance = sum(throughputs.map((value) => (value - middle) ** 2))
  const rSquared = variance > 0 ? 1 - squares / variance : 1
  const doubts: ScalabilityDoubt[] = []
  if (different < FEWEST_LEVELS) doubts.push('few-levels')
  if (rSquared < LEAST_R_SQUARED) doubts.push('poor-fit')
  const within = (of: (law: ScalabilityLaw) => number) => intervalOf(of(law), drawn.map(of), confidence)
  return {
    ...law,
    intervals: {
      lambda: within(({ lambda }) => lambda),
      sigma: within(({ sigma }) => sigma),
      kappa: within(({ kappa }) => kappa),
    },
    rSquared,
    peak: peakOf(law),
    bound: boundOf(law, largest, within((one) => lossAt(one, largest)).low),
    doubts,
    reach: doubts.length > 0 ? largest : FARTHEST * largest,
  }
}

/** The throughput at a concurrency. Throws RangeError unless that is above 0 and at most the reach of the fit. */
export function predictThroughput(fit: ScalabilityFit, concurrency: number): number {
  if (!(concurrency > 0 && concurrency <= fit.reach))
    throw new RangeError(`a prediction is made from above 0 to ${fit.reach}, not for ${concurrency}`)
  return throughputAt(fit, concurrency)
}

function positive(values: readonly number[]): readonly number[] {
  assertFinite(values, 'levels of load')
  const wrong = values.find((value) => value <= 0)
  if (wrong !== undefined) throw new RangeError(`concurrency and throughput are above 0, not ${wrong}`)
  return values
}

function fitFrom(concurrencies: readonly number[], throughputs: readonly number[]): LeastSquares {
  const model = scalabilityModel(concurrencies)
  const lambda = Math.max(...throughputs.map((throughput, level) => throughput / concurrencies[level]!))
  const square = Math.max(...concurrencies) ** 2
  const fits = [0, 0.1, 1].flatMap((sigma) =>
    [0, 0.1, 1].map((share) =>
      fitLeastSquares(model, throughputs, { start: [lambda, sigma, share / square], least: [0, 0, 0] }),
    ),
  )
  return fits.reduce((best, fit) => (fit.squares < best.squares ? fit : best))
}

function drawLaws(
  concurrencies: readonly number[],
  throughputs: readonly number[],
  start: readonly number[],
  { confidence, random }: { readonly confidence: number; readonly random: Random },
): ScalabilityLaw[] {
  const model = scalabilityModel(concurrencies)
  const least = start.map(() => Number.NEGATIVE_INFINITY)
  const unbounded = fitLeastSquares(model, throughputs, { start, least }).parameters
  return wildBootstrap(model, throughputs, unbounded, { confidence, random, draws: DRAWS }).map(toLaw)
}

function toLaw(parameters: readonly number[]): ScalabilityLaw {
  const [lambda, sigma, kappa] = parameters as [number, number, number]
  return { lambda, sigma, kappa }
}

/** With the estimate in it, which has bounds that the draws do not have. */
function intervalOf(estimate: number, draws: readonly number[], confidence: number) {
  if (draws.length === 0) return { low: 0, high: Number.POSITIVE_INFINITY }
  const ordered = sorted(draws)
  const beyond = (1 - confidence) / 2
  return {
    low: Math.max(0, Math.min(estimate, quantile(ordered, beyond))),
    high: Math.max(estimate, quantile(ordered, 1 - beyond)),
  }
}

/** The share of λN that is lost, below 1; negative where there is more than that. */
function lossAt(law: ScalabilityLaw, concurrency: number): number {
  return 1 - throughputAt(law, concurrency) / (law.lambda * concurrency)
}

function boundOf({ sigma, kappa }: ScalabilityLaw, largest: number, loss: number): ScalabilityFit['bound'] {
  if (loss <= LINEAR_LOSS) return 'linear'
  return sigma >= kappa * largest ? 'contention' : 'coherency'
}
