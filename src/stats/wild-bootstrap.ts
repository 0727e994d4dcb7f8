import { fitLeastSquares, type Model } from './levenberg-marquardt.ts'
import { integer, type Random } from './random.ts'
import { studentUpper } from './student.ts'

export interface WildBootstrap {
  /** Of the percentile intervals that the draws are for. */
  readonly confidence: number
  readonly draws: number
  readonly random: Random
}

/** Six weights of mean 0 and variance 1: two would make few different draws of few points (Webb 2023, Can. J. Econ. 56, 839). */
const weights = [Math.sqrt(1.5), 1, Math.sqrt(0.5)].flatMap((weight) => [weight, -weight])

/** No point is taken to be drawn to the curve more than this, for its residual to stay finite. */
const MOST_LEVERAGE = 0.95

/**
 * Parameters as they would come out of other measurements at the same points: each residual keeps its place and gets a random
 * weight, because noise may differ from point to point (Wu 1986, Ann. Stat. 14, 1261). Residuals are divided by 1 − leverage
 * (MacKinnon 2013, Thirty Years of Heteroskedasticity-Robust Inference), and made larger by what Student's quantile exceeds
 * the normal one, which few points need. Draws have no bounds: those of a bounded fit would leave out much of the truth.
 *
 * @param fitted the parameters of an unbounded fit
 * @returns the parameters of each draw; none when there are no more points than parameters
 */
export function wildBootstrap(
  model: Model,
  observed: readonly number[],
  fitted: readonly number[],
  { confidence, draws, random }: WildBootstrap,
): (readonly number[])[] {
  const free = observed.length - fitted.length
  if (free < 1) return []
  const beyond = (1 - confidence) / 2
  const wider = studentUpper(beyond, free) / studentUpper(beyond, Number.POSITIVE_INFINITY)
  const predicted = model(fitted)
  const leverages = leveragesOf(predicted.map(({ gradient }) => gradient))
  const residuals = predicted.map(
    ({ value }, point) =>
      (wider * (observed[point]! - value)) / (1 - Math.min(MOST_LEVERAGE, leverages[point]!)),
  )
  const least = fitted.map(() => Number.NEGATIVE_INFINITY)
  return Array.from({ length: draws }, () => {
    const drawn = predicted.map(
      ({ value }, point) => value + residuals[point]! * weights[integer(random, weights.length)]!,
    )
    return fitLeastSquares(model, drawn, { start: fitted, least }).parameters
  })
}

/** The diagonal of J(JᵀJ)⁻¹Jᵀ, by an orthogonal base of the columns (Gram & Schmidt). */
function leveragesOf(rows: readonly (readonly number[])[]): number[] {
  const base: number[][] = []
  for (const column of rows[0]!.keys()) {
    let rest = rows.map((row) => row[column]!)
    const size = Math.hypot(...rest)
    for (const one of base) {
      const share = rest.reduce((total, value, row) => total + value * one[row]!, 0)
      rest = rest.map((value, row) => value - share * one[row]!)
    }
    const left = Math.hypot(...rest)
    if (left > 1e-9 * size) base.push(rest.map((value) => value / left))
  }
  return rows.map((_, row) => base.reduce((total, one) => total + one[row]! ** 2, 0))
}
