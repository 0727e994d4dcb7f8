/**
 * Whole numbers held against shares of a total, to the last one. 0.1 % of 10,000 are ten, whatever floating point makes of
 * 0.001 · 10,000: a share is the decimal fraction that it is written as.
 */

type Fraction = { readonly numerator: bigint; readonly denominator: bigint }

/**
 * The most of `total` whose share of it is at most `share`, or less than it where `isStrict`; −1 where even none are too many.
 * Throws RangeError unless total is a whole number of at least 0, and share is finite and at least 0.
 */
export function mostWithin(share: number, total: number, isStrict: boolean): number {
  const { numerator, denominator } = fractionOf(share)
  const [whole, rest] = divide(numerator * wholeOf(total), denominator)
  return Math.min(total, isStrict && rest === 0n ? whole - 1 : whole)
}

/**
 * The rank of the p-quantile among `total` values, 1 for the smallest: that of the smallest value that at least p of all do not
 * exceed (Hyndman & Fan 1996, type 1). Throws RangeError unless total is a whole number above 0, and p is in [0, 1].
 */
export function rankOfQuantile(p: number, total: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`a quantile is asked for between 0 and 1, not at ${p}`)
  if (total === 0) throw new RangeError('a quantile needs at least one value')
  const { numerator, denominator } = fractionOf(p)
  const [whole, rest] = divide(numerator * wholeOf(total), denominator)
  return Math.max(1, rest === 0n ? whole : whole + 1)
}

function divide(numerator: bigint, denominator: bigint): [whole: number, rest: bigint] {
  return [Number(numerator / denominator), numerator % denominator]
}

/** The shortest decimal that is read as this number. */
function fractionOf(value: number): Fraction {
  if (!(value >= 0 && value < Number.POSITIVE_INFINITY))
    throw new RangeError(`expected a share of at least 0, not ${value}`)
  const [, whole = '', part = '', exponent = '0'] = /^(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/u.exec(String(value))!
  const scale = part.length - Number(exponent)
  const digits = BigInt(whole + part)
  return scale >= 0
    ? { numerator: digits, denominator: 10n ** BigInt(scale) }
    : { numerator: digits * 10n ** BigInt(-scale), denominator: 1n }
}

function wholeOf(total: number): bigint {
  if (!Number.isSafeInteger(total) || total < 0)
    throw new RangeError(`expected a whole number of at least 0, not ${total}`)
  return BigInt(total)
}
