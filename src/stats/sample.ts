declare const ascending: unique symbol

/** At least one number, none of them NaN, in ascending order. Only `sorted` makes one. */
export type Sorted = readonly number[] & { readonly [ascending]: true }

/** Up to so many values are put into their places one by one: the call that sorts more costs as much as that. */
export const FEW = 64

/**
 * The values in ascending order; the input stays as it is. Infinities are kept, −0 comes before 0.
 * Throws RangeError when there is no value or when one is NaN: neither has an order.
 */
export function sorted(values: Iterable<number>): Sorted {
  const given: ArrayLike<number> =
    Array.isArray(values) || values instanceof Float64Array ? values : [...values]
  assertOrdered(given)
  return (given.length <= FEW ? inserted(given) : natively(given)) as readonly number[] as Sorted
}

/** Throws RangeError when there is no value or when one is NaN: neither has an order. */
export function assertOrdered(values: ArrayLike<number>): void {
  if (values.length === 0) throw new RangeError('a sample needs at least one value, this one is empty')
  for (let index = 0; index < values.length; index++) {
    if (!Number.isNaN(values[index])) continue
    throw new RangeError(`value ${index + 1} of ${values.length} is NaN and cannot be ordered`)
  }
}

function inserted(values: ArrayLike<number>): number[] {
  const ordered: number[] = []
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!
    let place = index
    for (; place > 0 && isAfter(ordered[place - 1]!, value); place--) ordered[place] = ordered[place - 1]!
    ordered[place] = value
  }
  return ordered
}

function natively(values: ArrayLike<number>): number[] {
  const numbers = new Float64Array(values).sort()
  // `Array.from` would ask the iterator for each of them, which takes longer than to sort.
  const ordered = new Array<number>(numbers.length)
  for (let index = 0; index < ordered.length; index++) ordered[index] = numbers[index]!
  return ordered
}

function isAfter(one: number, other: number): boolean {
  return one > other || (one === 0 && Object.is(other, -0) && Object.is(one, 0))
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
