/** A straight line y = intercept + slope · x through points, by least squares. */
export type Line = {
  readonly intercept: number
  readonly slope: number
  /** Share of the variance of y that the line explains, in [0, 1]; NaN when y does not vary. */
  readonly r2: number
  /** The largest distance of a point from the line, in the unit of y. */
  readonly residual: number
}

export type Point = readonly [x: number, y: number]

/** Throws RangeError when fewer than two x differ: no line is the best one. */
export function fitLine(points: readonly Point[]): Line {
  const meanX = mean(points.map(([x]) => x))
  const meanY = mean(points.map(([, y]) => y))
  const xx = sum(points.map(([x]) => (x - meanX) ** 2))
  if (!(xx > 0)) throw new RangeError('a line needs points at two different places')
  const xy = sum(points.map(([x, y]) => (x - meanX) * (y - meanY)))
  const yy = sum(points.map(([, y]) => (y - meanY) ** 2))
  const slope = xy / xx
  const intercept = meanY - slope * meanX
  const residuals = points.map(([x, y]) => y - intercept - slope * x)
  return {
    intercept,
    slope,
    r2: 1 - sum(residuals.map((residual) => residual ** 2)) / yy,
    residual: Math.max(...residuals.map(Math.abs)),
  }
}

/** Whether y grows wherever x does, points given in the order of x. */
export function isMonotone(values: readonly number[]): boolean {
  return values.every((value, index) => index === 0 || value > values[index - 1]!)
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
