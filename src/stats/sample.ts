declare const ascending: unique symbol

/** At least one number, none of them NaN, in ascending order. Only `sorted` makes one. */
export type Sorted = readonly number[] & { readonly [ascending]: true }

/**
 * The values in ascending order; the input stays as it is. Infinities are kept, −0 comes before 0.
 * Throws RangeError when there is no value or when one is NaN: neither has an order.
 */
export function sorted(values: Iterable<number>): Sorted {
  const numbers = Float64Array.from(values)
  if (numbers.length === 0) throw new RangeError('a sample needs at least one value, this one is empty')
  for (let index = 0; index < numbers.length; index++) {
    if (!Number.isNaN(numbers[index])) continue
    throw new RangeError(`value ${index + 1} of ${numbers.length} is NaN and cannot be ordered`)
  }
  numbers.sort()
  // `Array.from` would ask the iterator for each of them, which takes longer than to sort.
  const ordered = new Array<number>(numbers.length)
  for (let index = 0; index < ordered.length; index++) ordered[index] = numbers[index]!
  return ordered as readonly number[] as Sorted
}

/**
 * Refuses a sample that cannot be calculated with. `name` is how the error calls it.
 * Throws RangeError when it is empty or when a value is NaN or infinite.
 */
export function assertFinite(values: readonly number[], name: string): void {
  if (values.length === 0) throw new RangeError(`${name} must have at least one value, there is none`)
  const wrong = values.findIndex((value) => !Number.isFinite(value))
  if (wrong >= 0) {
    throw new RangeError(
      `${name} must be finite numbers: value ${wrong + 1} of ${values.length} is ${values[wrong]}`,
    )
  }
}

/** The sum, added in order; 0 of no values. */
export function sum(values: readonly number[]): number {
  let total = 0
  for (let index = 0; index < values.length; index++) total += values[index]!
  return total
}
