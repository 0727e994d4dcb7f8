/** From here on the asymptotic series below are right to the last digit; smaller arguments are brought there. */
const FAR = 12

/**
 * ln Γ(x) for x > 0, with an error below 1e-13 of the larger of 1 and the result: Stirling's series (Abramowitz & Stegun
 * 1964, 6.1.41) beyond 12, and Γ(x) = Γ(x + 1) ÷ x before.
 */
export function logGamma(x: number): number {
  assertPositive(x)
  let [shifted, product] = [x, 1]
  while (shifted < FAR) product *= shifted++
  const square = 1 / shifted ** 2
  const series =
    (1 / 12 + square * (-1 / 360 + square * (1 / 1260 + square * (-1 / 1680 + square / 1188)))) / shifted
  return (
    (shifted - 0.5) * Math.log(shifted) - shifted + Math.log(2 * Math.PI) / 2 + series - Math.log(product)
  )
}

/** ψ(x), the derivative of ln Γ, for x > 0: the series of Abramowitz & Stegun 1964, 6.3.18, with an error below 1e-13. */
export function digamma(x: number): number {
  assertPositive(x)
  let [shifted, sum] = [x, 0]
  while (shifted < FAR) sum -= 1 / shifted++
  const square = 1 / shifted ** 2
  const series =
    square *
    (1 / 12 +
      square *
        (-1 / 120 + square * (1 / 252 + square * (-1 / 240 + square * (1 / 132 - (square * 691) / 32_760)))))
  return sum + Math.log(shifted) - 1 / (2 * shifted) - series
}

/** ψ′(x), the second derivative of ln Γ, for x > 0: the series of Abramowitz & Stegun 1964, 6.4.12. */
export function trigamma(x: number): number {
  assertPositive(x)
  let [shifted, sum] = [x, 0]
  while (shifted < FAR) sum += 1 / (shifted++) ** 2
  const square = 1 / shifted ** 2
  const series =
    1 / 6 +
    square * (-1 / 30 + square * (1 / 42 + square * (-1 / 30 + square * (5 / 66 - (square * 691) / 2730))))
  return sum + (1 + 1 / (2 * shifted) + square * series) / shifted
}

/**
 * The x with ψ′(x) = y, for y > 0. Newton's method on 1 ÷ ψ′, which is convex and nearly a line: from below it comes
 * nearer with every step and never passes the root (Smyth 2004, appendix).
 */
export function trigammaInverse(y: number): number {
  assertPositive(y)
  let x = 0.5 + 1 / y
  for (let step = 0; step < 50; step++) {
    const value = trigamma(x)
    const change = (value * (1 - value / y)) / tetragamma(x)
    x += change
    if (Math.abs(change) <= 1e-15 * x) break
  }
  return x
}

/** ψ″(x): Abramowitz & Stegun 1964, 6.4.13. Only steers Newton's method. */
function tetragamma(x: number): number {
  let [shifted, sum] = [x, 0]
  while (shifted < FAR) sum -= 2 / (shifted++) ** 3
  const square = 1 / shifted ** 2
  return sum - square * (1 + 1 / shifted + square * (1 / 2 - square * (1 / 6 - square / 6)))
}

function assertPositive(x: number): void {
  if (!(x > 0 && x < Number.POSITIVE_INFINITY)) throw new RangeError(`expected a positive number, not ${x}`)
}
