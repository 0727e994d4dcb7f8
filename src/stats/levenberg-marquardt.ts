import { sum } from './sample.ts'

/** What a model says at one point, and the derivative of that by each parameter. */
export interface Prediction {
  readonly value: number
  readonly gradient: readonly number[]
}

/** What the parameters predict at every point; infinite values where they make no sense. */
export type Model = (parameters: readonly number[]) => readonly Prediction[]

export interface LeastSquares {
  readonly parameters: readonly number[]
  /** Sum of the squared residuals, in the square of the values' unit. */
  readonly squares: number
}

/** Two steps in a row that change a smaller share of the sum of squares end the search. */
const PRECISION = 1e-14
const MOST_STEPS = 500
/** Damping from which on no step is long enough to change anything. */
const MOST_DAMPING = 1e20

/**
 * The parameters near `start` with the smallest sum of squared residuals, each at least `least`: Marquardt 1963 (J. Soc. Ind.
 * Appl. Math. 11, 431), damped on the scale of each parameter, so that units play no part. A parameter at its bound that wants
 * to go beyond rests for a step; a step across a bound ends there (Bertsekas 1982, SIAM J. Control Optim. 20, 221).
 *
 * @param least bounds from below, `-Infinity` for none
 */
export function fitLeastSquares(
  model: Model,
  observed: readonly number[],
  { start, least }: { readonly start: readonly number[]; readonly least: readonly number[] },
): LeastSquares {
  let parameters = start.map((value, index) => Math.max(least[index]!, value))
  let predicted = model(parameters)
  let squares = squaresOf(predicted, observed)
  let [damping, still] = [1e-3, 0]
  for (let step = 0; step < MOST_STEPS && still < 2 && damping < MOST_DAMPING; step++) {
    const change = stepFrom(predicted, observed, damping, (index, slope) =>
      parameters[index]! > least[index]! ? true : slope < 0,
    )
    const next = parameters.map((value, index) => Math.max(least[index]!, value + change[index]!))
    const there = model(next)
    const found = squaresOf(there, observed)
    still = Math.abs(squares - found) <= PRECISION * squares ? still + 1 : 0
    if (found < squares) {
      damping = Math.max(1e-12, damping / 10)
      ;[parameters, predicted, squares] = [next, there, found]
    } else damping *= 10
  }
  return { parameters, squares }
}

function squaresOf(predicted: readonly Prediction[], observed: readonly number[]): number {
  return sum(predicted.map(({ value }, point) => (value - observed[point]!) ** 2))
}

/** Solves (JᵀJ + damping · diag JᵀJ) change = Jᵀ (observed − predicted) for the parameters that are free. */
function stepFrom(
  predicted: readonly Prediction[],
  observed: readonly number[],
  damping: number,
  isFree: (index: number, slope: number) => boolean,
): number[] {
  const parameters = predicted[0]!.gradient.map((_, index) => index)
  const product = (i: number, j: number) => sum(predicted.map(({ gradient }) => gradient[i]! * gradient[j]!))
  const slopes = parameters.map((i) =>
    sum(predicted.map(({ value, gradient }, point) => (value - observed[point]!) * gradient[i]!)),
  )
  const sizes = parameters.map((i) => Math.sqrt(product(i, i)))
  const free = parameters.filter((i) => sizes[i]! > 0 && isFree(i, slopes[i]!))
  // Divided by the sizes, all of the diagonal is 1 + damping.
  const solution = solve(
    free.map((i) => free.map((j) => (i === j ? 1 + damping : product(i, j) / (sizes[i]! * sizes[j]!)))),
    free.map((i) => -slopes[i]! / sizes[i]!),
  )
  const change = new Array<number>(parameters.length).fill(0)
  for (const [place, i] of free.entries()) change[i] = solution[place]! / sizes[i]!
  return change
}

/** Gaussian elimination of a positive definite system; it uses up what it is given. */
function solve(matrix: number[][], right: number[]): number[] {
  const count = right.length
  for (let column = 0; column < count; column++) {
    for (let row = column + 1; row < count; row++) {
      const factor = matrix[row]![column]! / matrix[column]![column]!
      for (let k = column; k < count; k++) matrix[row]![k]! -= factor * matrix[column]![k]!
      right[row]! -= factor * right[column]!
    }
  }
  for (let row = count - 1; row >= 0; row--) {
    for (let k = row + 1; k < count; k++) right[row]! -= matrix[row]![k]! * right[k]!
    right[row]! /= matrix[row]![row]!
  }
  return right
}
